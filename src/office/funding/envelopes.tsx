import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { adjustEnvelope, openEnvelope, setGauge, transferCredits } from "../../funding/envelope/actions.ts";
import { boundedSources } from "../../funding/envelope/law-store.ts";
import { adjustForm, envelopeForm, type Gauge as GaugeRow, gaugeForm, transferForm } from "../../funding/envelope/rules.ts";
import { type EnvelopeListed, fundingYears, listEnvelopes, listGauges } from "../../funding/envelope/store.ts";
import { may } from "../../platform/accounts/rights.ts";
import { dayOf } from "../../platform/instants.ts";
import { money, share } from "../../ui/format.ts";
import { Gauge } from "../../ui/gauge.tsx";
import { Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { formOptions } from "../form-options.ts";
import { OfficeLayout } from "../layout.tsx";
import { only } from "../refused.tsx";
import { PATH, showEnvelope } from "./envelope-page.tsx";
import { done, doneNotice, RefusalNotice } from "./refusal.tsx";
import { FormSection, type Given, kindOfForm, readSmallForm, refusalOf, uuidParam } from "./small-form.tsx";

/** Envelopes by year, programme and source, under the gauges of the law; each with every movement of its money. */
export function envelopePages(app: Hono<OfficeEnv>): void {
  app.use("/enveloppes/*", only("envelope.read"));
  app.get("/enveloppes", (c) => showAll(c));
  app.post("/enveloppes", only("envelope.manage"), async (c) => {
    const sent = await readSmallForm(c);
    const { db } = c.get("services");
    const done =
      sent.act === "gauge"
        ? await setGauge(db, sent.input(kindOfForm(gaugeForm)), c.get("officer"))
        : await openEnvelope(db, sent.input(kindOfForm(envelopeForm)), c.get("officer"));
    if (!done.ok) return showAll(c, { form: sent.act, values: sent.values, refusal: done });
    return c.redirect(`${PATH}?annee=${sent.one(`${sent.act}.year`)}&fait=${sent.act}`, 303);
  });
  app.get("/enveloppes/:id", (c) => showEnvelope(c));
  app.post("/enveloppes/:id", only("envelope.manage"), async (c) => {
    const id = uuidParam(c);
    if (!id) return c.notFound();
    const sent = await readSmallForm(c);
    const { db } = c.get("services");
    const done =
      sent.act === "transfer"
        ? await transferCredits(db, id, sent.input(kindOfForm(transferForm)), c.get("officer"))
        : await adjustEnvelope(db, id, sent.input(kindOfForm(adjustForm)), c.get("officer"));
    if (!done.ok) return showEnvelope(c, { form: sent.act, values: sent.values, refusal: done });
    return c.redirect(`${PATH}/${id}?fait=${sent.act}`, 303);
  });
}

async function showAll(c: OfficeContext, given?: Given): Promise<Response> {
  const { db, city } = c.get("services");
  const years = await fundingYears(db);
  const thisYear = Number(dayOf(new Date()).slice(0, 4));
  const year = Number(c.req.query("annee")) || (years.includes(thisYear) ? thisYear : (years[0] ?? thisYear));
  const [envelopes, gauges, options, bounded] = await Promise.all([
    listEnvelopes(db, { year }),
    listGauges(db, year),
    formOptions(db, kindOfForm(envelopeForm), c.get("locale")),
    boundedSources(db),
  ]);
  const [t, locale] = [c.get("t"), c.get("locale")];
  const first = (bounded.find(({ source }) => city.gaugeCaps[source] !== undefined) ?? bounded[0])?.source;
  const finance = may(c.get("officer"), "envelope.manage");
  const sourceName = (source: string) => options["terms budget-source"]?.find(({ value }) => value === source)?.label ?? source;
  return c.html(
    <OfficeLayout c={c} title={t("grants.envelopes")} notice={doneNotice(c, `grants.done.${done(c)}`)}>
      <h1>
        {t("grants.envelopes")} {year}
      </h1>
      <RefusalNotice c={c} refusal={refusalOf(given, finance ? [] : ["gauge", "envelope"])} />
      <form method="get" action={PATH} class="row-form">
        <label for="annee">{t("grants.year")}</label>
        <select id="annee" name="annee">
          {[...new Set([...years, thisYear, thisYear + 1, year])]
            .sort((a, b) => b - a)
            .map((one) => (
              <option value={one} selected={one === year}>
                {one}
              </option>
            ))}
        </select>
        <button type="submit">{t("common.filter")}</button>
      </form>
      <h2>{t("grants.gauges")}</h2>
      {bounded.length > 0 && (
        <p class="hint">
          {[...Map.groupBy(bounded, ({ perMille }) => perMille)]
            .map(([perMille, sources]) =>
              t("grants.gauges.share", {
                share: share(perMille / 10, locale),
                sources: new Intl.ListFormat(locale).format(sources.map(({ source }) => sourceName(source))),
                articles: [...new Set(sources.map(({ article }) => article))].join(", "),
              }),
            )
            .join(" ")}{" "}
          {t("grants.gauges.cap")}
        </p>
      )}
      {gauges.length === 0 ? (
        <p class="muted">{t("grants.gauges.none", { year: String(year) })}</p>
      ) : (
        <ul class="gauges">
          {gauges.map((one) => (
            <li>
              <h3>{sourceName(one.source)}</h3>
              <LegalGauge c={c} gauge={one} />
            </li>
          ))}
        </ul>
      )}
      <h2>{t("grants.envelopes.of", { year: String(year) })}</h2>
      {envelopes.length === 0 ? (
        <p class="muted">{t("grants.envelopes.none", { year: String(year) })}</p>
      ) : (
        <EnvelopeTable c={c} rows={envelopes} />
      )}
      {finance && (
        <div class="office-columns">
          {first && (
            <FormSection
              title={t("grants.gauge.enter")}
              c={c}
              name="gauge"
              kind={kindOfForm(gaugeForm)}
              submit={t("grants.gauge.save")}
              options={{ "reference bounded-source": bounded.map(({ source }) => ({ value: source, label: sourceName(source) })) }}
              given={given}
              initial={{ year, source: first, revenueBasis: "forecast", capCents: (first && city.gaugeCaps[first]) ?? null }}
            />
          )}
          <FormSection
            title={t("grants.envelope.open")}
            c={c}
            name="envelope"
            kind={kindOfForm(envelopeForm)}
            submit={t("grants.envelope.save")}
            options={options}
            given={given}
            initial={{ year }}
          />
        </div>
      )}
    </OfficeLayout>,
    given?.refusal ? 422 : 200,
  );
}

const LegalGauge: FC<{ c: OfficeContext; gauge: GaugeRow }> = ({ c, gauge }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <>
      <Gauge
        parts={[{ label: t("grants.sum.scheduled"), cents: gauge.committedCents, tone: "committed" }]}
        limitCents={gauge.limitCents}
        limitLabel={t("grants.gauge.limit")}
        freeLabel={t("grants.sum.free")}
        currency="EUR"
        locale={locale}
      />
      <p class="hint">
        {t(gauge.revenueBasis === "final" ? "grants.gauge.basisFinal" : "grants.gauge.basisForecast", {
          amount: money(gauge.revenueCents, "EUR", locale),
        })}
        {gauge.capCents !== null && ` ${t("grants.gauge.cap", { amount: money(gauge.capCents, "EUR", locale) })}`}
      </p>
    </>
  );
};

const EnvelopeTable: FC<{ c: OfficeContext; rows: EnvelopeListed[] }> = ({ c, rows }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const sum = (key: "aeCents" | "cpCents" | "reservedCents" | "votedCents" | "committedCents" | "scheduledCents" | "paidCents") =>
    money(
      rows.reduce((total, row) => total + row[key], 0),
      rows[0]!.currency,
      locale,
    );
  const amount = (
    label: string,
    key: "aeCents" | "cpCents" | "reservedCents" | "votedCents" | "committedCents" | "scheduledCents" | "paidCents",
  ) => ({
    label,
    numeric: true,
    cell: (row: EnvelopeListed) => money(row[key], row.currency, locale),
  });
  return (
    <Table
      caption={t("grants.envelopes.caption")}
      class="dense"
      rows={rows}
      columns={[
        {
          label: t("grants.programme"),
          heading: true,
          cell: (row) => (
            <a href={`${PATH}/${row.id}`}>
              <Text value={row.programmeName} locale={locale} />
            </a>
          ),
        },
        { label: t("grants.source"), cell: (row) => plain(row.sourceName, locale) },
        amount(t("grants.sum.ae"), "aeCents"),
        amount(t("grants.sum.reserved"), "reservedCents"),
        amount(t("grants.sum.voted"), "votedCents"),
        amount(t("grants.sum.committed"), "committedCents"),
        {
          label: t("grants.sum.free"),
          numeric: true,
          cell: (row) => money(row.aeCents - row.reservedCents - row.votedCents - row.committedCents, row.currency, locale),
        },
        amount(t("grants.sum.cp"), "cpCents"),
        amount(t("grants.sum.scheduled"), "scheduledCents"),
        amount(t("grants.sum.paid"), "paidCents"),
      ]}
      foot={
        <tr>
          <th scope="row" colspan={2}>
            {t("grants.total")}
          </th>
          <td class="number">{sum("aeCents")}</td>
          <td class="number">{sum("reservedCents")}</td>
          <td class="number">{sum("votedCents")}</td>
          <td class="number">{sum("committedCents")}</td>
          <td />
          <td class="number">{sum("cpCents")}</td>
          <td class="number">{sum("scheduledCents")}</td>
          <td class="number">{sum("paidCents")}</td>
        </tr>
      }
    />
  );
};
