import { z } from "zod";
import { law, legalForms } from "../../platform/law.ts";
import { compactNumber, isRna, isSiret } from "../../register/organisation/identifiers.ts";
import type { Problem } from "../../register/record/kind.ts";
import { isPartialDate } from "../../register/record/partial-date.ts";

export const memberRoles = ["representative", "contributor"] as const;
export type MemberRole = (typeof memberRoles)[number];
export const noIdentifierReasons = ["foreign", "alsace_moselle", "not_registered", "unknown"] as const;

/** Those that a form offers: the law of Alsace and Moselle is asked of no one where its associations are not. */
export const reasonsOffered = (): readonly string[] =>
  noIdentifierReasons.filter((one) => one !== "alsace_moselle" || law().legalForms.includes("association_1908"));

const text = (max: number) => z.string().trim().max(max).default("");
/** How many of them; null when it is not said. */
const number = z.int().min(0).max(10_000_000).nullable().default(null);

/** What a body says of itself beyond its identity (Cerfa 12156, headings 1 to 4). */
export const profileSchema = z.object({
  acronym: text(60),
  purpose: text(2_000),
  street: text(300),
  city: text(120),
  website: text(300),
  phone: text(40),
  representativeName: text(120),
  representativeTitle: text(120),
  contactName: text(120),
  contactEmail: text(200),
  contactPhone: text(40),
  members: number,
  volunteers: number,
  employees: number,
  yearlyBudgetCents: z.int().min(0).max(1e14).nullable().default(null),
});
export type Profile = z.infer<typeof profileSchema>;

const identity = z.object({
  name: z.string().trim().min(1).max(300),
  legalForm: z.enum(legalForms),
  siret: z.string().nullable(),
  rna: z.string().nullable(),
  foreignScheme: z.string().trim().max(120).nullable(),
  foreignId: z.string().trim().max(120).nullable(),
  noIdentifier: z.enum(noIdentifierReasons).nullable(),
  foundedOn: z.string().nullable(),
  country: z.string().regex(/^[A-Z]{2}$/),
  postalCode: z.string().trim().max(20).nullable(),
  profile: profileSchema,
});
export type ApplicantInput = z.infer<typeof identity>;

const orNull = (value: unknown): string | null => (typeof value === "string" && value.trim() !== "" ? value.trim() : null);

/**
 * Reads what a form says of a body. A check digit that fails is an error here, where the person who knows the number
 * is typing it; one identifier, or the reason why there is none, is asked for.
 */
export function parseApplicant(input: Record<string, unknown>): { ok: true; value: ApplicantInput } | { ok: false; problems: Problem[] } {
  const compact = (value: unknown) => (orNull(value) === null ? null : compactNumber(orNull(value)!).toUpperCase());
  const parsed = identity.safeParse({
    ...input,
    siret: compact(input.siret),
    rna: compact(input.rna),
    foreignScheme: orNull(input.foreignScheme),
    foreignId: orNull(input.foreignId),
    noIdentifier: orNull(input.noIdentifier),
    foundedOn: orNull(input.foundedOn),
    postalCode: orNull(input.postalCode),
    profile: input.profile ?? {},
  });
  const problems: Problem[] = parsed.success
    ? check(parsed.data)
    : parsed.error.issues.map(({ path, code }) => {
        const name = path.join(".");
        const value = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], input);
        const empty = value === undefined || value === null || value === "";
        return {
          path: name,
          code: empty ? "required" : code === "too_big" ? "too_long" : code === "invalid_type" ? "type_number" : "choice",
          values: { maximum: 300 },
        };
      });
  return problems.length === 0 && parsed.success ? { ok: true, value: parsed.data } : { ok: false, problems };
}

function check(value: ApplicantInput): Problem[] {
  const { siret, rna, foreignScheme, foreignId, noIdentifier, foundedOn, profile } = value;
  const problems: Problem[] = [];
  if (siret !== null && !isSiret(siret))
    problems.push({ path: "siret", code: /^\d{14}$/.test(siret) ? "siret_check_digit" : "siret_digits" });
  if (rna !== null && !isRna(rna)) problems.push({ path: "rna", code: "rna" });
  if ((foreignScheme === null) !== (foreignId === null)) problems.push({ path: "foreignId", code: "foreign_pair" });
  if (siret === null && rna === null && foreignId === null && noIdentifier === null)
    problems.push({ path: law().identifiers[0] ?? "foreignId", code: "identifier_or_reason" });
  if (foundedOn !== null && !(foundedOn.length === 10 && isPartialDate(foundedOn))) problems.push({ path: "foundedOn", code: "day" });
  if (profile.contactEmail !== "" && !z.email().safeParse(profile.contactEmail).success)
    problems.push({ path: "profile.contactEmail", code: "email" });
  return problems;
}
