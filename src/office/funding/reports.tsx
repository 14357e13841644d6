import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { mayFollow } from "../../funding/assessment/visible-store.ts";
import { findGrant } from "../../funding/grant/store.ts";
import { paymentsOf } from "../../funding/payment/store.ts";
import { moveReport } from "../../funding/report/actions.ts";
import { type AccountLine, difference, needsExplanation, totalsOf, unusedCents } from "../../funding/report/rules.ts";
import { reportMoves } from "../../funding/report/states.ts";
import { filesOfReport, findReport, type ReportListed, type ReportRow, reportsToFollow } from "../../funding/report/store.ts";
import { openMoves, whoIs } from "../../funding/states.ts";
import { dayOf } from "../../platform/instants.ts";
import { Facts } from "../../ui/facts.tsx";
import { count, date, instant, money, share } from "../../ui/format.ts";
import { KeptFileLink } from "../../ui/kept-file.tsx";
import { Table } from "../../ui/table.tsx";
import { plain } from "../../ui/text.tsx";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";
import { officeFileHref } from "../preview.ts";
import { only } from "../refused.tsx";
import { When } from "../when.tsx";
import { done, doneNotice, RefusalNotice } from "./refusal.tsx";
import { type Given, MoveButton, readSmallForm, refusalOf, uuidParam } from "./small-form.tsx";

const PATH = "/bureau/rapports";

/** Reports: late, to read, due soon; and each with what it says against what was foreseen. */
export function reportPages(app: Hono<OfficeEnv>): void {
  app.use("/rapports/*", only("report.judge"));
  app.get("/rapports", async (c) => {
    const [t] = [c.get("t")];
    const on = dayOf(new Date());
    const { late, toRead, soon } = await reportsToFollow(c.get("services").db, on);
    return c.html(
      <OfficeLayout c={c} title={t("grants.reports")} notice={doneNotice(c, `grants.done.${done(c)}`)}>
        <h1>{t("grants.reports")}</h1>
        <FollowTable
          c={c}
          title={t("grants.reports.toRead", { count: toRead.length })}
          rows={toRead}
          none={t("grants.reports.toRead.none")}
        />
        <FollowTable c={c} title={t("grants.reports.late", { count: late.length })} rows={late} none={t("grants.reports.late.none")} />
        <FollowTable c={c} title={t("grants.reports.soon", { count: soon.length })} rows={soon} none={t("grants.reports.soon.none")} />
      </OfficeLayout>,
    );
  });
  app.get("/rapports/:id", (c) => showOne(c));
  app.post("/rapports/:id", async (c) => {
    const id = uuidParam(c);
    if (!id || !(await reportOf(c))) return c.notFound();
    const sent = await readSmallForm(c);
    const { db, content } = c.get("services");
    const done = await moveReport(db, id, sent.act as "accept", c.get("officer"), { note: sent.one("reason") });
    if (!done.ok) return showOne(c, { form: sent.act, values: sent.values, refusal: done });
    await content.touch();
    return c.redirect(`${PATH}/${id}?fait=${sent.act}`, 303);
  });
}

const FollowTable: FC<{ c: OfficeContext; title: string; rows: ReportListed[]; none: string }> = ({ c, title, rows, none }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <section>
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <p class="muted">{none}</p>
      ) : (
        <Table
          caption={title}
          hideCaption
          class="dense"
          rows={rows}
          columns={[
            { label: t("grants.number"), cell: (row) => <a href={`/bureau/suivi/${row.grant}`}>{row.number}</a> },
            { label: t("grants.beneficiary"), heading: true, cell: (row) => plain(row.organisationName, locale) },
            { label: t("field.title"), cell: (row) => row.object },
            { label: t("grants.report"), cell: (row) => <a href={`${PATH}/${row.id}`}>{t.dynamic(`report.type.${row.type}`)}</a> },
            { label: t("field.dueOn"), cell: (row) => date(row.dueOn, locale) },
            { label: t("grants.state"), cell: (row) => t.dynamic(`state.report.${row.state}`) },
            { label: t("grants.reminders"), numeric: true, cell: (row) => row.reminders },
          ]}
        />
      )}
    </section>
  );
};

/** The reports that a grant owes. */
export const ReportTable: FC<{ c: OfficeContext; rows: ReportRow[]; on: string }> = ({ c, rows, on }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const waited = (row: ReportRow) => row.state === "expected" || row.state === "certifying" || row.state === "to_complete";
  return (
    <Table
      caption={t("grants.reports")}
      hideCaption
      class="dense"
      rows={rows}
      columns={[
        {
          label: t("grants.report"),
          heading: true,
          cell: (row) => <a href={`${PATH}/${row.id}`}>{t.dynamic(`report.type.${row.type}`)}</a>,
        },
        {
          label: t("field.dueOn"),
          cell: (row) =>
            waited(row) && row.dueOn < on ? <strong>{`${date(row.dueOn, locale)} (${t("grants.late")})`}</strong> : date(row.dueOn, locale),
        },
        { label: t("grants.state"), cell: (row) => t.dynamic(`state.report.${row.state}`) },
        { label: t("grants.report.sent"), cell: (row) => (row.sentAt ? `${row.sentName}, ${instant(row.sentAt, locale)}` : "–") },
        {
          label: t("grants.report.certified"),
          cell: (row) => (row.certifiedAt ? `${row.certifiedName}, ${instant(row.certifiedAt, locale)}` : "–"),
        },
      ]}
    />
  );
};

/** The report in the address, unless the person has declared an interest in its grant. */
async function reportOf(c: OfficeContext): Promise<ReportRow | undefined> {
  const { db } = c.get("services");
  const id = uuidParam(c);
  const report = id ? await findReport(db, id) : undefined;
  return report && (await mayFollow(db, c.get("officer"), report.grant)) ? report : undefined;
}

async function showOne(c: OfficeContext, given?: Given): Promise<Response> {
  const { db } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const report = await reportOf(c);
  if (!report) return c.notFound();
  const [grant, files, payments] = await Promise.all([
    findGrant(db, report.grant),
    filesOfReport(db, report.id),
    paymentsOf(db, report.grant),
  ]);
  const moves = openMoves(reportMoves, report.state, whoIs(c.get("officer")), { complete: true, sameAsSender: false });
  const title = `${t.dynamic(`report.type.${report.type}`)}, ${grant!.number}`;
  const content = report.content as Record<string, any>;
  const accounts = (content.accounts ?? []) as AccountLine[];
  const paid = payments.filter(({ state }) => state === "paid").reduce((sum, one) => sum + one.amountCents, 0);
  const unused = report.type === "financial" ? unusedCents(accounts, grant!.amountCents, paid) : 0;
  return c.html(
    <OfficeLayout c={c} title={title} notice={doneNotice(c, `grants.done.${done(c)}`)}>
      <p>
        <a href={PATH}>{t("grants.reports")}</a> · <a href={`/bureau/suivi/${report.grant}`}>{grant!.number}</a>
      </p>
      <h1>{title}</h1>
      <RefusalNotice c={c} refusal={refusalOf(given, ["accept", "ask", "waive"])} />
      <Facts
        facts={[
          [t("grants.state"), <strong>{t.dynamic(`state.report.${report.state}`)}</strong>],
          [t("field.dueOn"), date(report.dueOn, locale)],
          [t("grants.beneficiary"), plain(grant!.organisationName, locale)],
          [t("field.title"), grant!.object],
          [
            t("grants.report.sent"),
            report.sentAt && (
              <>
                {report.sentName}, <When at={report.sentAt} locale={locale} />
              </>
            ),
          ],
          [
            t("grants.report.certified"),
            report.certifiedAt && (
              <>
                {report.certifiedName}, <When at={report.certifiedAt} locale={locale} />
              </>
            ),
          ],
          [t("grants.note"), report.note],
        ]}
      />
      {moves.length > 0 && (
        <section class="moves">
          <h2>{t("grants.next")}</h2>
          {moves.map((move) => (
            <MoveButton c={c} subject="report" move={move} />
          ))}
        </section>
      )}
      {report.type === "financial" && accounts.length > 0 && (
        <>
          <h2>{t("grants.accounts")}</h2>
          <Accounts c={c} lines={accounts} currency={grant!.currency} />
          {unused > 0 && <p class="notice">{t("grants.accounts.unused", { amount: money(unused, grant!.currency, locale) })}</p>}
        </>
      )}
      {["achieved", "beneficiaries", "difficulties", "sustainability", "rules"].map(
        (field) =>
          content[field] && (
            <section>
              <h2>{t.dynamic(`field.report.${field}`)}</h2>
              <p class="as-typed">{content[field]}</p>
            </section>
          ),
      )}
      {(content.indicators ?? []).length > 0 && (
        <>
          <h2>{t("grants.indicators")}</h2>
          <Table
            caption={t("grants.indicators")}
            hideCaption
            class="dense"
            rows={
              content.indicators as {
                label: string;
                unit: string | null;
                target: number | null;
                actual: number | null;
                actualOn: string | null;
                evidence: string | null;
              }[]
            }
            columns={[
              { label: t("field.report.indicators.label"), heading: true, cell: (row) => row.label },
              { label: t("field.unit"), cell: (row) => row.unit ?? "" },
              { label: t("field.target"), numeric: true, cell: (row) => (row.target === null ? "–" : count(row.target, locale)) },
              { label: t("field.actual"), numeric: true, cell: (row) => (row.actual === null ? "–" : count(row.actual, locale)) },
              { label: t("field.report.indicators.actualOn"), cell: (row) => (row.actualOn ? date(row.actualOn, locale) : "–") },
              { label: t("field.report.indicators.evidence"), cell: (row) => row.evidence ?? "" },
            ]}
          />
        </>
      )}
      {files.length > 0 && (
        <>
          <h2>{t("grants.documents")}</h2>
          <ul>
            {files.map((file) => (
              <li>
                <KeptFileLink t={t} file={file} href={officeFileHref(file.file)} tellsFinds />
              </li>
            ))}
          </ul>
        </>
      )}
    </OfficeLayout>,
    given?.refusal ? 422 : 200,
  );
}

/** Forecast, actual, difference in money and in per cent (Cerfa 15059). */
const Accounts: FC<{ c: OfficeContext; lines: AccountLine[]; currency: string }> = ({ c, lines, currency }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const totals = totalsOf(lines);
  const gap = (line: Pick<AccountLine, "forecastCents" | "actualCents">) => {
    const { cents, percent } = difference(line);
    return `${money(cents, currency, locale)}${percent === null ? "" : ` (${share(percent, locale)})`}`;
  };
  return (
    <>
      {(["expense", "resource"] as const).map((side) => (
        <Table
          caption={t.dynamic(`choice.report.accounts.side.${side}`)}
          class="dense"
          rows={lines.filter((line) => line.side === side)}
          columns={[
            { label: t("field.report.indicators.label"), heading: true, cell: (row) => row.label },
            { label: t("field.forecastCents"), numeric: true, cell: (row) => money(row.forecastCents, currency, locale) },
            { label: t("field.actualCents"), numeric: true, cell: (row) => money(row.actualCents, currency, locale) },
            {
              label: t("grants.difference"),
              numeric: true,
              cell: (row) => (needsExplanation(row) ? <strong>{gap(row)}</strong> : gap(row)),
            },
            { label: t("field.explanation"), cell: (row) => row.explanation ?? "" },
          ]}
          foot={
            <tr>
              <th scope="row">{t("grants.total")}</th>
              <td class="number">{money(totals[side].forecastCents, currency, locale)}</td>
              <td class="number">{money(totals[side].actualCents, currency, locale)}</td>
              <td class="number">{gap(totals[side])}</td>
              <td />
            </tr>
          }
        />
      ))}
    </>
  );
};
