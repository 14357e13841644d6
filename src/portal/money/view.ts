import type { Dimension, MoneyCube, MoneyFilter } from "../../publishing/api/money/cube.ts";
import { moneyOf } from "../../publishing/api/money/money.ts";
import { linkKey, namesOfLinks } from "../../register/record/link-names-store.ts";
import type { Link } from "../../register/record/links.ts";
import type { PageContext } from "../../ui/page.ts";
import { plain } from "../../ui/text.tsx";
import { filterOf, type MoneyQuery, readMoneyQuery } from "./filter.ts";

/** The money as an address asks for it, with the names of all that it may name. */
export interface MoneyView {
  cube: MoneyCube;
  query: MoneyQuery;
  filter: MoneyFilter;
  /** The one that is shown; the others are told. */
  currency: string;
  /** When what is public last changed. */
  at: Date;
  /** The name of a value of a dimension. */
  nameOf(by: Dimension, key: string | number | null): string;
}

const targets: Record<Exclude<Dimension, "year">, Link["to"]> = {
  country: { type: "country" },
  programme: { type: "record", kind: "programme" },
  theme: { type: "term", vocabulary: "theme" },
  source: { type: "term", vocabulary: "budget-source" },
};
export const named = Object.keys(targets) as (keyof typeof targets)[];

/** No filter, without the fictional examples. */
export const everything: MoneyFilter = filterOf(readMoneyQuery({}));

export async function readMoneyView(c: PageContext): Promise<MoneyView> {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const query = readMoneyQuery(c.req.queries());
  const { cube, at } = await moneyOf(c);
  const all = { ...everything, demo: undefined };
  const links = named.flatMap((by) =>
    [...new Set([...cube.sums(by, all).rows.map(({ key }) => key), ...query[by]])].flatMap((key) =>
      key === null ? [] : [{ path: "", to: targets[by], key: String(key) }],
    ),
  );
  const names = await namesOfLinks(c.get("services").published, links);
  const filter = filterOf(query);
  const currencies = cube.sums("year", filter).totals.map((total) => total.currency);
  return {
    cube,
    query,
    filter,
    at,
    currency: query.currency ?? (currencies.includes("EUR") ? "EUR" : (currencies[0] ?? "EUR")),
    nameOf: (by, key) => {
      if (key === null) return t.dynamic(`money.unknown.${by}`);
      if (by === "year") return String(key);
      return plain(names.get(linkKey({ to: targets[by], key: String(key) })) ?? {}, locale) || String(key);
    },
  };
}
