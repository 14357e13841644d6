import { z } from "zod";

/** The forms of bodies that the forms may offer. What each answers to in the rules of a call is in the funding. */
export const legalForms = [
  "association_1901",
  "association_1908",
  "public_utility",
  "foundation",
  "cooperative",
  "public_body",
  "foreign",
  "other",
] as const;

const cents = z.int().min(0).nullable();
const listOf = <const T extends readonly [string, ...string[]]>(names: T) => z.array(z.enum(names)).default([...names]);

/**
 * What the law of a city’s country asks that differs from one country to another. What is not said is as in France (CGCT: the
 * general code of local authorities). Words of law in the pages are messages: a city elsewhere has its own in its `messages/`.
 */
export const lawSchema = z.strictObject({
  /**
   * The sources of money that the law bounds to a share of the service’s own revenue, by their code in the vocabulary
   * `budget-source`: the article that says so, and the share in thousandths. The database refuses what passes it.
   */
  boundedSources: z
    .record(z.string().regex(/^[a-z0-9-]+$/), z.strictObject({ article: z.string().trim().min(1), perMille: z.int().min(1).max(1000) }))
    .default({
      water: { article: "CGCT L1115-1-1", perMille: 10 },
      sanitation: { article: "CGCT L1115-1-1", perMille: 10 },
      energy: { article: "CGCT L1115-1-1", perMille: 10 },
      waste: { article: "CGCT L1115-2", perMille: 10 },
    }),
  /** Above so much a year to one body, over all schemes, an agreement is compulsory (law 2000-321 art. 10, decree 2001-495). In cents; null: never. */
  agreementAboveCents: cents.default(2_300_000),
  /** Above so much, certified and published accounts (code de commerce L612-4, decree 2001-495). In cents; null: never. */
  accountsAboveCents: cents.default(15_300_000),
  /** What the city declares each year: e-APD, annex of the account, atlas (CGCT L1115-6). Empty: the pages are not there. */
  declarations: listOf(["eapd", "annexe", "atlas"]),
  /** The national numbers that forms ask a body for. A body may always give one of another register, or say that it has none. */
  identifiers: listOf(["siret", "rna"]),
  /** The forms of bodies that the forms offer. */
  legalForms: listOf(legalForms),
  /** Whether an association must keep the contrat d’engagement républicain (law 2000-321, art. 10-1). */
  engagement: z.boolean().default(true),
});

/** What the law asks, of the city’s settings. */
export type Law = z.infer<typeof lawSchema>;

let inForce: Law = lawSchema.parse({});

/** The law under which this program runs. */
export function law(): Law {
  return inForce;
}

/** Set once, when the settings of the city are read. */
export function setLaw(given: Law): void {
  inForce = given;
}
