import { sql } from "kysely";
import { z } from "zod";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";
import { type Query, single } from "../record/filter-values.ts";

const schema = z.object({
  city: single,
  theme: single,
  language: single,
  panels: z.preprocess((value) => [value].flat()[0] === "panneaux", z.boolean()),
});
export type StoryFilter = z.infer<typeof schema>;
export const readStoryFilter = (query: Query): StoryFilter => schema.parse({ ...query, panels: query.format });

export interface Translation {
  language: string;
  title: string | null;
  words: string;
  author: string | null;
  machine: boolean;
}
/** A story as the public sees it. */
export interface StoryShown {
  id: string;
  project: { id: string; name: Localised };
  city: { id: string; name: Localised; country: string | null; latitude: number | null; longitude: number | null } | null;
  nature: string;
  contributor: string | null;
  displayName: string | null;
  ageBand: string | null;
  neighbourhood: string | null;
  themes: { code: string; name: Localised }[];
  yearFrom: number | null;
  yearTo: number | null;
  scopes: string[];
  picture: { sha256: string; width: number | null; height: number | null; sizes: { width: number; format: string }[] } | null;
  pictureAlt: string | null;
  pictureCredit: string | null;
  language: string;
  title: string | null;
  words: string;
  shortened: boolean;
  translations: Translation[];
  demo: boolean;
  publishedAt: Date;
  updatedAt: Date;
}

/** Far more than an exhibition hangs; beyond, its newest. */
const MOST_SHOWN = 500;

/** What is shown, in an order that mixes the cities: each in turn, in the order of the stories' identifiers. Reads views alone. */
export async function shownStories(db: Database, filter: Partial<StoryFilter> & { id?: string } = {}): Promise<StoryShown[]> {
  const { city, theme, language, panels, id } = filter;
  const conditions = [
    sql`true`,
    ...(id ? [sql`s.id = ${id}`] : []),
    ...(city ? [sql`s.partner = ${city}`] : []),
    ...(theme ? [sql`${theme} = ANY (s.themes)`] : []),
    ...(language ? [sql`s.language = ${language}`] : []),
    ...(panels ? [sql`'panels' = ANY (s.scopes)`] : []),
  ];
  const { rows } = await sql<StoryShown>`
    SELECT s.id, s.nature, s.contributor, s.display_name AS "displayName", s.age_band AS "ageBand", s.neighbourhood, s.year_from AS "yearFrom",
           s.year_to AS "yearTo", s.scopes, s.picture_alt AS "pictureAlt", s.picture_credit AS "pictureCredit", s.language, s.title, s.words,
           s.shortened, s.demo, s.published_at AS "publishedAt", s.updated_at AS "updatedAt",
           (SELECT json_build_object('id', j.id, 'name', j.name) FROM published.project j WHERE j.id = s.project) AS project,
           (SELECT json_build_object('id', p.id, 'name', p.name, 'country', p.country, 'latitude', l.latitude, 'longitude', l.longitude)
              FROM published.partner p LEFT JOIN published.place l ON l.id = p.place WHERE p.id = s.partner) AS city,
           (SELECT json_build_object('sha256', f.sha256, 'width', f.width, 'height', f.height, 'sizes',
                coalesce((SELECT json_agg(json_build_object('width', z.width, 'format', z.format) ORDER BY z.width) FROM published.file_size z WHERE z.file = f.sha256), '[]'))
              FROM published.story_picture f WHERE f.sha256 = s.picture LIMIT 1) AS picture,
           coalesce((SELECT json_agg(json_build_object('code', t.code, 'name', t.name) ORDER BY t.position, t.code)
              FROM published.term t WHERE t.vocabulary = 'story-theme' AND t.code = ANY (s.themes)), '[]') AS themes,
           coalesce((SELECT json_agg(json_build_object('language', t.language, 'title', t.title, 'words', t.words, 'author', t.author, 'machine', t.machine) ORDER BY t.language)
              FROM published.story_translation t WHERE t.story = s.id), '[]') AS translations
    FROM published.story_shown s WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY row_number() OVER (PARTITION BY s.partner ORDER BY s.published_at DESC, s.id), s.partner, s.id LIMIT ${sql.lit(MOST_SHOWN)}`.execute(
    db,
  );
  return rows;
}

export interface Facet {
  value: string;
  name: Localised | null;
  count: number;
}
/** What the exhibition may be narrowed by, with how many stories each leaves. */
export async function storyFacets(db: Database): Promise<{ cities: Facet[]; themes: Facet[]; languages: Facet[] }> {
  const [cities, themes, languages] = [
    await sql<Facet>`SELECT p.id AS value, p.name, count(*)::int AS count FROM published.story_shown s JOIN published.partner p ON p.id = s.partner GROUP BY p.id, p.name ORDER BY p.id`.execute(
      db,
    ),
    await sql<Facet>`SELECT t.code AS value, t.name, count(*)::int AS count FROM published.story_shown s JOIN published.term t ON t.vocabulary = 'story-theme' AND t.code = ANY (s.themes)
      GROUP BY t.code, t.name, t.position ORDER BY t.position, t.code`.execute(db),
    await sql<Facet>`SELECT s.language AS value, NULL AS name, count(*)::int AS count FROM published.story_shown s GROUP BY s.language ORDER BY s.language`.execute(
      db,
    ),
  ];
  return { cities: cities.rows, themes: themes.rows, languages: languages.rows };
}

/** A picture that a story shows now. */
export async function findStoryPicture(db: Database, sha256: string) {
  const { rows } = await sql<{ sha256: string; name: string; mediaType: string }>`
    SELECT sha256, 'portrait' AS name, media_type AS "mediaType" FROM published.story_picture WHERE sha256 = ${sha256} LIMIT 1`.execute(db);
  return rows[0];
}
