import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { z } from "zod";
import type { Outcome } from "../../funding/acts.ts";
import { mayFollow } from "../../funding/assessment/visible-store.ts";
import { editSchedule, moveGrant } from "../../funding/grant/actions.ts";
import { type ConventionRow, conventionsOf } from "../../funding/grant/convention-store.ts";
import { abandonConvention, draftAmendment, draftConvention, recordSignature, sendConvention } from "../../funding/grant/conventions.ts";
import { conventionDocument } from "../../funding/grant/document.ts";
import { amendmentForm, proRataCents, scheduleForm, signatureForm } from "../../funding/grant/rules.ts";
import { grantMoves, grantStates } from "../../funding/grant/states.ts";
import {
  findGrant,
  GRANTS_PER_PAGE,
  type GrantFilter,
  type GrantListed,
  type GrantRecord,
  grantFacts,
  listGrants,
  sourcesOf,
  tranchesOf,
} from "../../funding/grant/store.ts";
import { movePayment, moveRecovery, orderRecovery, requestPayment } from "../../funding/payment/actions.ts";
import { paymentForm, recoveryForm } from "../../funding/payment/rules.ts";
import { paymentsOf, recoveriesOf } from "../../funding/payment/store.ts";
import { reportsOfGrant } from "../../funding/report/store.ts";
import { openMoves, whoIs } from "../../funding/states.ts";
import { dayOf } from "../../platform/instants.ts";
import { historyOf } from "../../register/record/history.ts";
import type { Kind } from "../../register/record/kind.ts";
import { Facts } from "../../ui/facts.tsx";
import { FilterForm } from "../../ui/filter-form.tsx";
import { date, money } from "../../ui/format.ts";
import { Pagination } from "../../ui/pagination.tsx";
import { hrefOfRecord } from "../../ui/paths.ts";
import { Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { HistoryFile } from "../journal/history-file.tsx";
import { OfficeLayout } from "../layout.tsx";
import { officeFileHref } from "../preview.ts";
import { only } from "../refused.tsx";
import { keepUploads } from "../uploads.ts";
import { When } from "../when.tsx";
import { Payments, Recoveries } from "./payment-tables.tsx";
import { done, doneNotice, RefusalNotice } from "./refusal.tsx";
import { ReportTable } from "./reports.tsx";
import { type Given, MoveButton, readSmallForm, refusalOf, SmallForm, uuidParam } from "./small-form.tsx";

const PATH = "/bureau/suivi";
const kindOfForm = (form: unknown) => form as Kind;
const filterSchema = z.object({
  etat: z.enum(grantStates).optional().catch(undefined),
  retard: z.literal("1").optional().catch(undefined),
  q: z.string().trim().min(1).max(200).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});

/** Grants from the vote to their closing: convention, schedule, payments, reports. */
export function grantPages(app: Hono<OfficeEnv>): void {
  app.use("/suivi/*", only("grant.read"));
  app.get("/suivi", (c) => showAll(c));
  app.get("/suivi/:id", (c) => showOne(c));
  app.post("/suivi/:id", only("grant.follow", "payment.order"), async (c) => {
    const id = await followed(c);
    if (!id) return c.notFound();
    const sent = await readSmallForm(c);
    if (sent.given) return showOne(c, sent.given);
    const services = c.get("services");
    const { db, content } = services;
    const by = c.get("officer");
    const on = dayOf(new Date());
    const run = async (): Promise<Outcome> => {
      switch (sent.act) {
        case "schedule":
          return editSchedule(db, id, Number(sent.one("version")), sent.input(kindOfForm(scheduleForm)), by);
        case "convention":
          return draftConvention(db, id, by);
        case "amendment":
          return draftAmendment(db, id, sent.input(kindOfForm(amendmentForm)), by);
        case "send": {
          const document = await conventionDocument(services, sent.one("convention"), c.get("locale"));
          return document.ok ? sendConvention(db, sent.one("convention"), document.sha256, by) : document;
        }
        case "abandon":
          return abandonConvention(db, sent.one("convention"), by);
        case "sign": {
          const problems = await keepUploads(services, signatureForm.fields, sent.values, sent.files, {
            by: c.get("officer"),
            locale: c.get("locale"),
            prefix: "sign.",
          });
          if (problems.length > 0)
            return { ok: false, reason: "invalid", problems: problems.map((one) => ({ ...one, path: one.path.replace(/^sign\./, "") })) };
          return recordSignature(db, sent.one("convention"), sent.input(kindOfForm(signatureForm)), by, { on });
        }
        case "payment":
          return requestPayment(db, id, sent.input(kindOfForm(paymentForm)), by);
        case "check":
        case "order":
        case "pay":
        case "reject":
          return movePayment(
            db,
            sent.one("payment"),
            sent.act,
            { orderNumber: sent.one("orderNumber"), paidOn: sent.one("paidOn"), reason: sent.one("reason") },
            by,
            on,
          );
        case "recovery":
          return orderRecovery(db, id, sent.input(kindOfForm(recoveryForm)), by);
        case "receive":
        case "cancelRecovery":
          return moveRecovery(
            db,
            sent.one("recovery"),
            sent.act === "receive" ? "receive" : "cancel",
            { receivedOn: sent.one("receivedOn") },
            by,
            on,
          );
        default:
          return moveGrant(db, id, sent.act, by, { reason: sent.one("reason") });
      }
    };
    const done = await run();
    if (!done.ok) return showOne(c, { form: sent.act, values: sent.values, refusal: done });
    content.touch();
    return c.redirect(`${PATH}/${id}?fait=${sent.act}`, 303);
  });
}

/** The grant in the address, unless the person has declared an interest in it. */
async function followed(c: OfficeContext): Promise<string | undefined> {
  const id = uuidParam(c);
  return id && (await mayFollow(c.get("services").db, c.get("officer"), id)) ? id : undefined;
}

const addressOf = (filter: Partial<GrantFilter>): string => {
  const { q, state, late, page = 1 } = filter;
  const entries = Object.entries({ q, etat: state, retard: late ? "1" : undefined, page: page > 1 ? String(page) : undefined });
  const search = new URLSearchParams(entries.filter((entry): entry is [string, string] => entry[1] !== undefined)).toString();
  return PATH + (search ? `?${search}` : "");
};

async function showAll(c: OfficeContext): Promise<Response> {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { etat: state, retard, q, page } = filterSchema.parse(c.req.query());
  const filter: GrantFilter = { state, late: retard === "1", q, page };
  const { rows, total } = await listGrants(c.get("services").db, filter, dayOf(new Date()), c.get("officer"));
  const active = [
    ...(q ? [{ label: `« ${q} »`, without: addressOf({ ...filter, q: undefined, page: 1 }) }] : []),
    ...(state ? [{ label: t.dynamic(`state.grant.${state}`), without: addressOf({ ...filter, state: undefined, page: 1 }) }] : []),
    ...(filter.late ? [{ label: t("grants.late"), without: addressOf({ ...filter, late: false, page: 1 }) }] : []),
  ];
  return c.html(
    <OfficeLayout c={c} title={t("grants.grants")} notice={doneNotice(c, `grants.done.${done(c)}`)}>
      <h1>{t("grants.grants")}</h1>
      <FilterForm
        c={c as never}
        action={PATH}
        label={t("common.filter")}
        clear={PATH}
        active={active}
        fields={[
          { type: "search", name: "q", label: t("grants.words"), value: q },
          {
            type: "select",
            name: "etat",
            label: t("grants.state"),
            value: state,
            empty: t("grants.all"),
            options: grantStates.map((one) => ({ value: one, label: t.dynamic(`state.grant.${one}`) })),
          },
          {
            type: "select",
            name: "retard",
            label: t("grants.reports"),
            value: retard,
            empty: t("grants.all"),
            options: [{ value: "1", label: t("grants.late") }],
          },
        ]}
      />
      {rows.length === 0 ? (
        <p class="muted">{t("grants.grants.none")}</p>
      ) : (
        <Table
          caption={t("grants.grants.count", { count: total })}
          class="dense"
          rows={rows}
          columns={[
            { label: t("grants.number"), cell: (row: GrantListed) => <a href={`${PATH}/${row.id}`}>{row.number}</a> },
            { label: t("grants.beneficiary"), heading: true, cell: (row) => <Text value={row.organisationName} locale={locale} /> },
            { label: t("field.title"), cell: (row) => row.object },
            { label: t("grants.amount"), numeric: true, cell: (row) => money(row.amountCents, row.currency, locale) },
            { label: t("grants.sum.paid"), numeric: true, cell: (row) => money(row.paidCents, row.currency, locale) },
            { label: t("field.votedOn"), cell: (row) => date(row.votedOn, locale) },
            { label: t("grants.state"), cell: (row) => t.dynamic(`state.grant.${row.state}`) },
            {
              label: t("grants.nextReport"),
              cell: (row) =>
                row.nextReportOn ? (
                  row.late ? (
                    <strong>{`${date(row.nextReportOn, locale)} (${t("grants.late")})`}</strong>
                  ) : (
                    date(row.nextReportOn, locale)
                  )
                ) : (
                  "–"
                ),
            },
          ]}
        />
      )}
      <Pagination
        c={c as never}
        page={page}
        pages={Math.ceil(total / GRANTS_PER_PAGE)}
        hrefOf={(one) => addressOf({ ...filter, page: one })}
      />
    </OfficeLayout>,
  );
}

async function showOne(c: OfficeContext, given?: Given): Promise<Response> {
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
        <details open={given?.form === "schedule"}>
          <summary>{t("grants.schedule.edit")}</summary>
          <SmallForm
            c={c}
            name="schedule"
            kind={kindOfForm(scheduleForm)}
            submit={t("grants.save")}
            options={sourceOptions}
            given={given}
            initial={{ startsOn: grant.startsOn, endsOn: grant.endsOn, tranches: lines }}
            hidden={{ version: grant.version }}
          />
        </details>
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
        <details open={given?.form === "amendment"}>
          <summary>{t("grants.amendment.draft")}</summary>
          <SmallForm
            c={c}
            name="amendment"
            kind={kindOfForm(amendmentForm)}
            submit={t("grants.amendment.do")}
            options={sourceOptions}
            given={given}
            initial={{ endsOn: grant.endsOn, tranches: lines }}
            note={t("grants.amendment.note")}
          />
        </details>
      )}
      <h2>{t("grants.payments")}</h2>
      <Payments c={c} rows={payments} tranches={tranches} currency={grant.currency} />
      {officer && grant.state === "committed" && open.length > 0 && (
        <details open={given?.form === "payment"}>
          <summary>{t("grants.payment.request")}</summary>
          <SmallForm
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
        </details>
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
            <details open={given?.form === "recovery"}>
              <summary>{t("grants.recovery.order")}</summary>
              <SmallForm
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
            </details>
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

const Conventions: FC<{ c: OfficeContext; rows: ConventionRow[]; grant: GrantRecord; given: Given | undefined; officer: boolean }> = ({
  c,
  rows,
  grant,
  given,
  officer,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (rows.length === 0) return <p class="muted">{t("grants.conventions.none")}</p>;
  const signature = (on: string | null, by: string | null, evidence: string | null, file: string | null) =>
    on && (
      <>
        {by}, {date(on, locale)}
        {evidence && ` (${evidence})`}
        {file && (
          <>
            {" "}
            <a href={officeFileHref(file)}>{t("grants.convention.signedFile")}</a>
          </>
        )}
      </>
    );
  return (
    <>
      {rows.map((one) => (
        <article class="record">
          <h3>{one.number === 0 ? t("grants.convention") : t("grants.amendment", { number: one.number })}</h3>
          <Facts
            facts={[
              [t("grants.state"), t.dynamic(`state.convention.${one.state}`)],
              [t("grants.amount"), money(one.amountCents, grant.currency, locale)],
              [t("field.endsOn"), one.endsOn && date(one.endsOn, locale)],
              [t("field.reasons"), one.reasons],
              [t("grants.document"), one.document && <a href={officeFileHref(one.document)}>{t("grants.convention.pdf")}</a>],
              [
                t("grants.signed.beneficiary"),
                signature(one.beneficiarySignedOn, one.beneficiarySignatory, one.beneficiaryEvidence, one.beneficiaryFile),
              ],
              [t("grants.signed.city"), signature(one.citySignedOn, one.citySignatory, one.cityEvidence, one.cityFile)],
            ]}
          />
          {officer && one.state === "draft" && (
            <form method="post" class="row-form">
              <input type="hidden" name="convention" value={one.id} />
              <button type="submit" name="do" value="send">
                {t("grants.convention.send")}
              </button>
              <button type="submit" name="do" value="abandon" class="quiet">
                {t("grants.convention.abandon")}
              </button>
            </form>
          )}
          {officer && one.state === "sent" && (
            <>
              <SmallForm
                c={c}
                name="sign"
                kind={kindOfForm(signatureForm)}
                submit={t("grants.convention.sign")}
                given={given}
                initial={{ party: one.beneficiarySignedOn ? "city" : "beneficiary" }}
                hidden={{ convention: one.id }}
                note={t("grants.convention.signNote")}
                multipart
              />
              <form method="post">
                <input type="hidden" name="convention" value={one.id} />
                <p>
                  <button type="submit" name="do" value="abandon" class="quiet">
                    {t("grants.convention.abandon")}
                  </button>
                </p>
              </form>
            </>
          )}
        </article>
      ))}
    </>
  );
};
