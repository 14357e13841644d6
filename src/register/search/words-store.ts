import { type ExpressionBuilder, sql } from "kysely";
import type { DB } from "../../platform/database/schema.ts";
import type { Locale } from "../../platform/i18n/languages.ts";

/** The text search configuration of each language (migration 0001): stems, without accents; words as they are where there is none, as `index_words` keeps them. */
const configurations: Partial<Record<Locale, string>> = { fr: "french_folded", en: "english_folded" };

/** The configuration as a constant of the query, so that the index of words serves. */
export function configurationOf(locale: Locale) {
  return sql`${sql.lit(configurations[locale] ?? "simple")}::regconfig`;
}

/** Narrows a list to the records that hold these words ("…" for a phrase, - before what is not wanted). */
export function matchesWords(kind: string, idColumn: string, locale: Locale, words: string) {
  return (eb: ExpressionBuilder<any, any>) =>
    (eb as ExpressionBuilder<DB, never>).exists((one) =>
      one
        .selectFrom("searchEntry")
        .select("searchEntry.record")
        .where("searchEntry.kind", "=", kind)
        .where("searchEntry.locale", "=", locale)
        .where(sql<boolean>`${sql.ref("searchEntry.record")} = ${sql.ref(idColumn)}`)
        .where(
          sql<boolean>`${sql.ref("searchEntry.words")} @@ websearch_to_tsquery(${configurationOf(locale)}, plain_punctuation(${words}))`,
        ),
    );
}
