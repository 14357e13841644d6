import type { ExpressionBuilder, RawBuilder } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Named } from "../record/parts-store.ts";

/** What a page may be related to by name. */
export type Related = "programme" | "network" | "partner" | "organisation" | "project";

/** The editorial pages that name the record of `kind`, as one part of a SELECT. */
export function pagesAbout(eb: ExpressionBuilder<any, any>, kind: Related) {
  return jsonArrayFrom(
    eb
      .selectFrom("pageLink")
      .innerJoin("page", "page.id", "pageLink.page")
      .select(["page.id", "page.name"])
      .distinct()
      .whereRef(`pageLink.${kind}`, "=", `${kind}.id`)
      .orderBy("page.id"),
  ) as unknown as RawBuilder<Named[]>;
}
