import type { FC } from "hono/jsx";
import type { ConventionRow } from "../funding/grant/convention-store.ts";
import type { GrantRecord, TrancheOfGrant } from "../funding/grant/store.ts";
import type { PaymentRow } from "../funding/payment/store.ts";
import type { ReportRow } from "../funding/report/store.ts";
import { dayOf } from "../platform/instants.ts";
import type { Problem } from "../register/record/kind.ts";
import { writeCents } from "../register/record/numbers.ts";
import { date, money } from "../ui/format.ts";
import { Text } from "../ui/text.tsx";
import { fileHref } from "./addresses.ts";
import type { SpaceContext } from "./env.ts";
import type { OpenFile } from "./facts.ts";
import { ErrorSummary, type Form, Refused, SelectField, TextField } from "./forms.tsx";

export const GrantSection: FC<{
  c: SpaceContext;
  file: OpenFile;
  grant: GrantRecord;
  conventions: ConventionRow[];
  tranches: Payable[];
  payments: PaymentRow[];
  reports: ReportRow[];
  shown: GrantShown;
}> = ({ c, file, grant, conventions, tranches, payments, reports, shown }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const amount = (cents: number) => money(cents, grant.currency, locale);
  const sent = conventions.filter(({ state, document }) => document && (state === "sent" || state === "signed"));
  return (
    <section id="grant">
      <h2>{t("space.grant.title")}</h2>
      <dl class="facts">
        <div>
          <dt>{t("space.grant.amount")}</dt>
          <dd>{amount(grant.amountCents)}</dd>
        </div>
        <div>
          <dt>{t("space.grant.state")}</dt>
          <dd>{t.dynamic(`state.grant.${grant.state}`)}</dd>
        </div>
        <div>
          <dt>{t("space.grant.vote")}</dt>
          <dd>{[grant.deliberationReference, grant.votedOn && date(grant.votedOn, locale)].filter(Boolean).join(", ")}</dd>
        </div>
        {grant.reason && (
          <div>
            <dt>{t("space.reason")}</dt>
            <dd>{grant.reason}</dd>
          </div>
        )}
      </dl>
      {sent.map((convention) => (
        <Convention c={c} file={file} convention={convention} shown={shown} />
      ))}
      {tranches.length > 0 && (
        <>
          <h3>{t("space.grant.payments")}</h3>
          <div class="table-scroll" role="group" tabindex={0} aria-label={t("space.grant.payments")}>
            <table>
              <caption class="visually-hidden">{t("space.grant.payments")}</caption>
              <thead>
                <tr>
                  <th scope="col">{t("space.grant.tranche")}</th>
                  <th scope="col">{t("space.grant.when")}</th>
                  <th scope="col" class="number">
                    {t("space.grant.amount")}
                  </th>
                  <th scope="col" class="number">
                    {t("space.grant.paid")}
                  </th>
                </tr>
              </thead>
              <tbody>
                {tranches.map((tranche) => (
                  <tr>
                    <th scope="row">
                      {tranche.position + 1}{" "}
                      <span class="hint">
                        <Text value={tranche.sourceName ?? {}} locale={locale} />
                      </span>
                    </th>
                    <td>
                      {tranche.year}, {t.dynamic(`choice.schedule.tranches.condition.${tranche.condition}`)}
                    </td>
                    <td class="number">{amount(tranche.amountCents)}</td>
                    <td class="number">{amount(tranche.paidCents)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {payments.length > 0 && (
            <ul class="sent-files">
              {payments.map((payment) => (
                <li>
                  {amount(payment.amountCents)} <span class="badge">{t.dynamic(`state.payment.${payment.state}`)}</span>{" "}
                  <span class="hint">
                    {payment.paidOn
                      ? t("space.grant.paidOn", { day: date(payment.paidOn, locale) })
                      : t("space.grant.askedBy", { name: payment.requestedName })}
                    {payment.reason && ` · ${payment.reason}`}
                  </span>
                </li>
              ))}
            </ul>
          )}
          <PaymentRequest c={c} file={file} grant={grant} tranches={tranches} shown={shown} />
        </>
      )}
      {reports.length > 0 && (
        <>
          <h3>{t("space.grant.reports")}</h3>
          <ul class="sent-files">
            {reports.map((report) => {
              const late = ["expected", "certifying", "to_complete"].includes(report.state) && report.dueOn < dayOf(c.get("arrivedAt"));
              return (
                <li>
                  <a href={fileHref(file.file.id, "rapports", report.id)}>{t.dynamic(`report.type.${report.type}`)}</a>{" "}
                  <span class="badge">{t.dynamic(`state.report.${report.state}`)}</span>{" "}
                  <span class={late ? "problem" : "hint"}>
                    {t(late ? "space.report.late" : "space.report.due", { day: date(report.dueOn, locale) })}
                  </span>
                  {report.state === "to_complete" && report.note && <span class="pre"> {report.note}</span>}
                </li>
              );
            })}
          </ul>
        </>
      )}
    </section>
  );
};

const Convention: FC<{ c: SpaceContext; file: OpenFile; convention: ConventionRow; shown: GrantShown }> = ({
  c,
  file,
  convention,
  shown,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const own = shown.at === convention.id;
  const form: Form = { t, problems: own ? (shown.problems ?? []) : [] };
  const toSign = convention.state === "sent" && convention.beneficiarySignedOn === null;
  const action = fileHref(file.file.id, "conventions", convention.id);
  const label = (path: string) => t.dynamic(`space.sign.${path}`);
  return (
    <article class="piece">
      <h3>{convention.number === 0 ? t("space.sign.convention") : t("space.sign.amendment", { number: convention.number })}</h3>
      <p>
        <a href={action}>{t("space.sign.read")}</a> <span class="badge">{t.dynamic(`state.convention.${convention.state}`)}</span>
      </p>
      {convention.beneficiarySignedOn && (
        <p>{t("space.sign.bySelf", { name: convention.beneficiarySignatory ?? "", day: date(convention.beneficiarySignedOn, locale) })}</p>
      )}
      {convention.citySignedOn && (
        <p>{t("space.sign.byCity", { name: convention.citySignatory ?? "", day: date(convention.citySignedOn, locale) })}</p>
      )}
      {toSign && file.standing !== "representative" && <p>{t("space.sign.onlyRepresentative")}</p>}
      {toSign && file.standing === "representative" && (
        <form method="post" action={action} enctype="multipart/form-data" class="narrow-form">
          <p>{t("space.sign.text")}</p>
          {own && shown.refused && <Refused words={shown.refused} />}
          <ErrorSummary form={form} labelOf={label} />
          <TextField
            form={form}
            path="signatory"
            label={label("signatory")}
            value={(own && shown.values?.signatory) || c.get("person").name}
            maxlength={160}
            must
          />
          <TextField
            form={form}
            path="signedOn"
            label={label("signedOn")}
            type="date"
            value={(own && shown.values?.signedOn) || dayOf(c.get("arrivedAt"))}
            must
          />
          <div class="form-field">
            <label for="f-file">{label("file")}</label>
            <input id="f-file" type="file" name="file" accept=".pdf" required />
          </div>
          <button type="submit">{t("space.sign.do")}</button>
        </form>
      )}
    </article>
  );
};

/** A request for what is left of a tranche whose condition is met. */
const PaymentRequest: FC<{ c: SpaceContext; file: OpenFile; grant: GrantRecord; tranches: Payable[]; shown: GrantShown }> = ({
  c,
  file,
  grant,
  tranches,
  shown,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const open = tranches.filter(({ amountCents, requestedCents }) => amountCents > requestedCents);
  if (grant.state !== "committed" || open.length === 0)
    return grant.state === "committed" ? <></> : <p class="hint">{t("space.pay.notYet")}</p>;
  if (file.standing !== "representative") return <p class="hint">{t("space.pay.onlyRepresentative")}</p>;
  const own = shown.at === "payment";
  const form: Form = { t, problems: own ? (shown.problems ?? []) : [], currency: grant.currency };
  const left = (tranche: Payable) => tranche.amountCents - tranche.requestedCents;
  const first = open.find(({ met }) => met) ?? open[0]!;
  return (
    <form method="post" action={fileHref(file.file.id, "paiements")} class="narrow-form">
      <h4>{t("space.pay.title")}</h4>
      {own && shown.refused && <Refused words={shown.refused} />}
      <ErrorSummary form={form} labelOf={(path) => t(path === "tranche" ? "space.grant.tranche" : "space.grant.amount")} />
      <SelectField
        form={form}
        path="tranche"
        label={t("space.grant.tranche")}
        hint={t("space.pay.hint")}
        value={(own && shown.values?.tranche) || first.id}
        options={open.map((tranche) => ({
          value: tranche.id,
          label: `${tranche.position + 1} (${tranche.year}) : ${money(left(tranche), grant.currency, locale)}${tranche.met ? "" : `, ${t("space.pay.waits")}`}`,
        }))}
      />
      <TextField
        form={form}
        path="amountCents"
        label={t("space.grant.amount")}
        inputmode="decimal"
        value={(own && shown.values?.amountCents) || writeCents(left(first), locale)}
      />
      <button type="submit">{t("space.pay.do")}</button>
    </form>
  );
};

/** What the page of a file says of the grant when a form of it was refused. */
export interface GrantShown {
  refused?: string;
  problems?: Problem[];
  values?: Record<string, string>;
  /** Which form: a convention, or "payment". */
  at?: string;
}

export interface Payable extends TrancheOfGrant {
  met: boolean;
}
