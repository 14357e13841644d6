import { type ExpressionBuilder, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import { z } from "zod";
import type { Database } from "../../platform/database/connect.ts";
import { prepared } from "../../platform/database/prepared.ts";
import type { DB } from "../../platform/database/schema.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { figuresAbout } from "../figure/store.ts";
import { occasionsNaming } from "../occasion/brief-store.ts";
import { pagesAbout } from "../page/about-store.ts";
import { projectBriefs } from "../project/brief-store.ts";
import { documentsOf } from "../record/files-store.ts";
import { type Query, several, words } from "../record/filter-values.ts";
import { named, pageColumns, pointOf, sortKey, sourceOf, termsOf } from "../record/parts-store.ts";
import { matchesWords } from "../search/words-store.ts";

const schema = z.object({ q: words, theme: several });
export type NetworkFilter = z.infer<typeof schema>;

export function readNetworkFilter(query: Query): NetworkFilter {
  return schema.parse(query);
}

/** Every network that matches, with the city's own memberships in it. */
export async function listNetworks(db: Database, filter: NetworkFilter, locale: Locale) {
  let query = db
    .selectFrom("network")
    .select(["network.id", "network.name", "network.acronym", "network.foundedOn", "network.description", "network.demo"])
    .select((eb) => [
      termsOf(eb, "theme", "network.themes").as("themes"),
      jsonArrayFrom(
        eb
          .selectFrom("networkMembership")
          .select(["networkMembership.role", "networkMembership.since", "networkMembership.until"])
          .whereRef("networkMembership.network", "=", "network.id")
          .where("networkMembership.partner", "is", null)
          .orderBy("networkMembership.position"),
      ).as("own"),
      eb
        .selectFrom("networkMembership")
        .select((one) => one.fn.count<number>("networkMembership.partner").distinct().as("n"))
        .whereRef("networkMembership.network", "=", "network.id")
        .as("partners"),
    ]);
  if (filter.theme.length > 0) query = query.where(sql<boolean>`network.themes && ${sql.val(filter.theme)}::text[]`);
  if (filter.q) query = query.where(matchesWords("network", "network.id", locale, filter.q));
  return query.orderBy(sortKey("network.name", locale)).orderBy("network.id").execute();
}
export type NetworkListed = Awaited<ReturnType<typeof listNetworks>>[number];

/** The themes that networks bear, with how many networks each. */
export async function networkThemes(db: Database) {
  return db
    .selectFrom("network")
    .innerJoin("term", (join) => join.on("term.vocabulary", "=", "theme").on(sql<boolean>`term.code = any(network.themes)`))
    .select(["term.code as value", "term.name", (eb) => eb.fn.countAll<number>().as("count")])
    .groupBy(["term.code", "term.name", "term.position"])
    .orderBy("term.position")
    .orderBy("term.code")
    .execute();
}

/** The city's own mandates in the network and what it gives it, the latest first, each with the source that says so. */
function ofTheCity(eb: ExpressionBuilder<DB, "network">) {
  return [
    jsonArrayFrom(
      eb
        .selectFrom("networkMandate as line")
        .select(["line.role", "line.post", "line.holder", "line.since", "line.until", "line.deliberation", "line.note"])
        .select((one) => sourceOf(one, "line").as("source"))
        .whereRef("line.network", "=", "network.id")
        .orderBy(
          (one) => one.fn.coalesce("line.since", "line.until"),
          (order) => order.desc().nullsLast(),
        )
        .orderBy("line.position"),
    ).as("mandates"),
    jsonArrayFrom(
      eb
        .selectFrom("networkContribution as line")
        .select(["line.year", "line.amountCents", "line.currency", "line.paidOn", "line.deliberation", "line.note"])
        .select((one) => sourceOf(one, "line").as("source"))
        .whereRef("line.network", "=", "network.id")
        .orderBy("line.year", "desc")
        .orderBy("line.position"),
    ).as("contributions"),
  ] as const;
}

const networkPage = prepared((db: Database, id: string) =>
  db
    .selectFrom("network")
    .select(pageColumns.map((column) => `network.${column}` as const))
    .select(["network.acronym", "network.aliases", "network.foundedOn", "network.website"])
    .select((eb) => [
      pointOf(eb, "network.place").as("point"),
      termsOf(eb, "theme", "network.themes").as("themes"),
      documentsOf(eb, "network").as("documents"),
      pagesAbout(eb, "network").as("pages"),
      sourceOf(eb, "network").as("source"),
      occasionsNaming(eb, "actor", "network", "network.id").as("occasions"),
      figuresAbout(eb, "network").as("figures"),
      jsonArrayFrom(
        eb
          .selectFrom("networkMembership")
          .select(["networkMembership.role", "networkMembership.since", "networkMembership.until", "networkMembership.note"])
          .select((line) => [
            named(line, "partner", "networkMembership.partner").as("partner"),
            pointOf(
              line,
              line.selectFrom("partner as member").select("member.place").whereRef("member.id", "=", "networkMembership.partner"),
            ).as("point"),
          ])
          .whereRef("networkMembership.network", "=", "network.id")
          .orderBy("networkMembership.position"),
      ).as("memberships"),
      ...ofTheCity(eb),
      jsonArrayFrom(
        eb
          .selectFrom("programme")
          .select(["programme.id", "programme.name", "programme.type"])
          .select((one) => [
            one
              .selectFrom("project")
              .select((n) => n.fn.countAll<number>().as("n"))
              .whereRef("project.programme", "=", "programme.id")
              .as("projects"),
          ])
          .where((one) =>
            one.or([
              one("programme.network", "=", one.ref("network.id")),
              one.exists(
                one
                  .selectFrom("programmePartner as line")
                  .select("line.programme")
                  .whereRef("line.programme", "=", "programme.id")
                  .whereRef("line.network", "=", "network.id"),
              ),
            ]),
          )
          .orderBy("programme.id"),
      ).as("programmes"),
      jsonArrayFrom(
        eb
          .selectFrom("partner")
          .select(["partner.id", "partner.name"])
          .whereRef("partner.network", "=", "network.id")
          .orderBy("partner.id"),
      ).as("partners"),
      projectBriefs(eb, (one) =>
        one.selectFrom("projectPartner as line").select("line.project as id").distinct().whereRef("line.network", "=", "network.id"),
      ).as("projects"),
    ])
    .where("network.id", "=", id),
);

/** All that a network's page shows; undefined when there is none. */
export async function loadNetwork(db: Database, id: string) {
  return (await networkPage(db, id))[0];
}
export type NetworkRecord = NonNullable<Awaited<ReturnType<typeof loadNetwork>>>;
