import { type Kysely, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Locale } from "../../platform/i18n/languages.ts";
import { configurationOf } from "./words-store.ts";

/** For each word: how many entries hold it, and the words like it that some entry holds. */
export function doubts(any: Kysely<any>, words: string[], locale: Locale) {
  const config = configurationOf(locale);
  const holding = (word: unknown) =>
    any
      .selectFrom("searchEntry")
      .select(sql`count(*)`.as("n"))
      .where("searchEntry.locale", "=", locale)
      .where(sql<boolean>`search_entry.words @@ plainto_tsquery(${config}, ${word})`);
  const near = any
    .selectFrom("searchWord")
    .select("searchWord.word")
    .where(sql<boolean>`(search_word.word % fold(typed.word) or search_word.word like fold(typed.word) || '%')`)
    .where(sql<boolean>`length(typed.word) > 2`)
    .orderBy(sql`similarity(search_word.word, fold(typed.word))`, "desc")
    .orderBy("searchWord.word")
    .limit(12);
  return jsonArrayFrom(
    any
      .selectFrom(sql`unnest(${sql.val(words)}::text[]) with ordinality`.as(sql`typed(word, place)`) as never)
      .select([sql`typed.word`.as("word"), sql`trim(fold(typed.word))`.as("folded"), holding(sql`typed.word`).as("entries")])
      .select(
        sql`coalesce((select json_agg(json_build_object('word', near.word, 'entries', held.n)) from ${near} near, lateral ${holding(sql`near.word`)} held where held.n > 0), '[]'::json)`.as(
          "candidates",
        ),
      )
      .orderBy(sql`typed.place`) as never,
  );
}
