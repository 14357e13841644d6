import type { FC } from "hono/jsx";
import type { TrancheOfGrant } from "../../funding/grant/store.ts";
import { paymentMoves, recoveryMoves } from "../../funding/payment/states.ts";
import type { PaymentRow, RecoveryRow } from "../../funding/payment/store.ts";
import { openMoves, whoIs } from "../../funding/states.ts";
import { date, money } from "../../ui/format.ts";
import { Table } from "../../ui/table.tsx";
import type { OfficeContext } from "../env.ts";
import { When } from "../when.tsx";
import { MoveButton } from "./small-form.tsx";

/** The payment requests of a grant: who asked, checked, ordered; and what may be done next. */
export const Payments: FC<{ c: OfficeContext; rows: PaymentRow[]; tranches: TrancheOfGrant[]; currency: string }> = ({
  c,
  rows,
  tranches,
  currency,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (rows.length === 0) return <p class="muted">{t("grants.payments.none")}</p>;
  const who = whoIs(c.get("officer"));
  const trancheOf = (row: PaymentRow) => tranches.find(({ id }) => id === row.tranche);
  const moves = new Map(
    rows.map((row) => [
      row.id,
      openMoves(paymentMoves, row.state, who, {
        conditionMet: trancheOf(row)?.met ?? false,
        sameAsChecker: row.checkedBy === c.get("officer").id,
      }),
    ]),
  );
  return (
    <Table
      caption={t("grants.payments")}
      hideCaption
      class="dense"
      rows={rows}
      columns={[
        {
          label: t("grants.tranche"),
          heading: true,
          cell: (row) => `${trancheOf(row)?.year ?? ""}, ${t.dynamic(`choice.schedule.tranches.condition.${trancheOf(row)?.condition}`)}`,
        },
        { label: t("grants.amount"), numeric: true, cell: (row) => money(row.amountCents, currency, locale) },
        { label: t("grants.state"), cell: (row) => t.dynamic(`state.payment.${row.state}`) },
        {
          label: t("grants.payment.steps"),
          cell: (row) => (
            <ul class="plain">
              <li>
                {t("grants.payment.requestedBy", { name: row.requestedName })} <When at={row.requestedAt} locale={locale} />
              </li>
              {row.checkedAt && (
                <li>
                  {t("grants.payment.checkedBy", { name: row.checkedName! })} <When at={row.checkedAt} locale={locale} />
                </li>
              )}
              {row.orderedAt && (
                <li>
                  {t("grants.payment.orderedBy", { name: row.orderedName!, order: row.orderNumber! })}{" "}
                  <When at={row.orderedAt} locale={locale} />
                </li>
              )}
              {row.paidOn && <li>{t("grants.payment.paidOn", { day: date(row.paidOn, locale) })}</li>}
              {row.reason && <li>{row.reason}</li>}
            </ul>
          ),
        },
        ...([...moves.values()].some((open) => open.length > 0)
          ? [{ label: t("grants.act"), cell: (row: PaymentRow) => <PaymentActs c={c} row={row} moves={moves.get(row.id)!} /> }]
          : []),
      ]}
    />
  );
};

const PaymentActs: FC<{ c: OfficeContext; row: PaymentRow; moves: { name: string; reason: boolean; blocked: string | undefined }[] }> = ({
  c,
  row,
  moves,
}) => {
  const t = c.get("t");
  return (
    <>
      {moves.map((move) => {
        if ((move.name === "order" || move.name === "pay") && !move.blocked) {
          const [field, type] = move.name === "order" ? (["orderNumber", "text"] as const) : (["paidOn", "date"] as const);
          const id = `${field}-${row.id}`;
          return (
            <form method="post" class="move">
              <input type="hidden" name="payment" value={row.id} />
              <div class="form-field">
                <label for={id}>{t.dynamic(`field.payment.${field}`)}</label>
                <input id={id} type={type} name={field} required />
              </div>
              <button type="submit" name="do" value={move.name}>
                {t.dynamic(`move.payment.${move.name}`)}
              </button>
            </form>
          );
        }
        return <MoveButton c={c} subject="payment" move={move} hidden={{ payment: row.id }} />;
      })}
    </>
  );
};

/** Money that was asked back. */
export const Recoveries: FC<{ c: OfficeContext; rows: RecoveryRow[]; currency: string }> = ({ c, rows, currency }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (rows.length === 0) return <p class="muted">{t("grants.recoveries.none")}</p>;
  const who = whoIs(c.get("officer"));
  return (
    <Table
      caption={t("grants.recoveries")}
      hideCaption
      class="dense"
      rows={rows}
      columns={[
        { label: t("field.orderedOn"), heading: true, cell: (row) => date(row.orderedOn, locale) },
        { label: t("grants.amount"), numeric: true, cell: (row) => money(row.amountCents, currency, locale) },
        { label: t("grants.reason"), cell: (row) => row.reason },
        {
          label: t("grants.state"),
          cell: (row) => `${t.dynamic(`state.recovery.${row.state}`)}${row.receivedOn ? `, ${date(row.receivedOn, locale)}` : ""}`,
        },
        {
          label: t("grants.act"),
          cell: (row) =>
            openMoves(recoveryMoves, row.state, who, undefined).map((move) => (
              <form method="post" class="move">
                <input type="hidden" name="recovery" value={row.id} />
                {move.name === "receive" && (
                  <div class="form-field">
                    <label for={`received-${row.id}`}>{t("field.receivedOn")}</label>
                    <input id={`received-${row.id}`} type="date" name="receivedOn" required />
                  </div>
                )}
                <button
                  type="submit"
                  name="do"
                  value={move.name === "cancel" ? "cancelRecovery" : move.name}
                  class={move.name === "cancel" ? "quiet" : undefined}
                >
                  {t.dynamic(`move.recovery.${move.name}`)}
                </button>
              </form>
            )),
        },
      ]}
    />
  );
};
