import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";
import { BATCH, inBatches } from "../batches.ts";

/** A story whose teller agrees to its reuse. Of nobody is there an address, an exact age or, of a minor, any age. */
export interface StoryRow {
  id: string;
  project: string;
  projectName: Localised;
  partner: string | null;
  partnerName: Localised | null;
  nature: string;
  contributor: string | null;
  displayName: string | null;
  ageBand: string | null;
  neighbourhood: string | null;
  themes: string[];
  yearFrom: number | null;
  yearTo: number | null;
  language: string;
  title: string | null;
  words: string;
  shortened: boolean;
  translations: { language: string; title: string | null; words: string; author: string | null; machine: boolean }[];
  demo: boolean;
  publishedAt: Date;
  updatedAt: Date;
}

export function storyRows(db: Database): AsyncGenerator<StoryRow[]> {
  return inBatches(async (after) => {
    const { rows } = await sql<StoryRow>`
      SELECT s.id, s.project, j.name AS "projectName", s.partner, p.name AS "partnerName", s.nature, s.contributor, s.display_name AS "displayName",
             s.age_band AS "ageBand", s.neighbourhood, s.themes, s.year_from AS "yearFrom", s.year_to AS "yearTo", s.language, s.title, s.words,
             s.shortened, s.demo, s.published_at AS "publishedAt", s.updated_at AS "updatedAt",
             coalesce((SELECT json_agg(json_build_object('language', t.language, 'title', t.title, 'words', t.words, 'author', t.author, 'machine', t.machine) ORDER BY t.language)
               FROM published.story_translation t WHERE t.story = s.id), '[]') AS translations
      FROM published.story s JOIN published.project j ON j.id = s.project LEFT JOIN published.partner p ON p.id = s.partner
      WHERE s.id > ${after} ORDER BY s.id LIMIT ${BATCH}`.execute(db);
    return rows;
  });
}
