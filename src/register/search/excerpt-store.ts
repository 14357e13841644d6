import { sql } from "kysely";
import { FOUND_END, FOUND_START } from "./query.ts";
import type { configurationOf } from "./words-store.ts";

type Configuration = ReturnType<typeof configurationOf>;

/** The name of the row "entry", with what `query` finds in it marked: see readPieces. */
export function markedTitle(config: Configuration, query: unknown) {
  return headline(config, sql`entry.title`, query, "HighlightAll=true");
}

/** The best lines of the row "entry" beside its name, with what `query` finds in them marked. */
export function markedExcerpt(eb: any, config: Configuration, query: unknown) {
  return headline(config, textOf(eb), query, 'MaxFragments=2, MaxWords=24, MinWords=8, FragmentDelimiter=" … "');
}

function headline(config: Configuration, text: unknown, query: unknown, how: string) {
  return sql<string>`ts_headline(${config}, plain_punctuation(${text}), ${query}, ${`StartSel="${FOUND_START}", StopSel="${FOUND_END}", ${how}`})`;
}

/** What an entry says beside its names, which begin the body in every language and are shown as the title. */
function textOf(eb: any) {
  const names = eb
    .selectFrom("searchEntry as named")
    .select(sql`string_agg(regexp_replace(named.title, '([^[:alnum:][:space:]])', '\\\\\\1', 'g'), '|')`.as("names"))
    .whereRef("named.kind", "=", "entry.kind")
    .whereRef("named.record", "=", "entry.record");
  return sql`replace(left(regexp_replace(entry.body, '^((' || ${names} || ')(\n|$))+', ''), 20000), E'\n', ' · ')`;
}
