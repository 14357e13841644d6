import { type ExpressionBuilder, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { DB } from "../../platform/database/schema.ts";
import { missionBriefs } from "../mission/brief-store.ts";
import { named, pointOf, termOf } from "../record/parts-store.ts";

type Builder = ExpressionBuilder<DB, "programme">;

/** The axes of a plan, each with how many projects of the city bear its theme. */
export function axesOf(eb: Builder) {
  return jsonArrayFrom(
    eb
      .selectFrom("programmeAxis")
      .select(["programmeAxis.name", "programmeAxis.description", "programmeAxis.international"])
      .select((line) => [
        termOf(line, "theme", "programmeAxis.theme").as("theme"),
        line
          .selectFrom("project as themed")
          .select((n) => n.fn.countAll<number>().as("n"))
          .where(sql<boolean>`programme_axis.theme = any(themed.themes)`)
          .where("themed.reportedBy", "is", null)
          .as("projects"),
      ])
      .whereRef("programmeAxis.programme", "=", "programme.id")
      .orderBy("programmeAxis.position"),
  );
}

/** What was reviewed and decided, in the order that the record gives: dates may not be known. */
export function decisionsOf(eb: Builder) {
  return jsonArrayFrom(
    eb
      .selectFrom("programmeDecision")
      .select(["programmeDecision.type", "programmeDecision.datedOn", "programmeDecision.note"])
      .select((line) => [
        named(line, "document", "programmeDecision.document").as("document"),
        named(line, "programme", "programmeDecision.follows").as("follows"),
      ])
      .whereRef("programmeDecision.programme", "=", "programme.id")
      .orderBy("programmeDecision.position"),
  );
}

/** The programmes that came of a review of this one. */
export function ledToOf(eb: Builder) {
  return jsonArrayFrom(
    eb
      .selectFrom("programme as later")
      .select(["later.id", "later.name"])
      .where((one) =>
        one.exists(
          one
            .selectFrom("programmeDecision")
            .select("programmeDecision.position")
            .whereRef("programmeDecision.programme", "=", "later.id")
            .whereRef("programmeDecision.follows", "=", "programme.id"),
        ),
      )
      .orderBy("later.id"),
  );
}

export function territoriesOf(eb: Builder) {
  return jsonArrayFrom(
    eb
      .selectFrom("programmePlace")
      .select("programmePlace.name")
      .select((line) => pointOf(line, "programmePlace.place").as("point"))
      .whereRef("programmePlace.programme", "=", "programme.id")
      .orderBy("programmePlace.position"),
  );
}

/** What makes a plan, a fund or a label more than its name: read with the page of the programme. */
export function inDepth(eb: Builder) {
  return [
    named(eb, "organisation", "programme.managingAuthority").as("managingAuthority"),
    axesOf(eb).as("axes"),
    decisionsOf(eb).as("decisions"),
    ledToOf(eb).as("ledTo"),
    territoriesOf(eb).as("territories"),
    missionBriefs(eb, (missions) => missions.whereRef("mission.programme", "=", "programme.id")).as("missions"),
  ] as const;
}
