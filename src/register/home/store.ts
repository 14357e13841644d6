import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";
import { selectFigures } from "../figure/store.ts";
import { own } from "./totals-store.ts";

export { type Totals, totals } from "./totals-store.ts";

/** The money granted, all years together, in each currency. */
export async function awarded(db: Database): Promise<{ cents: number; currency: string }[]> {
  return db
    .selectFrom("award")
    .select(["currency", sql<number>`sum(amount_cents)::bigint`.as("cents")])
    .groupBy("currency")
    .orderBy("cents", "desc")
    .execute();
}

/** A record that appeared among what is public, or changed there. */
export interface Change {
  kind: string;
  id: string;
  name: Localised;
  at: Date;
  /** Not changed since it was published. */
  isNew: boolean;
}
const shown = ["partner", "agreement", "network", "programme", "project"] as const;

/** The records last published or changed, newest first, a few of each kind so that one load does not fill the list. */
export async function latestChanges(db: Database, { perKind = 2, most = 8 } = {}): Promise<Change[]> {
  const one = (kind: (typeof shown)[number]) =>
    own(db, kind)
      .select(["id", "name", "updatedAt as at", sql<boolean>`updated_at <= published_at`.as("isNew"), sql.lit(kind).as("kind")])
      .orderBy("updatedAt", "desc")
      .orderBy("id")
      .limit(perKind);
  const [first, ...rest] = shown;
  const rows = await rest
    .reduce(
      (query, kind) => query.unionAll(db.selectFrom(one(kind).as("latest")).selectAll()) as typeof query,
      db.selectFrom(one(first).as("latest")).selectAll(),
    )
    .execute();
  return (rows as unknown as Change[]).sort((a, b) => b.at.getTime() - a.at.getTime() || a.kind.localeCompare(b.kind)).slice(0, most);
}

/** The figures that the office puts forward, with the source of each. */
export async function featuredFigures(db: Database, limit = 6) {
  return selectFigures(db).where("figure.featured", "=", true).orderBy("figure.asOf", "desc").orderBy("figure.id").limit(limit).execute();
}
