import type { FC } from "hono/jsx";
import type { EditionRecord } from "../../register/edition/page-store.ts";
import { date } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";

/** Where an edition pays for projects: its rule, the list that was asked and on which day, each country, those excluded and why. */
export const Countries: FC<{ c: PageContext; data: EditionRecord }> = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { edition, eligible } = data;
  const named = eligible.countries.map(({ code, name }) => plain(name, locale) || code).sort((a, b) => a.localeCompare(b, locale));
  return (
    <>
      <p>
        {t.dynamic(`choice.edition.countryRule.${edition.countryRule}`)}
        {edition.countries.length > 0 && edition.countryRule !== "listed" && ` ${t("calls.amongList")}`}.{" "}
        {t("calls.countriesCount", { count: named.length, date: date(eligible.on, locale) })}
        {edition.exclusions.length > 0 && ` ${t("calls.exceptExcluded")}`}
      </p>
      {eligible.list && (
        <p class="meta">
          {t("calls.byList")} <Text value={eligible.list.name} locale={locale} />
        </p>
      )}
      {named.length > 0 && (
        <details class="call-fold">
          <summary>{t("calls.seeCountries", { count: named.length })}</summary>
          <ul class="call-countries">
            {named.map((name) => (
              <li>{name}</li>
            ))}
          </ul>
        </details>
      )}
      {edition.exclusions.length > 0 && (
        <Table
          caption={t("field.exclusions")}
          rows={edition.exclusions}
          columns={[
            { label: t("calls.country"), heading: true, cell: ({ country }) => <Text value={data.countryName(country)} locale={locale} /> },
            { label: t("field.since"), cell: ({ since }) => date(since, locale) },
            { label: t("field.until"), cell: ({ until }) => (until ? date(until, locale) : <span class="muted">{t("calls.noEnd")}</span>) },
            { label: t("field.reference"), cell: ({ reference }) => reference },
          ]}
        />
      )}
    </>
  );
};
