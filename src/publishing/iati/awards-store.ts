import { type ExpressionBuilder, type RawBuilder, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import { grantsOfAwards } from "../../funding/public/grant-store.ts";
import type { PublicGrant } from "../../funding/public/rules.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";
import { grantActs } from "../public-state-store.ts";
import { organisationParty, type Party } from "./parties-store.ts";

export interface ActivityAward {
  id: string;
  name: Localised;
  awardedOn: string;
  amountCents: number;
  currency: string;
  organisation: Party;
  tranches: { year: number; amountCents: number }[];
  /** The acts of the grant of the platform behind it, where there is one. */
  grant?: PublicGrant | undefined;
}

/**
 * The one activity that tells the money of an award: that of its project when it is the city's own, else that of its
 * programme. A project that a partner reports is the partner's activity: the money of the city stays with the programme.
 */
const homes = sql`
  SELECT w.id, w.updated_at, own.id AS project, CASE WHEN own.id IS NULL THEN coalesce(w.programme, p.programme) END AS programme
  FROM published.award w LEFT JOIN published.project p ON p.id = w.project
  LEFT JOIN published.project own ON own.id = w.project AND own.reported_by IS NULL`;

type Builder = ExpressionBuilder<any, any>;

/** The awards that an activity tells, of a row of the table `of`. */
export function awardsOf(eb: Builder, of: "project" | "programme") {
  const awards = eb
    .selectFrom("award")
    .select(["award.id", "award.name", "award.awardedOn", "award.amountCents", "award.currency"])
    .select((one) => [
      organisationParty(one, "award.organisation").as("organisation"),
      jsonArrayFrom(
        one
          .selectFrom("awardTranche")
          .select(["year", "amountCents"])
          .whereRef("awardTranche.award", "=", "award.id")
          .orderBy("awardTranche.position"),
      ).as("tranches"),
    ])
    .orderBy("award.awardedOn")
    .orderBy("award.id");
  const mine =
    of === "project"
      ? awards.whereRef("award.project", "=", "project.id")
      : awards
          .leftJoin("project as spent", "spent.id", "award.project")
          .where((one) => one.or([one("award.project", "is", null), one("spent.reportedBy", "is not", null)]))
          .where((one) => one(one.fn.coalesce("award.programme", "spent.programme"), "=", one.ref("programme.id")));
  return jsonArrayFrom(mine) as unknown as RawBuilder<ActivityAward[]>;
}

/** The same activities, each award with the grant of the platform behind it: one query for all. */
export async function withGrants<T extends { awards: ActivityAward[] }>(db: Database, rows: T[]): Promise<T[]> {
  const grants = await grantsOfAwards(
    db,
    rows.flatMap(({ awards }) => awards.map(({ id }) => id)),
  );
  return rows.map((row) => ({ ...row, awards: row.awards.map((award) => ({ ...award, grant: grants.get(award.id) })) }));
}

const acts = (kind: string) => sql`v.action = ANY (${grantActs[kind]}::text[])`;

/** When the acts of the grant behind an award were last written down, of those that an activity tells. */
const changes = sql`
  SELECT g.award, v.at FROM published."grant" g JOIN public.event v ON v.kind = 'grant' AND v.record = g.id::text AND ${acts("grant")}
  UNION ALL
  SELECT p.award, v.at FROM published.payment p JOIN public.event v ON v.kind = 'payment' AND v.record = p.id::text AND ${acts("payment")}
  UNION ALL
  SELECT r.award, v.at FROM published.recovery r JOIN public.event v ON v.kind = 'payment' AND v.record = r.id::text AND ${acts("payment")}`;

/** For each activity that tells awards ("project x", "programme y"), when one of them, or an act of its grant, last changed. */
export async function awardChanges(db: Database): Promise<Map<string, Date>> {
  const { rows } = await sql<{ home: string; at: Date }>`
    SELECT coalesce('project ' || h.project, 'programme ' || h.programme) AS home, max(greatest(h.updated_at, c.at)) AS at
    FROM (${homes}) h LEFT JOIN (SELECT award, max(at) AS at FROM (${changes}) c GROUP BY award) c ON c.award = h.id
    WHERE h.project IS NOT NULL OR h.programme IS NOT NULL GROUP BY 1`.execute(db);
  return new Map(rows.map(({ home, at }) => [home, new Date(at)]));
}

/** The awards that no activity tells: they name neither a project of the city nor a programme. */
export async function homelessAwards(db: Database): Promise<string[]> {
  const { rows } = await sql<{
    id: string;
  }>`SELECT h.id FROM (${homes}) h WHERE h.project IS NULL AND h.programme IS NULL ORDER BY h.id`.execute(db);
  return rows.map(({ id }) => id);
}
