import type { Child, FC } from "hono/jsx";
import { commitmentsOf, endedStates, type PublicGrant, scheduleByYear } from "../../funding/public/rules.ts";
import { date, money, share } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { Table } from "../../ui/table.tsx";
import { Text } from "../../ui/text.tsx";
import { Bar } from "../register/parts/bar.tsx";
import { RecordLink, Section } from "../register/parts/frame.tsx";
import { Results } from "../register/parts/results.tsx";
import type { AwardWithGrant } from "./load.ts";

type Part = FC<{ c: PageContext; grant: PublicGrant }>;

const percent = (part: number, whole: number, locale: string) => share(Math.round((part / whole) * 1_000) / 10, locale);

/** The five totals of a grant, from the request to what came back, each with what it means. */
export const GrantTotals: Part = ({ c, grant }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const write = (cents: number) => money(cents, grant.currency, locale);
  const { askedCents, votedCents, agreedCents, paidCents, recoveredCents, totalCents } = grant;
  const ended = endedStates.includes(grant.state);
  const left = agreedCents - paidCents;
  const rows: { name: string; cents: number; text: Child }[] = [
    { name: t("award.total.asked"), cents: askedCents, text: t("award.total.asked.text") },
    { name: t("award.total.voted"), cents: votedCents, text: t("award.total.voted.text") },
    { name: t("award.total.agreed"), cents: agreedCents, text: t(agreedCents > 0 ? "award.total.agreed.text" : "award.total.agreed.none") },
    {
      name: t("award.total.paid"),
      cents: paidCents,
      text:
        agreedCents === 0 ? (
          t("award.total.paid.none")
        ) : (
          <>
            {t("award.total.paid.text", { share: percent(paidCents, agreedCents, locale) })}{" "}
            {left > 0 && t(ended ? "award.total.unpaid" : "award.total.left", { amount: write(left) })}
          </>
        ),
    },
    {
      name: t("award.total.recovered"),
      cents: recoveredCents,
      text: t(recoveredCents > 0 ? "award.total.recovered.text" : "award.total.recovered.none"),
    },
  ];
  const highest = Math.max(1, ...rows.map(({ cents }) => cents));
  return (
    <Section id="totals" title={t("award.totals")}>
      <Table
        caption={t("award.totals")}
        hideCaption
        class="grant-totals"
        rows={rows}
        columns={[
          {
            label: t("award.totals.what"),
            heading: true,
            cell: ({ name, text }) => (
              <>
                {name}
                <br />
                <span class="row-note">{text}</span>
              </>
            ),
          },
          { label: t("portal.column.amount"), numeric: true, cell: ({ cents }) => <strong class="nowrap">{write(cents)}</strong> },
          { label: <span class="visually-hidden">{t("portal.column.bar")}</span>, cell: ({ cents }) => <Bar part={cents / highest} /> },
        ]}
      />
      {totalCents > 0 && (
        <p class="meta">{t("award.total.cost", { amount: write(totalCents), share: percent(votedCents, totalCents, locale) })}</p>
      )}
    </Section>
  );
};

const steps = ["submitted", "voted", "executory", "signed", "committed", "firstPaid", "closed"] as const;

/** The dates of a grant in their order, each with what happens then; those to come too. */
export const GrantDates: Part = ({ c, grant }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const ended = endedStates.includes(grant.state);
  return (
    <Section id="dates" title={t("award.dates")}>
      <ol class="grant-dates">
        {steps.map((step) => {
          const on = grant[`${step}On`];
          return (
            <li class={on ? undefined : "grant-date-open"}>
              <p class="grant-date">
                {on ? (
                  <time datetime={on}>{date(on, locale)}</time>
                ) : (
                  <span class="muted">{t(ended ? "award.date.never" : "award.date.toCome")}</span>
                )}
              </p>
              <p>
                <strong>{t.dynamic(`award.date.${step}`)}</strong>
                <br />
                <span class="meta">{t.dynamic(`award.date.${step}.text`)}</span>
              </p>
            </li>
          );
        })}
      </ol>
    </Section>
  );
};

/** The schedule by year and budget source, with what is paid of each line; then each payment and recovery. */
export const GrantSchedule: Part = ({ c, grant }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const write = (cents: number) => money(cents, grant.currency, locale);
  const lines = scheduleByYear(grant);
  const sum = (of: "amountCents" | "paidCents") => write(lines.reduce((total, line) => total + line[of], 0));
  const movements = [
    ...grant.payments.map(({ paidOn, amountCents }) => ({ on: paidOn, cents: amountCents, what: t("award.payment") })),
    ...grant.recoveries.map(({ receivedOn, amountCents }) => ({ on: receivedOn, cents: -amountCents, what: t("award.recovery") })),
  ].sort((a, b) => (a.on < b.on ? -1 : 1));
  return (
    <>
      <Section id="schedule" title={t("portal.awards.schedule")} when={lines.length > 0}>
        <Table
          caption={t("portal.awards.schedule")}
          hideCaption
          class="grant-schedule"
          rows={lines}
          foot={
            <tr>
              <th scope="row">{t("portal.awards.total")}</th>
              <td></td>
              <td class="number">{sum("amountCents")}</td>
              <td class="number">{sum("paidCents")}</td>
              <td></td>
            </tr>
          }
          columns={[
            { label: t("portal.column.year"), heading: true, cell: ({ year }) => String(year) },
            { label: t("portal.column.budgetSource"), cell: ({ sourceName }) => <Text value={sourceName} locale={locale} /> },
            { label: t("award.column.planned"), numeric: true, cell: ({ amountCents }) => write(amountCents) },
            { label: t("award.column.paid"), numeric: true, cell: ({ paidCents }) => write(paidCents) },
            {
              label: t("award.column.condition"),
              cell: ({ conditions }) =>
                conditions.map((condition) => t.dynamic(`award.condition.${condition}`)).join(`${t("common.semicolon")} `),
            },
          ]}
        />
      </Section>
      <Section id="payments" title={t("award.payments")} when={movements.length > 0}>
        <Table
          caption={t("award.payments")}
          hideCaption
          rows={movements}
          columns={[
            { label: t("portal.column.date"), heading: true, cell: ({ on }) => <span class="nowrap">{date(on, locale)}</span> },
            { label: t("portal.column.kind"), cell: ({ what }) => what },
            { label: t("portal.column.amount"), numeric: true, cell: ({ cents }) => write(cents) },
          ]}
        />
      </Section>
    </>
  );
};

/** The convention and its amendments: when each was signed, the amount it sets, what it changes. */
export const GrantConventions: Part = ({ c, grant }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const changes = new Map(commitmentsOf(grant).map(({ number, cents }) => [number, cents]));
  return (
    <Section id="amendments" title={t("award.amendments")} when={grant.conventions.length > 0}>
      <Table
        caption={t("award.amendments")}
        hideCaption
        rows={grant.conventions}
        columns={[
          {
            label: t("award.convention"),
            heading: true,
            cell: ({ number }) => (number === 0 ? t("award.convention") : t("award.amendment", { number })),
          },
          { label: t("award.column.signedOn"), cell: ({ signedOn }) => <span class="nowrap">{date(signedOn, locale)}</span> },
          { label: t("award.column.amountSet"), numeric: true, cell: ({ amountCents }) => money(amountCents, grant.currency, locale) },
          {
            label: t("award.column.difference"),
            numeric: true,
            cell: ({ number }) => (number === 0 ? "" : money(changes.get(number) ?? 0, grant.currency, locale)),
          },
          { label: t("award.column.endsOn"), cell: ({ endsOn }) => endsOn && <span class="nowrap">{date(endsOn, locale)}</span> },
        ]}
      />
    </Section>
  );
};

/** The reports that are due, and those accepted. */
export const GrantReports: Part = ({ c, grant }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const accepted = grant.reports.filter((report) => report.accepted).length;
  return (
    <Section id="reports" title={t("award.reports")} when={grant.reports.length > 0}>
      <p>{t("award.reports.text", { accepted, due: grant.reports.length })}</p>
      <Table
        caption={t("award.reports")}
        hideCaption
        rows={grant.reports}
        columns={[
          { label: t("award.column.report"), heading: true, cell: ({ type }) => t.dynamic(`award.report.${type}`) },
          { label: t("award.column.dueOn"), cell: ({ dueOn }) => <span class="nowrap">{date(dueOn, locale)}</span> },
          {
            label: t("portal.column.state"),
            cell: (report) =>
              report.acceptedOn ? (
                <span class="nowrap">{t("award.report.accepted", { date: date(report.acceptedOn, locale) })}</span>
              ) : (
                <span class="muted">{t("award.report.waited")}</span>
              ),
          },
        ]}
      />
    </Section>
  );
};

/** The results of the project beside what was paid for them. */
export const GrantResults: FC<{ c: PageContext; data: AwardWithGrant; grant: PublicGrant }> = ({ c, data, grant }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Section id="results" title={t("award.results")} when={data.project !== null}>
      <p>{t("award.results.text", { paid: money(grant.paidCents - grant.recoveredCents, grant.currency, locale) })}</p>
      {data.results.length > 0 ? <Results c={c} results={data.results} /> : <p class="muted">{t("award.results.none")}</p>}
      <p>
        {t("award.results.project")}
        {t("data.colon")} <RecordLink c={c} kind="project" record={data.project} />
      </p>
    </Section>
  );
};

/** The facts that the platform adds to those of the register. */
export function grantFacts(c: PageContext, grant: PublicGrant): [Child, Child | undefined | false][] {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { edition, startsOn, endsOn } = grant;
  return [
    [t("award.state"), <strong>{t.dynamic(`award.state.${grant.state}`)}</strong>],
    [
      t("award.edition"),
      edition && (
        <a href={href(locale, "edition", { id: edition.id })}>
          <Text value={edition.name} locale={locale} />
        </a>
      ),
    ],
    [t("award.number"), grant.number],
    [t("award.period"), startsOn && endsOn && `${date(startsOn, locale)} – ${date(endsOn, locale)}`],
  ];
}
