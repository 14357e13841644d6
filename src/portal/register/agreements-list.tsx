import {
  AGREEMENTS_PER_PAGE,
  type AgreementListed,
  agreementFacets,
  agreementSorts,
  listAgreements,
  readAgreementFilter,
} from "../../register/agreement/store.ts";
import type { PageContext } from "../../ui/page.ts";
import { DemoBadge } from "../../ui/status.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import { AgreementState, KnownDate } from "./parts/agreements.tsx";
import { ListPage, RecordLink } from "./parts/frame.tsx";
import { activeFilters, queryOf, withChosen } from "./parts/selection.ts";
import { choice, countryName } from "./parts/words.ts";

/** The agreements, each with its partner, its state and the date of its signature when that is known. */
export async function agreementsList(c: PageContext) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const db = c.get("services").published;
  const filter = readAgreementFilter(c.req.queries());
  const [rows, facets] = [await listAgreements(db, filter, locale), await agreementFacets(db, filter, locale)];
  const query = queryOf(filter, "partner");
  const labels: Record<string, (value: string) => string> = {
    type: (value) => choice(t, "agreement.type", value),
    state: (value) => choice(t, "agreement.state", value),
    country: (value) => countryName(value, locale),
    dated: (value) => t.dynamic(`portal.agreements.dated.${value}`),
  };
  const labelOf = (name: string, value: string) => labels[name]?.(value) ?? value;
  const columns: Column<AgreementListed>[] = [
    {
      label: t("portal.column.agreement"),
      heading: true,
      cell: (row) => (
        <>
          <RecordLink c={c} kind="agreement" record={row} /> <DemoBadge demo={row.demo} t={t} />
        </>
      ),
    },
    {
      label: t("portal.column.partner"),
      cell: (row) => <RecordLink c={c} kind="partner" record={{ id: row.partnerId, name: row.partnerName }} />,
    },
    { label: t("portal.column.country"), cell: (row) => row.countryName && <Text value={row.countryName} locale={locale} /> },
    { label: t("portal.column.type"), cell: (row) => choice(t, "agreement.type", row.type) },
    { label: t("portal.column.state"), cell: (row) => <AgreementState c={c} state={row.state} /> },
    { label: t("portal.column.signed"), cell: (row) => <KnownDate c={c} value={row.signedOn} /> },
  ];
  const options = (name: "type" | "state", choices: { value: string; count: number }[]) =>
    withChosen(
      choices.map(({ value, count }) => ({ value, label: labelOf(name, value), count })),
      filter[name],
      (value) => labelOf(name, value),
    );
  return c.html(
    <ListPage
      c={c}
      page="agreements"
      title={t("nav.agreements")}
      intro={t("portal.agreements.intro")}
      query={query}
      total={facets.total}
      paging={{ page: filter.page, size: AGREEMENTS_PER_PAGE }}
      empty={{ title: t("portal.agreements.empty"), text: t("portal.list.emptyText") }}
      active={activeFilters(locale, "agreements", query, labelOf)}
      fields={[
        { type: "search", name: "q", label: t("portal.list.words"), value: filter.q },
        {
          type: "select",
          name: "dated",
          label: t("portal.column.signed"),
          value: filter.dated,
          empty: t("portal.list.all"),
          options: ["yes", "no"].map((value) => ({ value, label: labelOf("dated", value) })),
        },
        {
          type: "select",
          name: "sort",
          label: t("portal.list.sort"),
          value: filter.sort,
          empty: null,
          options: agreementSorts.map((value) => ({ value, label: t.dynamic(`portal.sort.${value}`) })),
        },
        { type: "checks", name: "type", label: t("portal.column.type"), values: filter.type, options: options("type", facets.types) },
        { type: "checks", name: "state", label: t("portal.column.state"), values: filter.state, options: options("state", facets.states) },
        {
          type: "checks",
          name: "country",
          label: t("portal.column.country"),
          values: filter.country,
          options: withChosen(
            facets.countries.map(({ value, name, count }) => ({ value: value!, label: plain(name!, locale), count })),
            filter.country,
            (value) => labelOf("country", value),
          ),
        },
      ]}
    >
      <Table caption={t("nav.agreements")} hideCaption columns={columns} rows={rows} />
    </ListPage>,
  );
}
