import { z } from "zod";
import { type City, citySchema } from "../city.ts";
import { type Channels, channels, ratioOf } from "../contrast.ts";
import { languages } from "../i18n/languages.ts";

/** What the office may set for the city, above its folder; of each part the last row counts. */
export const settingParts = ["identity", "colours", "demonstration", "guide"] as const;
export type SettingPart = (typeof settingParts)[number];
/** The last document of each part that was ever set. */
export type Settings = Partial<Record<SettingPart, Record<string, unknown>>>;

/** What the city is called, in each language of the site, and who answers for it. */
export const identityTexts = ["name", "title", "tagline", "service"] as const;
/** The longest that each may be, in characters. */
export const IDENTITY_MAX = { name: 120, title: 80, tagline: 300, service: 160 } as const;
const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    // A name, a title or a sentence: never several lines.
    .refine((value) => !/\p{Cc}/u.test(value));
const inEachLanguage = (max: number) => z.strictObject(Object.fromEntries(languages.map((language) => [language, line(max)])));
const identitySchema = z.strictObject({
  name: inEachLanguage(IDENTITY_MAX.name),
  title: inEachLanguage(IDENTITY_MAX.title),
  tagline: inEachLanguage(IDENTITY_MAX.tagline),
  service: inEachLanguage(IDENTITY_MAX.service),
  email: z.string().trim().pipe(citySchema.shape.email),
});
const coloursSchema = citySchema.shape.colours;
export type Identity = z.infer<typeof identitySchema>;
export type Colours = City["colours"];

/** What was set for the demonstration: fictional people may sign in, or no longer. */
const demonstrationSchema = z.strictObject({ accounts: z.boolean() });

/**
 * The city as its folder says it, under what the office has set. A part that no longer fits the schema is left out: the
 * folder's own words stand.
 */
export function overlaid(city: City, { identity, colours, demonstration }: Settings): City {
  const named = identitySchema.safeParse(identity);
  const coloured = coloursSchema.safeParse(colours);
  return {
    ...city,
    ...(named.success ? named.data : {}),
    ...(coloured.success ? { colours: coloured.data } : {}),
    demonstration: city.demonstration || (demonstrationSchema.safeParse(demonstration).data?.accounts ?? false),
  };
}

/** Where a form is at fault: "name.fr", and what of. */
export interface IdentityProblem {
  path: string;
  code: "required" | "long" | "email" | "line";
}

/** What someone typed for the identity: parsed, or each field that is at fault. */
export function readIdentity(typed: unknown): { ok: true; identity: Identity } | { ok: false; problems: IdentityProblem[] } {
  const parsed = identitySchema.safeParse(typed);
  if (parsed.success) return { ok: true, identity: parsed.data };
  const problems = new Map<string, IdentityProblem>();
  for (const issue of parsed.error.issues) {
    const path = issue.path.join(".");
    const code = issue.code === "too_small" ? "required" : issue.code === "too_big" ? "long" : path === "email" ? "email" : "line";
    if (!problems.has(path)) problems.set(path, { path, code });
  }
  return { ok: false, problems: [...problems.values()] };
}

// WCAG 2.2, 1.4.3: the contrast of text, and of what one presses, is at least 4.5 to 1.
export const AA = 4.5;
/** Which of the colours is read on which: tint is paper with a little ink, under tables and notices. */
export const pairs = (["ink", "accent", "muted"] as const).flatMap((on) => (["paper", "tint"] as const).map((under) => ({ on, under })));
export interface Contrast {
  scheme: "light" | "dark";
  on: "ink" | "accent" | "muted";
  under: "paper" | "tint";
  /** 1 to 21, rounded down to a tenth, so that 4.49 is not shown as enough. */
  ratio: number;
  enough: boolean;
}

/** The contrast of each pair of a palette of the page, by day and by night. */
export function contrasts(colours: Colours): Contrast[] {
  return (["light", "dark"] as const).flatMap((scheme) =>
    pairs.map(({ on, under }) => {
      const palette = colours[scheme];
      const paper = channels(palette.paper);
      const back = under === "paper" ? paper : mixed(channels(palette.ink), paper, TINT);
      const exact = ratioOf(channels(palette[on]), back);
      return { scheme, on, under, ratio: Math.floor(exact * 10) / 10, enough: exact >= AA };
    }),
  );
}

/** As src/ui/styles/tokens.css mixes --tint. */
const TINT = 0.05;
const mixed = (one: Channels, other: Channels, share: number): Channels =>
  one.map((value, i) => value * share + other[i]! * (1 - share)) as Channels;

/** What someone chose: parsed, or the names of the colours that are none ("light.ink"), or the pairs that are too close. */
export function readColours(
  chosen: unknown,
): { ok: true; colours: Colours } | { ok: false; wrong: string[]; close: Contrast[]; colours?: Colours } {
  const parsed = coloursSchema.safeParse(chosen);
  if (!parsed.success) return { ok: false, wrong: [...new Set(parsed.error.issues.map(({ path }) => path.join(".")))], close: [] };
  const close = contrasts(parsed.data).filter(({ enough }) => !enough);
  return close.length > 0 ? { ok: false, wrong: [], close, colours: parsed.data } : { ok: true, colours: parsed.data };
}
