import type { FC } from "hono/jsx";
import type { Totals } from "../../register/home/store.ts";
import { count, money } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { href, type PageName } from "../../ui/paths.ts";

const numbers = [
  ["partners", "partners"],
  ["agreements", "agreements"],
  ["projects", "projects"],
  ["countries", "map"],
  ["networks", "networks"],
  ["awards", "awards"],
] as const satisfies [keyof Totals, PageName][];

/** What the register holds: each count with what it means, leading to what was counted. */
export const Numbers: FC<{ c: PageContext; counts: Totals; sums: { cents: number; currency: string }[] }> = ({ c, counts, sums }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const amount = sums.map((sum) => money(sum.cents, sum.currency, locale)).join(" + ") || money(0, "EUR", locale);
  return (
    <section aria-labelledby="home-numbers">
      <h2 id="home-numbers" class="visually-hidden">
        {t("home.numbers")}
      </h2>
      <ul class="numbers">
        {numbers.map(([name, page]) => (
          <li>
            <a href={href(locale, page)}>
              <strong class="numeral">{count(counts[name], locale)}</strong> {t.dynamic(`home.count.${name}`, { count: counts[name] })}
            </a>
            <p class="meta">{t.dynamic(`home.define.${name}`, { amount })}</p>
          </li>
        ))}
      </ul>
      <p class="meta">
        {t("home.numbersNote")} {counts.demo > 0 && t("home.demo", { count: counts.demo })}
      </p>
    </section>
  );
};
