import type { Hono } from "hono";
import { z } from "zod";
import { paymentStates } from "../../funding/payment/states.ts";
import { listPayments, type PaymentListed } from "../../funding/payment/store.ts";
import { date, money } from "../../ui/format.ts";
import { Table } from "../../ui/table.tsx";
import { plain } from "../../ui/text.tsx";
import type { OfficeEnv } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";
import { only } from "../refused.tsx";
import { When } from "../when.tsx";

const PATH = "/bureau/paiements";

/** Payments by state, the oldest first: what waits for an officer's check, for an order, for the public accountant. */
export function paymentPages(app: Hono<OfficeEnv>): void {
  app.use("/paiements/*", only("payment.read"));
  app.get("/paiements", async (c) => {
    const [t, locale] = [c.get("t"), c.get("locale")];
    const officer = c.get("officer");
    const state = z
      .enum(paymentStates)
      .catch(officer.role === "finance" ? "checked" : "requested")
      .parse(c.req.query("etat"));
    const rows = await listPayments(c.get("services").db, state);
    return c.html(
      <OfficeLayout c={c} title={t("grants.payments")}>
        <h1>{t("grants.payments")}</h1>
        <nav aria-label={t("grants.state")} class="tabs">
          <ul>
            {paymentStates.map((one) => (
              <li>
                <a href={`${PATH}?etat=${one}`} aria-current={one === state ? "page" : undefined}>
                  {t.dynamic(`state.payment.${one}`)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {rows.length === 0 ? (
          <p class="muted">{t("grants.payments.noneHere")}</p>
        ) : (
          <Table
            caption={t.dynamic(`state.payment.${state}`)}
            hideCaption
            class="dense"
            rows={rows}
            columns={[
              { label: t("grants.number"), cell: (row: PaymentListed) => <a href={`/bureau/suivi/${row.grant}`}>{row.number}</a> },
              { label: t("grants.beneficiary"), heading: true, cell: (row) => plain(row.organisationName, locale) },
              { label: t("field.title"), cell: (row) => row.object },
              { label: t("grants.amount"), numeric: true, cell: (row) => money(row.amountCents, row.currency, locale) },
              { label: t("grants.year"), cell: (row) => row.year },
              { label: t("grants.payment.asked"), cell: (row) => <When at={row.requestedAt} locale={locale} /> },
              { label: t("field.payment.orderNumber"), cell: (row) => row.orderNumber ?? "–" },
              { label: t("field.payment.paidOn"), cell: (row) => (row.paidOn ? date(row.paidOn, locale) : "–") },
            ]}
          />
        )}
      </OfficeLayout>,
    );
  });
}
