import type { FC } from "hono/jsx";
import { givenTypes } from "../../register/honour/rules.ts";
import { type HonourListed, honourFacets, listHonours, readHonourFilter } from "../../register/honour/store.ts";
import { date } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { ShortQuote } from "../../ui/quote.tsx";
import { DemoBadge } from "../../ui/status.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import { ListPage, RecordLink, Section } from "../register/parts/frame.tsx";
import { activeFilters, queryOf, withChosen } from "../register/parts/selection.ts";
import { choice, countryName } from "../register/parts/words.ts";
import { steps } from "./words.ts";

type Of = FC<{ c: PageContext; rows: HonourListed[] }>;

/** Whom the city honours, what it has received, what it says of itself: three things that are never mixed. */
export async function honoursList(c: PageContext) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { published: db } = c.get("services");
  const filter = readHonourFilter(c.req.queries());
  const [rows, facets] = [await listHonours(db, filter, locale), await honourFacets(db)];
  const query = queryOf(filter);
  const nameOfCountry = (code: string) =>
    plain(facets.countries.find(({ value }) => value === code)?.name ?? {}, locale) || countryName(code, locale);
  const labels: Record<string, (value: string) => string> = {
    type: (value) => choice(t, "honour.type", value),
    recipient: (value) => choice(t, "honour.recipient", value),
    state: (value) => choice(t, "honour.state", value),
    country: nameOfCountry,
    posthumous: () => t("honours.posthumous"),
  };
  const choices = (field: "type" | "recipient" | "state", counted: { value: string; count: number }[]) =>
    withChosen(
      counted.map((one) => ({ ...one, label: labels[field]!(one.value) })),
      filter[field],
      labels[field]!,
    );
  const given = rows.filter((row) => (givenTypes as readonly string[]).includes(row.type));
  const [received, claims] = (["distinction_received", "claim"] as const).map((type) => rows.filter((row) => row.type === type)) as [
    HonourListed[],
    HonourListed[],
  ];
  return c.html(
    <ListPage
      c={c}
      page="honours"
      title={t("nav.honours")}
      intro={t("honours.intro")}
      query={query}
      total={rows.length}
      empty={{ title: t("honours.empty"), text: t("portal.list.emptyText") }}
      active={activeFilters(locale, "honours", query, (field, value) => labels[field]?.(value) ?? value)}
      fields={[
        { type: "search", name: "q", label: t("portal.list.words"), value: filter.q },
        {
          type: "select",
          name: "year",
          label: t("honours.year"),
          value: filter.year?.toString(),
          empty: t("portal.list.allYears"),
          options: facets.years.map(({ value, count }) => ({ value: String(value), label: String(value), count })),
        },
        {
          type: "checks",
          name: "recipient",
          label: t("honours.column.kind"),
          values: filter.recipient,
          options: choices("recipient", facets.recipients),
        },
        { type: "checks", name: "state", label: t("portal.column.state"), values: filter.state, options: choices("state", facets.states) },
        {
          type: "checks",
          name: "country",
          label: t("portal.column.country"),
          values: filter.country,
          options: withChosen(
            facets.countries
              .map((one) => ({ ...one, label: nameOfCountry(one.value) }))
              .sort((a, b) => a.label.localeCompare(b.label, locale)),
            filter.country,
            nameOfCountry,
          ),
        },
      ]}
    >
      <Section id="given" title={t("honours.given")} when={given.length > 0}>
        <p>{t("honours.givenText")}</p>
        <Given c={c} rows={given} />
        <p class="meta">{t("honours.atRiskNote")}</p>
      </Section>
      <Section id="received" title={t("honours.received")} when={received.length > 0}>
        <Received c={c} rows={received} />
      </Section>
      <Section id="claims" title={t("honours.claims")} when={claims.length > 0}>
        <p>{t("honours.claimsText")}</p>
        <Claims c={c} rows={claims} />
      </Section>
    </ListPage>,
  );
}

function nameColumn(c: PageContext, label: string): Column<HonourListed> {
  return {
    label,
    heading: true,
    cell: (row) => (
      <>
        <RecordLink c={c} kind="honour" record={row} /> <DemoBadge demo={row.demo} t={c.get("t")} />
      </>
    ),
  };
}

const Given: Of = ({ c, rows }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const columns: Column<HonourListed>[] = [
    nameColumn(c, t("honours.column.who")),
    {
      label: t("honours.column.kind"),
      cell: (row) => `${choice(t, "honour.recipient", row.recipient)}${row.posthumous ? `, ${t("honours.posthumous")}` : ""}`,
    },
    { label: t("portal.column.country"), cell: (row) => row.country && <Text value={row.country.name} locale={locale} /> },
    {
      label: t("portal.column.state"),
      cell: (row) => <span class={row.state === "withdrawn" ? "badge" : "nowrap"}>{choice(t, "honour.state", row.state)}</span>,
    },
    {
      label: t("honours.column.dates"),
      cell: (row) => (
        <>
          {steps(t, row).map((step, i) => (
            <>
              {i > 0 && <br />}
              {step}
            </>
          ))}
          {row.state === "withdrawn" && (
            <>
              {`${t("common.colon")} `}
              <Text value={row.withdrawal} locale={locale} />
            </>
          )}
        </>
      ),
    },
  ];
  return <Table caption={t("honours.given")} hideCaption columns={columns} rows={rows} />;
};

const receivedOn = (c: PageContext): Column<HonourListed> => ({
  label: c.get("t")("honours.column.date"),
  cell: (row) => row.receivedOn && <span class="nowrap">{date(row.receivedOn, c.get("locale"))}</span>,
});

const Received: Of = ({ c, rows }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Table
      caption={t("honours.received")}
      hideCaption
      rows={rows}
      columns={[
        nameColumn(c, t("honours.column.what")),
        receivedOn(c),
        {
          label: t("honours.column.giver"),
          cell: (row) =>
            plain(row.giver, locale) ? <Text value={row.giver} locale={locale} /> : <span class="muted">{t("honours.noGiver")}</span>,
        },
      ]}
    />
  );
};

/** Each with the very words and where they stand: what a claim has instead of a measure. */
const Claims: Of = ({ c, rows }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Table
      caption={t("honours.claims")}
      hideCaption
      rows={rows}
      columns={[
        nameColumn(c, t("honours.column.claim")),
        { label: t("honours.column.words"), cell: (row) => row.quote && <ShortQuote text={row.quote} source={row.source} /> },
        receivedOn(c),
        { label: t("honours.column.source"), cell: (row) => row.source && <Text value={row.source.name} locale={locale} /> },
      ]}
    />
  );
};
