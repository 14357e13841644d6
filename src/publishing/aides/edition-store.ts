import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Database } from "../../platform/database/connect.ts";
import { named } from "../../register/record/parts-store.ts";

/** The published editions that were not cancelled, with what a directory of aids says of them. */
export function publicEditions(db: Database) {
  return db
    .selectFrom("edition")
    .innerJoin("call", "call.id", "edition.call")
    .select([
      "edition.id",
      "edition.name",
      "edition.description",
      "edition.demo",
      "edition.opensAt",
      "edition.closesAt",
      "edition.minCents",
      "edition.maxCents",
      "edition.currency",
      "edition.citySharePercent",
      "edition.updatedAt",
      "call.summary",
      "call.beneficiaries",
      "call.description as callDescription",
    ])
    .select((eb) => [
      named(eb, "programme", "call.programme").as("programme"),
      jsonArrayFrom(
        eb
          .selectFrom("editionCondition")
          .select(["rule", "value", "label"])
          .whereRef("editionCondition.edition", "=", "edition.id")
          .orderBy("editionCondition.position"),
      ).as("conditions"),
    ])
    .where("edition.cancelledOn", "is", null)
    .orderBy("edition.id")
    .execute();
}
export type PublicEdition = Awaited<ReturnType<typeof publicEditions>>[number];
