import { stringify } from "csv-stringify/sync";
import type { FC } from "hono/jsx";
import { accessibilityGrid, type Criterion } from "../../platform/accessibility/grid.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import type { Translator } from "../../platform/i18n/messages.ts";
import { Breadcrumb } from "../../ui/breadcrumb.tsx";
import { PublicLayout } from "../../ui/layout.tsx";
import { navLabel } from "../../ui/nav-label.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { Table } from "../../ui/table.tsx";

const SOURCE = "https://accessibilite.numerique.gouv.fr/methode/criteres-et-tests/";

/** How a criterion was looked at, in words. */
const waysOf = (t: Translator, { by }: Criterion) => by.map((way) => t(`accessibility.by.${way}`)).join(", ");

/** Every criterion of RGAA: what was found, how, and what holds it at each version. */
export const AccessibilityGrid: FC<{ c: PageContext }> = ({ c }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const grid = accessibilityGrid();
  return (
    <PublicLayout c={c} meta={{ title: t("nav.accessibilityGrid") }}>
      <Breadcrumb
        c={c}
        steps={[{ label: navLabel(t, "accessibility"), href: href(locale, "accessibility") }, { label: t("accessibility.grid") }]}
      />
      <h1>{t("nav.accessibilityGrid")}</h1>
      <p class="lede">{t("accessibility.gridLede", { version: grid.version })}</p>
      <p>
        <a href={`${href(locale, "accessibilityGrid")}.csv`}>{t("accessibility.csv")}</a>
      </p>
      {grid.topics.map((topic) => (
        <section class="section" aria-labelledby={`t${topic.number}`}>
          <h2 id={`t${topic.number}`}>
            {topic.number}. <span lang={french(locale)}>{topic.title}</span>
          </h2>
          <Table
            caption={t("accessibility.topic", { number: topic.number })}
            hideCaption
            rows={topic.criteria}
            columns={[
              {
                label: t("accessibility.column.criterion"),
                heading: true,
                cell: (one) => (
                  <span id={`c${one.id}`}>
                    {one.id} <span lang={french(locale)}>{one.title}</span>
                  </span>
                ),
              },
              { label: t("accessibility.column.state"), cell: (one) => t(`accessibility.found.${one.state}`) },
              { label: t("accessibility.column.by"), cell: (one) => waysOf(t, one) || "–" },
              { label: t("accessibility.column.found"), cell: (one) => <Found grid={grid} one={one} locale={locale} /> },
            ]}
          />
        </section>
      ))}
      <p class="meta">
        {t("accessibility.source")} <a href={SOURCE}>RGAA {grid.version}</a>.
      </p>
    </PublicLayout>
  );
};

const french = (locale: Locale) => (locale === "fr" ? undefined : "fr");

const Found: FC<{ grid: ReturnType<typeof accessibilityGrid>; one: Criterion; locale: Locale }> = ({ grid, one, locale }) => (
  <>
    {one[locale]}
    {one.tests.length > 0 && (
      <ul class="codes">
        {one.tests.map((test) => (
          <li lang="en">
            <code>{grid.tests[test]?.file}</code> {grid.tests[test]?.title}
          </li>
        ))}
      </ul>
    )}
  </>
);

/** The same as a table for programs: RFC 4180, UTF-8. */
export function gridCsv(t: Translator): string {
  const grid = accessibilityGrid();
  const rows = grid.topics.flatMap((topic) =>
    topic.criteria.map((one) => ({
      topic: topic.title,
      criterion: one.id,
      title: one.title,
      state: t(`accessibility.found.${one.state}`),
      by: waysOf(t, one),
      found: one[t.locale] ?? "",
      tests: one.tests.map((test) => `${grid.tests[test]?.file}: ${grid.tests[test]?.title}`).join("\n"),
    })),
  );
  return stringify(rows, { header: true, record_delimiter: "windows" });
}
