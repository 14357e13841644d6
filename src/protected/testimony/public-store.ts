import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";

/** What the public sees of a testimony, as long as its consent holds. */
export interface PublicTestimony {
  signature: string;
  body: Localised;
  language: string;
  country: Localised | null;
  publishedOn: string;
  demo: boolean;
}

/** Newest first, and the last day of which the list is right: a consent ends then. */
export async function publicTestimonies(published: Database): Promise<{ testimonies: PublicTestimony[]; until: string | null }> {
  const { rows } = await sql<PublicTestimony & { validUntil: string }>`
    SELECT t.signature, t.body, t.language, c.name AS country, t.published_on, t.demo, t.valid_until
    FROM published.testimony t LEFT JOIN public.country c ON c.code = t.country ORDER BY t.published_on DESC, t.signature LIMIT 200`.execute(
    published,
  );
  const until = rows.map((row) => row.validUntil).sort()[0] ?? null;
  return { testimonies: rows, until };
}

export interface HostedYear {
  year: number;
  /** None: fewer than five. */
  hosted: number | null;
}
export async function hostedYears(published: Database): Promise<HostedYear[]> {
  const { rows } = await sql<HostedYear>`SELECT year, hosted FROM published.residency_year ORDER BY year DESC`.execute(published);
  return rows;
}
