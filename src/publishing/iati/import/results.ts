import type { Localised } from "../../../platform/localised.ts";
import type { ProjectResult } from "../../../register/project/rules.ts";
import { attributeOf, childOf, childrenOf, type XmlNode } from "./node.ts";
import { cut, dayOf, decimalOf, inOneLine, narrativesOf, type Reading } from "./values.ts";
import { MOST_LINES } from "./where.ts";

// IATI IndicatorMeasure 2: a percentage.
const PERCENT = { fr: "%", en: "%" };
const filled = (words: Localised) => Object.keys(words).length > 0;

/** The indicators, each with what was aimed at and reached in the last period that says so. */
export function resultsOf(activity: XmlNode, reading: Reading): ProjectResult[] {
  const all = childrenOf(activity, "result").flatMap((result) =>
    childrenOf(result, "indicator").flatMap((indicator) => resultOf(result, indicator, reading)),
  );
  if (all.length > MOST_LINES) reading.tell("too_many", childOf(activity, "result")!, { maximum: MOST_LINES });
  return all.slice(0, MOST_LINES);
}

function resultOf(result: XmlNode, indicator: XmlNode, reading: Reading): ProjectResult[] {
  const own = narrativesOf(childOf(indicator, "title"), reading);
  const title = filled(own) ? own : narrativesOf(childOf(result, "title"), reading);
  if (!filled(title)) {
    reading.tell("result_title", indicator);
    return [];
  }
  const description = childOf(indicator, "description");
  const baseline = childOf(indicator, "baseline");
  const baselineValue = decimalOf(attributeOf(baseline, "value"), baseline ?? indicator, reading.tell) ?? null;
  const baselineYear = Number(attributeOf(baseline, "year") ?? attributeOf(baseline, "iso-date")?.slice(0, 4));
  const dated = baselineValue !== null && Number.isInteger(baselineYear) && baselineYear >= 1900 && baselineYear <= 2200;
  if (baselineValue !== null && !dated) reading.tell("date", baseline!, { value: attributeOf(baseline, "year") ?? "" });
  return [
    {
      indicator: cut(inOneLine(title), 300, indicator, reading.tell),
      unit: attributeOf(indicator, "measure") === "2" ? PERCENT : {},
      definition: description ? cut(narrativesOf(description, reading), 2_000, description, reading.tell) : {},
      ascending: !["0", "false"].includes(attributeOf(indicator, "ascending") ?? "1"),
      baselineValue: dated ? baselineValue : null,
      baselineYear: dated ? baselineYear : null,
      ...periods(indicator, reading),
    },
  ];
}

/** The last period with a number that is of the whole (no dimension), for the target and for what was reached. */
function periods(indicator: XmlNode, reading: Reading): Pick<ProjectResult, "targetValue" | "targetOn" | "actualValue" | "actualOn"> {
  const found = {
    targetValue: null as number | null,
    targetOn: null as string | null,
    actualValue: null as number | null,
    actualOn: null as string | null,
  };
  for (const period of childrenOf(indicator, "period")) {
    const end = dayOf(childOf(period, "period-end"), reading.tell) ?? null;
    for (const name of ["target", "actual"] as const) {
      const node = childrenOf(period, name).find((one) => attributeOf(one, "value") !== undefined && !childOf(one, "dimension"));
      const value = node && decimalOf(attributeOf(node, "value"), node, reading.tell);
      if (value === undefined || (name === "actual" && !end)) continue;
      if (found[`${name}Value`] !== null && (found[`${name}On`] ?? "") > (end ?? "")) continue;
      found[`${name}Value`] = value;
      found[`${name}On`] = end;
    }
  }
  return found;
}
