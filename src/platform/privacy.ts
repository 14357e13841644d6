import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { termsSchema } from "./retention/rules.ts";
import { StartupError } from "./startup-error.ts";

const words = z.record(z.string().regex(/^[a-z]{2}$/), z.string());
const FILE = "privacy.yaml";

const schema = z.strictObject({
  /** Who answers for the processing (GDPR art. 4(7)); null: the city, by its name and address. */
  controller: words.nullable().default(null),
  /** The data protection officer: obligatory for a public body (art. 37(1)(a)). Null: to be completed. */
  officer: z
    .strictObject({
      name: z.string().nullable().default(null),
      email: z.email().nullable().default(null),
      address: z.array(z.string()).default([]),
    })
    .default({ name: null, email: null, address: [] }),
  /** Where people complain (art. 77). */
  authority: z
    .strictObject({ name: words, url: z.url() })
    .default({ name: { fr: "CNIL", en: "CNIL" }, url: "https://www.cnil.fr/fr/plaintes" }),
  /** Who works for the city with the data (art. 28): hosting, mail… Null: to be completed. */
  processors: z
    .array(z.strictObject({ name: z.string(), does: words, country: z.string().regex(/^[A-Z]{2}$/) }))
    .nullable()
    .default(null),
  /** The agreement of the director of the archives to destroy, its reference; without one, what is public archives is kept. */
  archivesVisa: z.string().min(1).nullable().default(null),
  /** Terms of the city's own, in the unit of each rule: src/platform/retention/rules.ts. */
  terms: termsSchema,
});

/** What a city says of the data of people. */
export type PrivacySettings = z.infer<typeof schema>;

/** Reads privacy.yaml of the city's folder; what it does not say, or all where there is none, is as usual. Throws a StartupError that names the field at fault. */
export async function readPrivacy(cityDir: string): Promise<PrivacySettings> {
  const path = join(cityDir, FILE);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw new StartupError(`${path} cannot be read (${error.code}).`);
  });
  const parsed = schema.safeParse(parse(text) ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new StartupError(`${path}, ${issue.path.join(".")}: ${issue.message}`);
}
