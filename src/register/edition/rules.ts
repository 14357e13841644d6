import { defineKind } from "../record/kind.ts";
import { firstDay, lastDay } from "../record/partial-date.ts";
import { checkEdition } from "./checks.ts";
import { type Edition, editionFields } from "./fields.ts";

export type { Edition } from "./fields.ts";

/** One opening of a call, with every rule of it. */
export const edition = defineKind("edition", editionFields, checkEdition);

export const phases = ["announced", "open", "closed", "cancelled"] as const;
export type Phase = (typeof phases)[number];
type Dated = Pick<Edition, "opensAt" | "closesAt" | "cancelledOn">;

/** Where an edition stands: open from its first second to its last, both included. */
export function phaseOf(edition: Dated, now: Date): Phase {
  if (edition.cancelledOn !== null) return "cancelled";
  if (now.getTime() < Date.parse(edition.opensAt)) return "announced";
  return now.getTime() <= Date.parse(edition.closesAt) ? "open" : "closed";
}

/** When `phaseOf` next says something else; null when it never will by itself. */
export function nextChange(edition: Dated, now: Date): Date | null {
  const phase = phaseOf(edition, now);
  if (phase === "announced") return new Date(edition.opensAt);
  return phase === "open" ? new Date(Date.parse(edition.closesAt) + 1) : null;
}

/** What the world was on a day: the DAC list then valid, its recipients, and the countries of the register. */
export interface CountryFacts {
  oda: { list: string; countries: readonly string[] } | null;
  europe: readonly string[];
  all: readonly string[];
}

/**
 * The countries in which an edition pays for projects: those of its rule, narrowed by its own list where it has one,
 * without those excluded on the day `on` (YYYY-MM-DD). ISO codes, in the order of the facts. `list`: the DAC list
 * that was asked; null when the rule asks none, or none was valid that day, and then nobody is eligible by it.
 */
export function eligibleCountries(
  edition: Pick<Edition, "countryRule" | "countries" | "exclusions">,
  facts: CountryFacts,
  on: string,
): { countries: string[]; list: string | null } {
  const listed = new Set(edition.countries.map(({ country }) => country));
  const excluded = new Set(
    edition.exclusions
      .filter(({ since, until }) => firstDay(since) <= on && (until === null || lastDay(until) >= on))
      .map(({ country }) => country),
  );
  const base = {
    oda: facts.oda?.countries ?? [],
    europe: facts.europe,
    any: facts.all,
    listed: facts.all.filter((country) => listed.has(country)),
  }[edition.countryRule];
  return {
    countries: base.filter((country) => (listed.size === 0 || listed.has(country)) && !excluded.has(country)),
    list: edition.countryRule === "oda" ? (facts.oda?.list ?? null) : null,
  };
}
