import type { Hono } from "hono";
import { z } from "zod";
import type { Outcome } from "../../funding/acts.ts";
import { editSchedule, moveGrant } from "../../funding/grant/actions.ts";
import { abandonConvention, draftAmendment, draftConvention, recordSignature, sendConvention } from "../../funding/grant/conventions.ts";
import { conventionDocument } from "../../funding/grant/document.ts";
import { amendmentForm, scheduleForm, signatureForm } from "../../funding/grant/rules.ts";
import { grantStates } from "../../funding/grant/states.ts";
import { GRANTS_PER_PAGE, type GrantFilter, type GrantListed, listGrants } from "../../funding/grant/store.ts";
import { movePayment, moveRecovery, orderRecovery, requestPayment } from "../../funding/payment/actions.ts";
import { paymentForm, recoveryForm } from "../../funding/payment/rules.ts";
import { dayOf } from "../../platform/instants.ts";
import { FilterForm } from "../../ui/filter-form.tsx";
import { date, money } from "../../ui/format.ts";
import { Pagination } from "../../ui/pagination.tsx";
import { Table } from "../../ui/table.tsx";
import { Text } from "../../ui/text.tsx";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";
import { only } from "../refused.tsx";
import { keepUploads } from "../uploads.ts";
import { followed, PATH, showGrant } from "./grant-page.tsx";
import { done, doneNotice } from "./refusal.tsx";
import { kindOfForm, readSmallForm } from "./small-form.tsx";

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
  app.get("/suivi/:id", (c) => showGrant(c));
  app.post("/suivi/:id", only("grant.follow", "payment.order"), async (c) => {
    const id = await followed(c);
    if (!id) return c.notFound();
    const sent = await readSmallForm(c);
    if (sent.given) return showGrant(c, sent.given);
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
    if (!done.ok) return showGrant(c, { form: sent.act, values: sent.values, refusal: done });
    await content.touch();
    return c.redirect(`${PATH}/${id}?fait=${sent.act}`, 303);
  });
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
