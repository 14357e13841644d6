import { type ExpressionBuilder, type RawBuilder, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Localised } from "../../platform/localised.ts";
import { type Named, named, type SourceCited, sourceOf } from "../record/parts-store.ts";

/** A grant as the pages of other records show it. */
export interface AwardBrief {
  id: string;
  name: Localised;
  awardedOn: string;
  amountCents: number;
  currency: string;
  /** The yearly total of the beneficiary: the purpose is one of several. */
  aggregate: boolean;
  aggregatedCount: number | null;
  organisation: Named | null;
  programme: Named | null;
  source: SourceCited | null;
}

export const awardColumns = [
  "award.id",
  "award.name",
  "award.awardedOn",
  "award.amountCents",
  "award.currency",
  "award.aggregate",
  "award.aggregatedCount",
] as const;

/** The grants that `narrow` keeps, newest first: one part of a SELECT. */
export function awardBriefs(eb: ExpressionBuilder<any, any>, narrow: (query: any) => any): RawBuilder<AwardBrief[]> {
  const query = eb
    .selectFrom("award")
    .select([...awardColumns])
    .select((one: ExpressionBuilder<any, any>) => [
      named(one, "organisation", "award.organisation").as("organisation"),
      named(one, "programme", "award.programme").as("programme"),
      sourceOf(one, "award").as("source"),
    ]);
  return jsonArrayFrom(narrow(query).orderBy("award.awardedOn", "desc").orderBy("award.id")) as unknown as RawBuilder<AwardBrief[]>;
}

/** What grants add up to in one currency, and how much of it comes as yearly totals per beneficiary, or is made up. */
export interface AwardTotal {
  currency: string;
  count: number;
  cents: number;
  aggregateCount: number;
  aggregateCents: number;
  demoCount: number;
  demoCents: number;
  firstYear: number;
  lastYear: number;
}

const sums = [
  "award.currency",
  sql<number>`count(*)`.as("count"),
  sql<number>`sum(award.amount_cents)::bigint`.as("cents"),
  sql<number>`count(*) filter (where award.aggregate)`.as("aggregateCount"),
  sql<number>`coalesce(sum(award.amount_cents) filter (where award.aggregate), 0)::bigint`.as("aggregateCents"),
  sql<number>`count(*) filter (where award.demo)`.as("demoCount"),
  sql<number>`coalesce(sum(award.amount_cents) filter (where award.demo), 0)::bigint`.as("demoCents"),
  sql<number>`min(year_of(award.awarded_on))`.as("firstYear"),
  sql<number>`max(year_of(award.awarded_on))`.as("lastYear"),
] as const;

/** The sums of the grants that `narrow` keeps, one per currency: one part of a SELECT. */
export function awardTotals(eb: ExpressionBuilder<any, any>, narrow: (query: any) => any): RawBuilder<AwardTotal[]> {
  return jsonArrayFrom(
    narrow(eb.selectFrom("award").select([...sums]))
      .groupBy("award.currency")
      .orderBy("cents", "desc"),
  ) as unknown as RawBuilder<AwardTotal[]>;
}

/** The same, year by year, newest first. */
export function awardYears(eb: ExpressionBuilder<any, any>, narrow: (query: any) => any): RawBuilder<(AwardTotal & { year: number })[]> {
  const year = sql<number>`year_of(award.awarded_on)`;
  return jsonArrayFrom(
    narrow(eb.selectFrom("award").select([...sums, year.as("year")]))
      .groupBy([year, "award.currency"])
      .orderBy(year, "desc")
      .orderBy("award.currency"),
  ) as unknown as RawBuilder<(AwardTotal & { year: number })[]>;
}
