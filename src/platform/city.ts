import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { languages } from "./i18n/languages.ts";
import { lawSchema } from "./law.ts";
import { readMark } from "./mark.ts";
import { type PrivacySettings, readPrivacy } from "./privacy.ts";
import { StartupError } from "./startup-error.ts";
import { type OwnWords, readOwnWords } from "./words.ts";

const words = z.record(z.string().regex(/^[a-z]{2}$/), z.string());
const colour = z.string().regex(/^#[0-9a-f]{6}$/i);
const palette = z.strictObject({ paper: colour, ink: colour, accent: colour, line: colour, muted: colour });
/** The colours of a page, in the order in which they are chosen. */
export const paletteNames = ["paper", "ink", "accent", "muted", "line"] as const satisfies (keyof z.infer<typeof palette>)[];

/** What city.yaml may say; the office sets some of it above (city-settings). */
export const citySchema = z.strictObject({
  name: words,
  title: words,
  tagline: words,
  /** The service that answers for the site. */
  service: words,
  address: z.array(z.string()),
  email: z.email(),
  /** To whom a fault of security is told, and the page that says how it is dealt with; null: to the service, with no such page. */
  security: z
    .strictObject({
      email: z.email(),
      policy: z
        .url({ protocol: /^https$/ })
        .nullable()
        .default(null),
    })
    .nullable()
    .default(null),
  /** Its national number where the country is France; null elsewhere. */
  siret: z
    .string()
    .regex(/^\d{14}$/)
    .nullable()
    .default(null),
  /** IATI organisation identifier: FR-RCS-… works, FR-SIRENE and FR-SIRET are no registered prefixes. */
  organisationIdentifier: z.string().regex(/^[A-Z]{2}-[A-Z]+-[^/&|?\s]+$/),
  /** Those under which it published before. */
  formerIdentifiers: z.array(z.string().regex(/^[^/&|?\s]+$/)).default([]),
  /** The prefix that 360Giving gave the city, "360G-…"; null while it has none. */
  threeSixtyPrefix: z
    .string()
    .regex(/^360G-[\w-]+$/)
    .nullable()
    .default(null),
  /** IATI OrganisationType. */
  organisationType: z.string().regex(/^\d{2}$/),
  /** Those of the site, the city’s own first. */
  languages: z.array(z.enum(languages)).min(1),
  country: z.string().regex(/^[A-Z]{2}$/),
  /** IANA name of the zone of its clocks. */
  timeZone: z.string().refine((name) => isTimeZone(name), "no time zone of this name"),
  /** What people call that zone, in each language: "heure de Paris". */
  timeZoneName: words.default({}),
  latitude: z.number(),
  longitude: z.number(),
  colours: z.strictObject({ light: palette, dark: palette }),
  /** The SVG file of its mark, in its folder; null: the program draws a globe in the city’s colours. */
  mark: z
    .string()
    .regex(/^[\w-]+\.svg$/)
    .nullable()
    .default(null),
  licence: z.strictObject({ name: words, url: z.url() }),
  /** Where the source code of the program that runs here is offered: article 13 of the AGPL. */
  sourceCode: z.url().nullable().default(null),
  /** Whose content editorial pages may show, once a reader has asked for it: nothing is loaded from any other site. */
  embeds: z
    .array(
      z.strictObject({
        host: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/),
        name: z.string().min(1),
        terms: z
          .url({ protocol: /^https$/ })
          .nullable()
          .default(null),
        privacy: z
          .url({ protocol: /^https$/ })
          .nullable()
          .default(null),
      }),
    )
    .default([]),
  /** What the law of its country asks: src/platform/law.ts. What is not said is as in France. */
  law: lawSchema.prefault({}),
  /** What the city has set for itself below the law, by budget source, in cents a year: proposed when a gauge is entered. */
  gaugeCaps: z.record(z.string(), z.int().min(0)).default({}),
  /**
   * What its water bill pays for: the programme, the series of figures that say what a household pays a year and the city's own
   * ceiling, how many people that household is, and the sources of budget that the bill feeds. Null: the city has no such scheme.
   */
  waterBill: z
    .strictObject({
      programme: z.string(),
      household: z.string(),
      people: z.int().min(1),
      cap: z.string().nullable(),
      sources: z.array(z.string()).min(1),
    })
    .nullable()
    .default(null),
  /** Who signs the acts of the city, and the town of the administrative court that judges them. */
  acts: z.strictObject({ signatory: words, court: words }),
  legal: z.strictObject({ publisher: words.nullable(), director: z.string().nullable(), host: z.string().nullable() }),
});

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}

/** One city: nothing about it is in the code. */
export type City = z.infer<typeof citySchema> & {
  privacy: PrivacySettings;
  /** What it says in its own words. */
  words: OwnWords;
  /** Its mark as an SVG document that is safe to serve. */
  drawing: string | null;
  /** Fictional rows were loaded, or fictional people may sign in: every page says so. */
  demonstration: boolean;
};

/** Reads city.yaml, privacy.yaml, messages/ and the mark of the city's folder. Throws a StartupError that names the field at fault. */
export async function readCity(cityDir: string): Promise<City> {
  const path = join(cityDir, "city.yaml");
  const text = await readFile(path, "utf8").catch(() => {
    throw new StartupError(`${path} cannot be read: point VILLE_MONDE_CITY at the folder of a city.`);
  });
  const parsed = citySchema.safeParse(parse(text));
  if (parsed.success)
    return {
      ...parsed.data,
      privacy: await readPrivacy(cityDir),
      words: await readOwnWords(cityDir),
      drawing: parsed.data.mark && (await readMark(cityDir, parsed.data.mark)),
      demonstration: false,
    };
  const issue = parsed.error.issues[0]!;
  throw new StartupError(`${path}, ${issue.path.join(".")}: ${issue.message}`);
}
