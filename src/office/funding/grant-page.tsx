import type { FC } from "hono/jsx";
import { mayFollow } from "../../funding/assessment/visible-store.ts";
import { conventionsOf } from "../../funding/grant/convention-store.ts";
import { amendmentForm, proRataCents, scheduleForm } from "../../funding/grant/rules.ts";
import { grantMoves } from "../../funding/grant/states.ts";
import { findGrant, type GrantRecord, grantFacts, sourcesOf, tranchesOf } from "../../funding/grant/store.ts";
import { paymentForm, recoveryForm } from "../../funding/payment/rules.ts";
import { paymentsOf, recoveriesOf } from "../../funding/payment/store.ts";
import { reportsOfGrant } from "../../funding/report/store.ts";
import { openMoves, whoIs } from "../../funding/states.ts";
import { dayOf } from "../../platform/instants.ts";
import { historyOf } from "../../register/record/history.ts";
import { Facts } from "../../ui/facts.tsx";
import { date, money } from "../../ui/format.ts";
import { hrefOfRecord } from "../../ui/paths.ts";
import { Table } from "../../ui/table.tsx";
import { plain } from "../../ui/text.tsx";
import type { OfficeContext } from "../env.ts";
import { HistoryFile } from "../journal/history-file.tsx";
import { OfficeLayout } from "../layout.tsx";
import { When } from "../when.tsx";
import { Conventions } from "./grant-conventions.tsx";
import { Payments, Recoveries } from "./payment-tables.tsx";
import { done, doneNotice, RefusalNotice } from "./refusal.tsx";
import { ReportTable } from "./reports.tsx";
import { FoldedForm, type Given, kindOfForm, MoveButton, refusalOf, uuidParam } from "./small-form.tsx";

export const PATH = "/bureau/suivi";

/** The grant in the address, unless the person has declared an interest in it. */
export async function followed(c: OfficeContext): Promise<string | undefined> {
  const id = uuidParam(c);
  return id && (await mayFollow(c.get("services").db, c.get("officer"), id)) ? id : undefined;
}

export async function showGrant(c: OfficeContext, given?: Given): Promise<Response> {
  const { db } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const id = await followed(c);
  const grant = id && (await findGrant(db, id));
  if (!grant) return c.notFound();
  const on = dayOf(new Date());
  const [facts, sources, tranches, conventions, payments, recoveries, reports, history] = await Promise.all([
    grantFacts(db, grant.id, on),
    sourcesOf(db, grant.id),
    tranchesOf(db, grant.id),
    conventionsOf(db, grant.id),
    paymentsOf(db, grant.id),
    recoveriesOf(db, grant.id),
    reportsOfGrant(db, grant.id),
    historyOf(db, "grant", grant.id, 100),
  ]);
  const who = whoIs(c.get("officer"));
  const officer = who.includes("officer");
  const finance = who.includes("finance");
  const moves = openMoves(grantMoves, grant.state, who, facts).filter(({ name }) => name !== "sign");
  const paidCents = payments.filter(({ state }) => state === "paid").reduce((sum, one) => sum + one.amountCents, 0);
  const firstPaid = payments
    .flatMap(({ paidOn }) => (paidOn ? [paidOn] : []))
    .sort()
    .at(0);
  const sourceNames = new Map([...sources, ...tranches].map((one) => [one.source, plain(one.sourceName ?? {}, locale) || one.source]));
  const open = tranches.filter((one) => one.amountCents > one.requestedCents);
  const lines = tranches
    .filter(({ amountCents }) => amountCents > 0)
    .map(({ year, source, condition, amountCents }) => ({ year, source, condition, amountCents }));
  const sourceOptions = { "reference source-voted": sources.map(({ source }) => ({ value: source, label: sourceNames.get(source)! })) };
  return c.html(
    <OfficeLayout c={c} title={`${grant.number} · ${grant.object}`} notice={doneNotice(c, `grants.done.${done(c)}`)}>
      <p>
        <a href={PATH}>{t("grants.grants")}</a>
      </p>
      <h1>
        {grant.number} · {grant.object}
      </h1>
      <RefusalNotice
        c={c}
        refusal={refusalOf(given, [
          "convention",
          "send",
          "abandon",
          "check",
          "order",
          "pay",
          "reject",
          "receive",
          "cancelRecovery",
          ...Object.keys(grantMoves[grant.state]),
        ])}
      />
      <Summary c={c} grant={grant} paidCents={paidCents} firstPaid={firstPaid} />
      {moves.length > 0 && (
        <section class="moves">
          <h2>{t("grants.next")}</h2>
          {moves.map((move) => (
            <MoveButton c={c} subject="grant" move={move} />
          ))}
        </section>
      )}
      <h2>{t("grants.schedule")}</h2>
      <Table
        caption={t("grants.schedule")}
        hideCaption
        class="dense"
        rows={tranches.filter(({ amountCents, requestedCents }) => amountCents > 0 || requestedCents > 0)}
        columns={[
          { label: t("grants.year"), heading: true, cell: (row) => row.year },
          {
            label: t("grants.source"),
            cell: (row) =>
              row.envelope ? <a href={`/bureau/enveloppes/${row.envelope}`}>{sourceNames.get(row.source)}</a> : sourceNames.get(row.source),
          },
          {
            label: t("field.schedule.tranches.condition"),
            cell: (row) => t.dynamic(`choice.schedule.tranches.condition.${row.condition}`),
          },
          { label: t("grants.amount"), numeric: true, cell: (row) => money(row.amountCents, grant.currency, locale) },
          { label: t("grants.sum.requested"), numeric: true, cell: (row) => money(row.requestedCents, grant.currency, locale) },
          { label: t("grants.sum.paid"), numeric: true, cell: (row) => money(row.paidCents, grant.currency, locale) },
        ]}
      />
      {officer && (grant.state === "voted" || grant.state === "signed") && (
        <FoldedForm
          title={t("grants.schedule.edit")}
          c={c}
          name="schedule"
          kind={kindOfForm(scheduleForm)}
          submit={t("grants.save")}
          options={sourceOptions}
          given={given}
          initial={{ startsOn: grant.startsOn, endsOn: grant.endsOn, tranches: lines }}
          hidden={{ version: grant.version }}
        />
      )}
      <h2>{t("grants.conventions")}</h2>
      <Conventions c={c} rows={conventions} grant={grant} given={given} officer={officer} />
      {officer && grant.state === "voted" && !conventions.some(({ state }) => state === "draft" || state === "sent") && (
        <form method="post">
          <p>
            <button type="submit" name="do" value="convention">
              {t("grants.convention.draft")}
            </button>
          </p>
        </form>
      )}
      {officer && (grant.state === "committed" || grant.state === "suspended") && (
        <FoldedForm
          title={t("grants.amendment.draft")}
          c={c}
          name="amendment"
          kind={kindOfForm(amendmentForm)}
          submit={t("grants.amendment.do")}
          options={sourceOptions}
          given={given}
          initial={{ endsOn: grant.endsOn, tranches: lines }}
          note={t("grants.amendment.note")}
        />
      )}
      <h2>{t("grants.payments")}</h2>
      <Payments c={c} rows={payments} tranches={tranches} currency={grant.currency} />
      {officer && grant.state === "committed" && open.length > 0 && (
        <FoldedForm
          title={t("grants.payment.request")}
          c={c}
          name="payment"
          kind={kindOfForm(paymentForm)}
          submit={t("grants.payment.request")}
          options={{
            "reference tranche": open.map((one) => ({
              value: one.id,
              label: `${one.year}, ${sourceNames.get(one.source)}, ${t.dynamic(`choice.schedule.tranches.condition.${one.condition}`)} (${money(one.amountCents - one.requestedCents, grant.currency, locale)})`,
            })),
          }}
          given={given}
          initial={{ tranche: open[0]!.id, amountCents: open[0]!.amountCents - open[0]!.requestedCents }}
        />
      )}
      <h2>{t("grants.reports")}</h2>
      {reports.length === 0 ? <p class="muted">{t("grants.reports.none")}</p> : <ReportTable c={c} rows={reports} on={on} />}
      {(recoveries.length > 0 || paidCents > 0) && (
        <>
          <h2>{t("grants.recoveries")}</h2>
          {grant.state === "withdrawn" && grant.startsOn && grant.endsOn && (
            <p class="notice">
              {t("grants.proRata", { amount: money(proRataCents(paidCents, grant.startsOn, grant.endsOn, on), grant.currency, locale) })}
            </p>
          )}
          <Recoveries c={c} rows={recoveries} currency={grant.currency} />
          {(officer || finance) && paidCents > 0 && (
            <FoldedForm
              title={t("grants.recovery.order")}
              c={c}
              name="recovery"
              kind={kindOfForm(recoveryForm)}
              submit={t("grants.recovery.order")}
              options={{
                "reference envelope": [
                  ...new Map(
                    tranches.filter(({ paidCents: paid, envelope }) => paid > 0 && envelope).map((one) => [one.envelope!, one]),
                  ).values(),
                ].map((one) => ({ value: one.envelope!, label: `${one.year}, ${sourceNames.get(one.source)}` })),
              }}
              given={given}
              initial={{ orderedOn: on }}
            />
          )}
        </>
      )}
      <h2>{t("grants.history")}</h2>
      <HistoryFile c={c} href={`${PATH}/${grant.id}/historique.pdf`} />
      <ol class="timeline">
        {history.map((entry) => (
          <li>
            <When at={entry.at} locale={locale} /> {t.dynamic(`act.grant.${entry.action}`)}, {entry.actorName}
          </li>
        ))}
      </ol>
    </OfficeLayout>,
    given?.refusal ? 422 : 200,
  );
}

const Summary: FC<{ c: OfficeContext; grant: GrantRecord; paidCents: number; firstPaid: string | undefined }> = ({
  c,
  grant,
  paidCents,
  firstPaid,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const day = (value: string | null | undefined) => value && date(value, locale);
  return (
    <Facts
      facts={[
        [t("grants.state"), <strong>{t.dynamic(`state.grant.${grant.state}`)}</strong>],
        [t("grants.reason"), grant.reason],
        [t("grants.beneficiary"), <a href={`/bureau/organismes/${grant.organisation}`}>{plain(grant.organisationName, locale)}</a>],
        [t("grants.programme"), plain(grant.programmeName, locale)],
        [t("grants.amount"), money(grant.amountCents, grant.currency, locale)],
        [t("grants.sum.paid"), money(paidCents, grant.currency, locale)],
        [
          t("grants.deliberation"),
          <a href={`/bureau/deliberations/${grant.deliberation}`}>
            {grant.deliberationReference}, {day(grant.votedOn)}
          </a>,
        ],
        [t("field.executoryOn"), day(grant.executoryOn)],
        [t("grants.signedOn"), day(grant.signedOn)],
        [t("grants.committedOn"), day(grant.committedOn)],
        [t("api.write.commitmentNumber"), grant.commitmentNumber],
        [t("grants.firstPaidOn"), day(firstPaid)],
        [t("grants.project.dates"), grant.startsOn && grant.endsOn && `${day(grant.startsOn)} – ${day(grant.endsOn)}`],
        [t("grants.closedOn"), day(grant.closedOn)],
        [t("grants.application"), <a href={`/bureau/dossiers/${grant.application}`}>{grant.number}</a>],
        [t("grants.publicPage"), <a href={hrefOfRecord(locale, "award", grant.award)}>{t("grants.publicPage.see")}</a>],
      ]}
    />
  );
};
