import { type Kysely, sql } from "kysely";
import { jsonArrayFrom, jsonObjectFrom } from "kysely/helpers/postgres";
import type { Database } from "../../platform/database/connect.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import type { Named } from "../record/parts-store.ts";
import { doubts } from "./doubts-store.ts";
import { markedExcerpt, markedTitle } from "./excerpt-store.ts";
import {
  type Asked,
  type Doubt,
  inOwnPunctuation,
  isEmpty,
  type Piece,
  printedApostrophes,
  readPieces,
  readSearch,
  repair,
} from "./query.ts";
import { configurationOf } from "./words-store.ts";

/** The kinds that search finds, in the order in which equal ones are shown. */
export const searchedKinds = [
  "partner",
  "project",
  "programme",
  "edition",
  "call",
  "network",
  "agreement",
  "figure",
  "award",
  "organisation",
  "document",
] as const;
export type SearchedKind = (typeof searchedKinds)[number];

export const HITS_PER_KIND = 4;
export const HITS_PER_PAGE = 20;

export interface Hit {
  kind: SearchedKind;
  id: string;
  title: Piece[];
  excerpt: Piece[];
  /** Who reports it: a project that is not the city's own. */
  reportedBy: Named | null;
}
export interface Found {
  /** Kinds with how many entries of each were found, the one with the best entry first. */
  kinds: { kind: SearchedKind; count: number }[];
  total: number;
  /** Of one kind: its page asked for. Of all kinds: the best of each. */
  hits: Hit[];
  /** Nothing holds what was typed; these are the words that were looked for instead. */
  corrected?: string;
  /** Nothing holds all the words; the entries hold some of them. */
  partial?: boolean;
}

const nothing: Found = { kinds: [], total: 0, hits: [] };

/**
 * Looks for `text` among the entries of a language: accents, case and word endings do not count, nor does spelling
 * by ear. When nothing is found, words that no entry holds are replaced by their nearest neighbours. One query, two
 * in that case.
 */
export async function search(db: Database, text: string, options: { kind?: SearchedKind; page: number }, locale: Locale): Promise<Found> {
  const asked = readSearch(text);
  if (isEmpty(asked)) return nothing;
  const { doubts: doubtful, ...first } = await run(db, asked, text, options, locale, false);
  if (first.total > 0) return first;
  const repaired = repair(asked, doubtful);
  const { doubts: _, ...second } = await run(db, repaired.asked, text, options, locale, true);
  if (second.total === 0) return nothing;
  return { ...second, ...(repaired.corrected ? { corrected: repaired.corrected } : {}) };
}

type Run = Found & { doubts: Doubt[] };

async function run(
  db: Database,
  asked: Asked,
  text: string,
  options: { kind?: SearchedKind; page: number },
  locale: Locale,
  loose: boolean,
): Promise<Run> {
  const config = configurationOf(locale);
  // The tables stay named to the builder (views of "published"); only expressions are raw.
  const any = db as unknown as Kysely<any>;
  const spelled = (word: string) => sql`(
    plainto_tsquery(${config}, ${word}) || coalesce(${any.selectFrom("searchWord").select(sql`to_tsquery(${config}, string_agg(word, ' | '))`.as("query")).where(sql`sound`, "=", sql`sound(fold(${word}))`)}, ''::tsquery)
  )`;
  const wanted = [...asked.words.map(spelled), ...asked.phrases.map((phrase) => sql`phraseto_tsquery(${config}, ${phrase})`)];
  const joined = (operator: (typeof wanted)[number]) =>
    sql`(${sql.join(wanted.length > 0 ? wanted : [sql`''::tsquery`], operator)})${sql.join(
      asked.without.map((part) => sql` && !! phraseto_tsquery(${config}, ${part})`),
      sql``,
    )}`;
  const [all, some] = [joined(sql` && `), joined(sql` || `)];
  const folded = sql<string>`trim(fold(${text}))`;
  const theQuery = sql`(select query from asked)`;
  const matches = sql<boolean>`search_entry.words @@ ${theQuery}`;
  // Loosely: entries that hold some of the words when none holds them all, and names that resemble what was typed.
  const holdsAll = any
    .selectFrom("searchEntry")
    .select("searchEntry.record")
    .where("searchEntry.locale", "=", locale)
    .where(sql<boolean>`search_entry.words @@ ${all}`);
  const resembles = sql<boolean>`(length(${folded}) > 3 and ${folded} <% search_entry.folded)`;
  const rank = sql<number>`ts_rank(search_entry.words, ${theQuery}, 1)
    + case when search_entry.folded = ${folded} then 2 when search_entry.folded like ${folded} || ' %' then 1 when search_entry.folded like '% ' || ${folded} || '%' then 0.5 else 0 end
    ${loose ? sql`+ word_similarity(${folded}, search_entry.folded)` : sql``}`;
  const [from, to] = options.kind ? [(options.page - 1) * HITS_PER_PAGE, options.page * HITS_PER_PAGE] : [0, HITS_PER_KIND];

  const row = await any
    .with("asked", (qb) =>
      qb.selectNoFrom(
        loose
          ? [sql`exists ${holdsAll}`.as("whole"), sql`case when exists ${holdsAll} then ${all} else ${some} end`.as("query")]
          : [sql`true`.as("whole"), all.as("query")],
      ),
    )
    .with("hit", (qb) =>
      qb
        .selectFrom("searchEntry")
        .select(["searchEntry.kind", "searchEntry.record", rank.as("rank")])
        .where("searchEntry.locale", "=", locale)
        .where(loose ? sql<boolean>`(${matches} or ${resembles})` : matches),
    )
    .with("ranked", (qb) =>
      qb
        .selectFrom("hit")
        .selectAll("hit")
        .select([
          sql`row_number() over (partition by kind order by rank desc, record)`.as("place"),
          sql`count(*) over (partition by kind)`.as("count"),
          sql`max(rank) over (partition by kind)`.as("best"),
        ]),
    )
    .selectNoFrom((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom("ranked")
          .innerJoin("searchEntry as entry", (join) =>
            join.onRef("entry.kind", "=", "ranked.kind").onRef("entry.record", "=", "ranked.record").on("entry.locale", "=", locale),
          )
          .select(["ranked.kind", "ranked.record as id", "ranked.count", "ranked.place", "entry.title as own"])
          .select((one) => [markedTitle(config, theQuery).as("title"), markedExcerpt(one, config, theQuery).as("excerpt")])
          .select((one) =>
            jsonObjectFrom(
              one
                .selectFrom("project")
                .innerJoin("organisation", "organisation.id", "project.reportedBy")
                .select(["organisation.id", "organisation.name"])
                .whereRef("project.id", "=", "ranked.record")
                .where("ranked.kind", "=", "project"),
            ).as("reportedBy"),
          )
          // The first of each kind stands for the count of its kind, also on the page of another.
          .where((one) =>
            one.or([
              one("ranked.place", "=", 1),
              one.and([
                one("ranked.kind", "=", options.kind ?? sql`ranked.kind`),
                one("ranked.place", ">", from),
                one("ranked.place", "<=", to),
              ]),
            ]),
          )
          .orderBy("ranked.best", "desc")
          .orderBy(sql`array_position(${sql.val([...searchedKinds])}::text[], ranked.kind)`)
          .orderBy("ranked.place"),
      ).as("rows"),
      sql<boolean>`(select whole from asked)`.as("whole"),
      sql<
        Doubt[] | null
      >`case when ${loose ? sql`true` : sql`false`} or exists (select from hit) then null else ${doubts(any, asked.words, locale)} end`.as(
        "doubts",
      ),
    ])
    .executeTakeFirstOrThrow();

  const rows = row.rows as {
    kind: SearchedKind;
    id: string;
    count: number;
    place: number;
    own: string;
    title: string;
    excerpt: string;
    reportedBy: Named | null;
  }[];
  const kinds = rows.filter(({ place }) => place === 1).map(({ kind, count }) => ({ kind, count }));
  return {
    kinds,
    total: kinds.reduce((sum, { count }) => sum + count, 0),
    hits: rows
      .filter(({ kind, place }) => place > from && place <= to && (!options.kind || kind === options.kind))
      .map(({ kind, id, own, title, excerpt, reportedBy }) => ({
        kind,
        id,
        title: readPieces(inOwnPunctuation(title, own)),
        excerpt: readPieces(printedApostrophes(excerpt)),
        reportedBy,
      })),
    ...(row.whole ? {} : { partial: true }),
    doubts: (row.doubts as Doubt[] | null) ?? [],
  };
}
