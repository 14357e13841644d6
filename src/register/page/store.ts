import { type ExpressionBuilder, type RawBuilder, sql } from "kysely";
import { jsonArrayFrom, jsonObjectFrom } from "kysely/helpers/postgres";
import { z } from "zod";
import type { Database } from "../../platform/database/connect.ts";
import { prepared } from "../../platform/database/prepared.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import type { Localised } from "../../platform/localised.ts";
import { type Figure, figureColumns } from "../figure/store.ts";
import { type DocumentCited, ownFile, type Picture, pictureFile } from "../record/files-store.ts";
import { type Query, several, words } from "../record/filter-values.ts";
import { type Named, named, pageColumns, type SourceCited, sortKey, sourceOf, termOf, termsOf } from "../record/parts-store.ts";
import { matchesWords } from "../search/words-store.ts";
import type { Related } from "./about-store.ts";
import { type BlockType, type ListedKind, queryOf } from "./blocks.ts";
import { type Listed, listedRows } from "./listed-store.ts";

const schema = z.object({ q: words, theme: several, sector: several });
export type PageFilter = z.infer<typeof schema>;

export function readPageFilter(query: Query): PageFilter {
  return schema.parse(query);
}

/** The pages that match, section by section in the order of their vocabulary. */
export async function listPages(db: Database, filter: PageFilter, locale: Locale) {
  let query = pageBriefs(db).innerJoin("term as section", (join) =>
    join.onRef("section.code", "=", "page.section").on("section.vocabulary", "=", "page-section"),
  );
  if (filter.theme.length > 0) query = query.where(sql<boolean>`page.themes && ${sql.val(filter.theme)}::text[]`);
  if (filter.sector.length > 0) query = query.where(sql<boolean>`page.sectors && ${sql.val(filter.sector)}::text[]`);
  if (filter.q) query = query.where(matchesWords("page", "page.id", locale, filter.q));
  return query
    .select(["section.code as sectionCode", "section.name as sectionName"])
    .orderBy("section.position")
    .orderBy("section.code")
    .orderBy(sortKey("page.name", locale))
    .execute();
}
export type PageListed = Awaited<ReturnType<typeof listPages>>[number];

const pageBriefs = (db: Database) =>
  db
    .selectFrom("page")
    .select([
      "page.id",
      "page.name",
      "page.description",
      "page.service",
      "page.reviewedOn",
      "page.reviewMonths",
      "page.publishedAt",
      "page.updatedAt",
      "page.demo",
    ])
    .select((eb) => expiriesOf(eb).as("expiries"));
export type PageBrief = Awaited<ReturnType<ReturnType<typeof pageBriefs>["execute"]>>[number];

/** The pages read again last, those of one day in the order of their sections. */
export function latestPages(db: Database, most: number): Promise<PageBrief[]> {
  return pageBriefs(db)
    .innerJoin("term", (join) => join.onRef("term.code", "=", "page.section").on("term.vocabulary", "=", "page-section"))
    .orderBy(sql`coalesce(page.reviewed_on, '')`, "desc")
    .orderBy("term.position")
    .orderBy("page.id")
    .limit(most)
    .execute();
}

/** The terms that pages bear, with how many pages each. */
export async function pageTerms(db: Database, vocabulary: "theme" | "exchange-sector") {
  const column = vocabulary === "theme" ? "page.themes" : "page.sectors";
  return db
    .selectFrom("page")
    .innerJoin("term", (join) => join.on("term.vocabulary", "=", vocabulary).on(sql<boolean>`term.code = any(${sql.ref(column)})`))
    .select(["term.code as value", "term.name", (eb) => eb.fn.countAll<number>().as("count")])
    .groupBy(["term.code", "term.name", "term.position"])
    .orderBy("term.position")
    .orderBy("term.code")
    .execute();
}

type Builder = ExpressionBuilder<any, any>;
const as = <T>(expression: unknown) => expression as RawBuilder<T>;

function expiriesOf(eb: Builder) {
  return as<{ expiresOn: string; reason: Localised }[]>(
    jsonArrayFrom(
      eb
        .selectFrom("pageExpiry")
        .select(["pageExpiry.expiresOn", "pageExpiry.reason"])
        .whereRef("pageExpiry.page", "=", "page.id")
        .orderBy("pageExpiry.expiresOn"),
    ),
  );
}

interface StoredBlock {
  type: BlockType;
  title: Localised;
  text: Localised;
  who: Localised;
  locator: string | null;
  series: string | null;
  kind: ListedKind | null;
  ids: string[];
  query: string | null;
  url: string | null;
  source: SourceCited | null;
  media: Picture | null;
  figure: Figure | null;
  document: DocumentCited | null;
}

function blocksOf(eb: Builder) {
  return as<StoredBlock[]>(
    jsonArrayFrom(
      eb
        .selectFrom("pageBlock")
        .select(
          ["type", "title", "text", "who", "locator", "series", "kind", "ids", "query", "url"].map(
            (column) => `pageBlock.${column}` as never,
          ),
        )
        .select((line: Builder) => [
          sourceOf(line, "pageBlock").as("source"),
          jsonObjectFrom(
            line
              .selectFrom("media")
              .select(["media.id", "media.name", "media.alt", "media.credit", "media.licence", "media.takenOn"])
              .innerJoin("file as bytes", "bytes.sha256", "media.file")
              .select((one: Builder) => pictureFile(one).as("file"))
              .whereRef("media.id", "=", "pageBlock.media"),
          ).as("media"),
          jsonObjectFrom(
            line
              .selectFrom("figure")
              .select([...figureColumns])
              .select((one: Builder) => sourceOf(one, "figure").as("source"))
              .whereRef("figure.id", "=", "pageBlock.figure"),
          ).as("figure"),
          jsonObjectFrom(
            line
              .selectFrom("document")
              .select(["document.id", "document.name", "document.type", "document.url", "document.language", "document.datedOn"])
              .select((one: Builder) => ownFile(one, "document.file").as("file"))
              .whereRef("document.id", "=", "pageBlock.document"),
          ).as("document"),
        ])
        .whereRef("pageBlock.page", "=", "page.id")
        .orderBy("pageBlock.position"),
    ),
  );
}

const onePage = prepared((db: Database, id: string) =>
  db
    .selectFrom("page")
    .select(pageColumns.map((column) => `page.${column}` as const))
    .select(["page.service", "page.reviewedOn", "page.reviewMonths"])
    .select((eb) => [
      termOf(eb, "page-section", "page.section").as("section"),
      termsOf(eb, "priority", "page.priorities").as("priorities"),
      termsOf(eb, "theme", "page.themes").as("themes"),
      termsOf(eb, "exchange-sector", "page.sectors").as("sectors"),
      termsOf(eb, "reference-text", "page.referenceTexts").as("referenceTexts"),
      sourceOf(eb, "page").as("source"),
      expiriesOf(eb).as("expiries"),
      blocksOf(eb).as("blocks"),
      as<({ [K in Related]: Named | null } & object)[]>(
        jsonArrayFrom(
          eb
            .selectFrom("pageLink")
            .select((line) =>
              (["programme", "network", "partner", "organisation", "project"] as const).map((kind) =>
                named(line, kind, `pageLink.${kind}`).as(kind),
              ),
            )
            .whereRef("pageLink.page", "=", "page.id")
            .orderBy("pageLink.position"),
        ),
      ).as("links"),
      jsonArrayFrom(
        eb
          .selectFrom("pageChange")
          .select(["pageChange.changedOn", "pageChange.note"])
          .whereRef("pageChange.page", "=", "page.id")
          .orderBy("pageChange.changedOn", "desc"),
      ).as("changes"),
    ])
    .where("page.id", "=", id),
);

/** A block with all that it shows of the register: the figures of its series, the records of its list. */
export type Block = StoredBlock & { figures: Figure[]; records: Listed[]; filter: Query | undefined };

/**
 * All that a page shows, in two queries however many blocks it has; undefined when there is none. Lists are sorted by the
 * names of `locale`.
 */
export async function loadPage(db: Database, id: string, locale: Locale) {
  const page = (await onePage(db, id))[0];
  return page && { ...page, blocks: await fillBlocks(db, page.blocks, locale) };
}
export type PageRecord = NonNullable<Awaited<ReturnType<typeof loadPage>>>;

async function fillBlocks(db: Database, blocks: StoredBlock[], locale: Locale): Promise<Block[]> {
  const filled = blocks.map(
    (block): Block => ({ ...block, figures: [], records: [], filter: block.query ? queryOf(block.query) : undefined }),
  );
  const lists = filled.filter(({ type, kind, ids, filter }) => type === "records" && kind && (ids.length > 0 || filter));
  const series = [...new Set(filled.flatMap((block) => (block.type === "series" && block.series ? [block.series] : [])))];
  if (lists.length === 0 && series.length === 0) return filled;
  const found = (await db
    .selectNoFrom((eb) => [
      (series.length > 0 ? figuresOf(eb, series) : as<Figure[]>(sql`'[]'::json`)).as("figures"),
      ...lists.map((block, i) =>
        as<Listed[]>(jsonArrayFrom(listedRows(db, { kind: block.kind!, ids: block.ids, query: block.filter }, locale))).as(`list${i}`),
      ),
    ])
    .executeTakeFirstOrThrow()) as unknown as Record<string, unknown>;
  for (const block of filled)
    if (block.type === "series") block.figures = (found.figures as Figure[]).filter((figure) => figure.series === block.series);
  for (const [i, block] of lists.entries()) block.records = found[`list${i}`] as Listed[];
  return filled;
}

function figuresOf(eb: Builder, series: string[]) {
  return as<Figure[]>(
    jsonArrayFrom(
      eb
        .selectFrom("figure")
        .select([...figureColumns])
        .select((one: Builder) => sourceOf(one, "figure").as("source"))
        .where("figure.series", "in", series)
        .orderBy("figure.asOf", "desc")
        .orderBy("figure.id"),
    ),
  );
}
