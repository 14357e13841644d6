import { type ExpressionBuilder, type RawBuilder, sql } from "kysely";
import { jsonObjectFrom } from "kysely/helpers/postgres";
import type { Localised } from "../../platform/localised.ts";

/** Whom an activity names, with what identifies it. `type`: a partner's own, or an IATI organisation type. */
export interface Party {
  kind: "partner" | "organisation" | "network";
  id: string;
  name: Localised;
  partnerType: string | null;
  organisationType: string | null;
  siren: string | null;
  siret: string | null;
  foreignScheme: string | null;
  foreignId: string | null;
}

type Builder = ExpressionBuilder<any, any>;
const identity = [
  "organisation.type as organisationType",
  "organisation.siren",
  "organisation.siret",
  "organisation.foreignScheme",
  "organisation.foreignId",
] as const;

export function organisationParty(eb: Builder, column: string) {
  return jsonObjectFrom(
    eb
      .selectFrom("organisation")
      .select(["organisation.id", "organisation.name", ...identity])
      .select([sql.lit("organisation").as("kind"), sql.lit(null).as("partnerType")])
      .whereRef("organisation.id", "=", column),
  ) as unknown as RawBuilder<Party>;
}

/** Whom a line of `table` names; a partner with the identifiers of its organisation. */
export function party(eb: Builder, table: string) {
  const partner = jsonObjectFrom(
    eb
      .selectFrom("partner")
      .leftJoin("organisation", "organisation.id", "partner.organisation")
      .select(["partner.id", "partner.name", "partner.type as partnerType", ...identity])
      .select(sql.lit("partner").as("kind"))
      .whereRef("partner.id", "=", `${table}.partner`),
  );
  const network = jsonObjectFrom(
    eb
      .selectFrom("network")
      .select(["network.id", "network.name"])
      .select(sql.lit("network").as("kind"))
      .whereRef("network.id", "=", `${table}.network`),
  );
  return eb.fn.coalesce(
    partner as never,
    organisationParty(eb, `${table}.organisation`) as never,
    network as never,
  ) as unknown as RawBuilder<Party>;
}
