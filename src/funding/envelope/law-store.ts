import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Law } from "../../platform/law.ts";

/**
 * Writes what the settings of the city say of the bounded sources, by which the database refuses. A source that has gauges stays
 * bounded, whatever the settings say: its years are not judged again.
 */
export async function putLaw(db: Database, { boundedSources }: Law): Promise<void> {
  const rows = JSON.stringify(
    Object.entries(boundedSources).map(([source, { article, perMille }]) => ({ source, article, share: perMille })),
  );
  await db.transaction().execute(async (trx) => {
    await sql`
      INSERT INTO bounded_source (source, article, per_mille)
      SELECT source, article, share FROM jsonb_to_recordset(${rows}::jsonb) AS x (source text, article text, share integer)
      ON CONFLICT (source) DO UPDATE SET article = excluded.article, per_mille = excluded.per_mille
      WHERE (bounded_source.article, bounded_source.per_mille) IS DISTINCT FROM (excluded.article, excluded.per_mille)`.execute(trx);
    await sql`
      DELETE FROM bounded_source b WHERE NOT ${rows}::jsonb @> jsonb_build_array(jsonb_build_object('source', b.source))
      AND NOT EXISTS (SELECT FROM gauge g WHERE g.source = b.source)`.execute(trx);
  });
}

/** The sources that have a gauge, by their code: the article that bounds them, the share of the service’s revenue in thousandths. */
export const boundedSources = (db: Database): Promise<{ source: string; article: string; perMille: number }[]> =>
  db.selectFrom("boundedSource").select(["source", "article", "perMille"]).orderBy("source").execute();
