import type { Dimension } from "../../publishing/api/money/cube.ts";
import type { FilterField } from "../../ui/filter-form.tsx";
import type { PageContext } from "../../ui/page.ts";
import { withChosen } from "../register/parts/selection.ts";
import { filterOf, type MoneyQuery, shownMeasures } from "./filter.ts";
import type { MoneyView } from "./view.ts";

type Several = "source" | "theme" | "country" | "programme";

/** What a filter in force is called. */
export function labelOf(c: PageContext, { nameOf }: MoneyView) {
  const t = c.get("t");
  return (name: string, value: string): string => {
    if (name === "measure") return t.dynamic(`money.measure.${value}`);
    if (name === "demo") return t("common.demo");
    return name === "year" || name === "currency" ? value : nameOf(name as Dimension, value);
  };
}

/** The filters, each with the choices that would leave something, the others being what they are. */
export function fieldsOf(c: PageContext, view: MoneyView): FilterField[] {
  const t = c.get("t");
  const { cube, query, nameOf } = view;
  const keys = (by: Dimension, without: Partial<MoneyQuery>) =>
    cube
      .sums(by, filterOf({ ...query, ...without }))
      .rows.flatMap(({ key, cents }) => (key !== null && cents[query.measure] ? [String(key)] : []));
  const several = (by: Several): FilterField => ({
    type: "checks",
    name: by,
    label: t.dynamic(`money.by.${by}`),
    values: query[by],
    options: withChosen(
      [...new Set(keys(by, { [by]: [] }))].map((value) => ({ value, label: nameOf(by, value), count: 0 })),
      query[by],
      (value) => nameOf(by, value),
    ).map(({ value, label }) => ({ value, label })),
  });
  const years = [...new Set([...keys("year", { year: undefined }), ...(query.year === undefined ? [] : [String(query.year)])])]
    .sort()
    .reverse();
  return [
    {
      type: "select",
      name: "measure",
      label: t("money.filter.measure"),
      value: query.measure,
      empty: null,
      options: shownMeasures.map((value) => ({ value, label: t.dynamic(`money.measure.${value}`) })),
    },
    {
      type: "select",
      name: "year",
      label: t("portal.column.year"),
      value: query.year === undefined ? undefined : String(query.year),
      empty: t("portal.list.allYears"),
      options: years.map((value) => ({ value, label: value })),
    },
    several("source"),
    several("theme"),
    several("country"),
    several("programme"),
  ];
}
