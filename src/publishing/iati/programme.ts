import { firstDay, lastDay } from "../../register/record/partial-date.ts";
import { element, textElement } from "../xml.ts";
import { activityDatesXml } from "./activity.ts";
import { contact, labelled, ownTags, reportingOrganisation, withoutCountry, withoutSector } from "./common.ts";
import type { Fault, IatiContext } from "./context.ts";
import { activityDates } from "./dates.ts";
import { documentLinks } from "./documents.ts";
import { budgets, plannedDisbursements, transactions } from "./finance.ts";
import { participants } from "./participants.ts";
import type { Written } from "./reported.ts";
import { type Branch, latest } from "./tree.ts";
import { narrated, narratives } from "./words.ts";

/**
 * A programme as an activity above those of its projects. Its countries and sectors are theirs; its money is only that
 * of the awards that no project of the city tells, so that no euro is told twice. Its ceiling is no budget.
 */
export function programmeActivity(branch: Branch, context: IatiContext): { written: Written; faults: Fault[] } {
  const { city, today } = context;
  const { row, identifier, depth, parent, children, countries, sectors } = branch;
  const dates = activityDates({ ...row, ...knownDates(row, today) }, today);
  const description = narratives(row.description);
  const changedAt = latest([row.updatedAt, branch.changedAt, context.awardChanges.get(`programme ${row.id}`)])!;
  const ended = row.endedOn !== null && lastDay(row.endedOn) < today;
  const toCome = row.startedOn !== null && firstDay(row.startedOn) > today;
  const written: Written = {
    attributes: {
      "xml:lang": city.languages[0],
      "default-currency": row.currency,
      "last-updated-datetime": changedAt.toISOString(),
      hierarchy: depth,
    },
    parts: [
      ["iati-identifier", textElement("iati-identifier", {}, identifier)],
      ["reporting-org", reportingOrganisation(city)],
      ["title", narrated("title", {}, labelled(row), row.id)],
      ["description", element("description", { type: 1 }, description || narratives(labelled(row), row.id))],
      ["participating-org", participants(row, context)],
      ["other-identifier", city.formerIdentifiers.map((ref) => element("other-identifier", { ref, type: "B1" })).join("")],
      ["activity-status", element("activity-status", { code: ended ? 4 : toCome ? 1 : 2 })],
      ["activity-date", activityDatesXml(dates)],
      ["contact-info", contact(city, context.baseUrl)],
      ["activity-scope", ""],
      ["recipient-country", countries.map(({ code, percentage }) => element("recipient-country", { code, percentage })).join("")],
      ["recipient-region", countries.length === 0 ? withoutCountry() : ""],
      ["location", ""],
      [
        "sector",
        sectors.length === 0
          ? withoutSector()
          : sectors.map(({ code, percentage }) => element("sector", { vocabulary: 1, code, percentage })).join(""),
      ],
      [
        "tag",
        row.goals.map((code) => element("tag", { vocabulary: 2, code })).join("") +
          ownTags({ programme: null, themes: row.themes }, context),
      ],
      ["country-budget-items", ""],
      ["humanitarian-scope", ""],
      ["policy-marker", ""],
      ["collaboration-type", element("collaboration-type", { code: 1 })],
      ["default-flow-type", ""],
      ["default-finance-type", element("default-finance-type", { code: 110 })],
      ["default-aid-type", ""],
      ["default-tied-status", element("default-tied-status", { code: 5 })],
      ["budget", budgets({ ...row, budgetCents: null }, dates, today)],
      ["planned-disbursement", plannedDisbursements(row.awards, identifier, context)],
      ["capital-spend", ""],
      ["transaction", transactions(row.awards, identifier, context)],
      ["document-link", documentLinks("programme", row, context)],
      [
        "related-activity",
        [
          parent ? element("related-activity", { ref: parent, type: 1 }) : "",
          ...children.map((ref) => element("related-activity", { ref, type: 2 })),
        ].join(""),
      ],
      ["legacy-data", ""],
      ["conditions", ""],
      ["result", ""],
      ["crs-add", ""],
      ["fss", ""],
    ],
  };
  return { written, faults: description ? [] : [{ kind: "programme", record: row.id, code: "no_description" }] };
}

/** A programme says when it began and ended: what is to come is planned. */
function knownDates({ startedOn, endedOn }: Branch["row"], today: string) {
  const toCome = (date: string | null) => date !== null && firstDay(date) > today;
  return {
    plannedStart: toCome(startedOn) ? startedOn : null,
    actualStart: toCome(startedOn) ? null : startedOn,
    plannedEnd: endedOn !== null && lastDay(endedOn) > today ? endedOn : null,
    actualEnd: endedOn !== null && lastDay(endedOn) > today ? null : endedOn,
  };
}
