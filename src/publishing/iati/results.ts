import { lastDay } from "../../register/record/partial-date.ts";
import { element } from "../xml.ts";
import type { ActivityRow } from "./activity-store.ts";
import type { ActivityDates } from "./dates.ts";
import { narrated, narratives } from "./words.ts";

type Result = ActivityRow["results"][number];

/** Results as indicators of an output: the register does not tell outputs from outcomes. */
export function results(project: Pick<ActivityRow, "id" | "results">, dates: ActivityDates): string {
  return project.results
    .map((result) =>
      element(
        "result",
        { type: 1 },
        narrated("title", {}, result.indicator, project.id),
        element(
          "indicator",
          { measure: isPercentage(result) ? 2 : 1, ascending: result.ascending ? 1 : 0 },
          narrated("title", {}, withUnit(result), project.id),
          narratives(result.definition) && narrated("description", {}, result.definition),
          result.baselineValue === null ? "" : element("baseline", { year: result.baselineYear, value: result.baselineValue }),
          period(result, dates),
        ),
      ),
    )
    .join("");
}

const isPercentage = (result: Result) => Object.values(result.unit).some((unit) => unit?.trim() === "%");

function withUnit({ indicator, unit }: Result) {
  return Object.fromEntries(
    Object.entries(indicator).map(([language, words]) => [language, unit[language] ? `${words} (${unit[language]})` : words]),
  );
}

/** What was aimed at and what was reached, over the time from the start of the activity to the last of their dates. */
function period({ targetValue, targetOn, actualValue, actualOn }: Result, { start, end }: ActivityDates): string {
  if (targetValue === null && actualValue === null) return "";
  const last =
    [targetOn, actualOn]
      .flatMap((date) => (date ? [lastDay(date)] : []))
      .sort()
      .at(-1) ??
    end ??
    `${start.slice(0, 4)}-12-31`;
  return element(
    "period",
    {},
    element("period-start", { "iso-date": last < start ? last : start }),
    element("period-end", { "iso-date": last }),
    targetValue === null ? "" : element("target", { value: targetValue }),
    actualValue === null ? "" : element("actual", { value: actualValue }),
  );
}
