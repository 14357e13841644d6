import type { FC } from "hono/jsx";
import { adjustForm, transferForm } from "../../funding/envelope/rules.ts";
import { type EnvelopeListed, findEnvelope, listEnvelopes, type MovementRow, movementsOf } from "../../funding/envelope/store.ts";
import { may } from "../../platform/accounts/rights.ts";
import { Facts } from "../../ui/facts.tsx";
import { money } from "../../ui/format.ts";
import { Gauge } from "../../ui/gauge.tsx";
import { Table } from "../../ui/table.tsx";
import { plain } from "../../ui/text.tsx";
import type { OfficeContext } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";
import { When } from "../when.tsx";
import { done, doneNotice, RefusalNotice } from "./refusal.tsx";
import { FormSection, type Given, kindOfForm, refusalOf, SmallForm, uuidParam } from "./small-form.tsx";

export const PATH = "/bureau/enveloppes";

export async function showEnvelope(c: OfficeContext, given?: Given): Promise<Response> {
  const { db } = c.get("services");
  const id = uuidParam(c);
  const envelope = id && (await findEnvelope(db, id));
  if (!envelope) return c.notFound();
  const before = Number(c.req.query("avant")) || undefined;
  const [movements, siblings] = await Promise.all([movementsOf(db, envelope.id, before), listEnvelopes(db, { year: envelope.year })]);
  const [t, locale] = [c.get("t"), c.get("locale")];
  const title = `${plain(envelope.programmeName, locale)}, ${plain(envelope.sourceName, locale)}, ${envelope.year}`;
  const others = siblings.filter((one) => one.id !== envelope.id);
  return c.html(
    <OfficeLayout c={c} title={title} notice={doneNotice(c, `grants.done.${done(c)}`)}>
      <p>
        <a href={`${PATH}?annee=${envelope.year}`}>{t("grants.envelopes.of", { year: String(envelope.year) })}</a>
      </p>
      <h1>{title}</h1>
      <RefusalNotice c={c} refusal={refusalOf(given, may(c.get("officer"), "envelope.manage") ? [] : ["adjust", "transfer"])} />
      <h2>{t("grants.sum.aeLong")}</h2>
      <Gauge
        parts={[
          { label: t("grants.sum.committed"), cents: envelope.committedCents, tone: "committed" },
          { label: t("grants.sum.voted"), cents: envelope.votedCents, tone: "voted" },
          { label: t("grants.sum.reserved"), cents: envelope.reservedCents, tone: "held" },
        ]}
        limitCents={envelope.aeCents}
        limitLabel={t("grants.sum.ae")}
        freeLabel={t("grants.sum.free")}
        currency={envelope.currency}
        locale={locale}
      />
      <h2>{t("grants.sum.cpLong", { year: String(envelope.year) })}</h2>
      <Gauge
        parts={[
          { label: t("grants.sum.paid"), cents: envelope.paidCents, tone: "paid" },
          { label: t("grants.sum.toPay"), cents: envelope.scheduledCents - envelope.paidCents, tone: "committed" },
        ]}
        limitCents={envelope.cpCents}
        limitLabel={t("grants.sum.cp")}
        freeLabel={t("grants.sum.free")}
        currency={envelope.currency}
        locale={locale}
      />
      <Facts
        facts={[[t("grants.sum.recovered"), envelope.recoveredCents > 0 && money(envelope.recoveredCents, envelope.currency, locale)]]}
      />
      <h2>{t("grants.movements")}</h2>
      <Movements c={c} rows={movements} currency={envelope.currency} />
      {movements.length === 100 && (
        <p>
          <a href={`${PATH}/${envelope.id}?avant=${movements.at(-1)!.id}`}>{t("common.next")}</a>
        </p>
      )}
      {may(c.get("officer"), "envelope.manage") && (
        <div class="office-columns">
          <FormSection
            title={t("grants.adjust")}
            c={c}
            name="adjust"
            kind={kindOfForm(adjustForm)}
            submit={t("grants.adjust.do")}
            given={given}
            note={t("grants.adjust.note")}
          />
          {others.length > 0 && (
            <section>
              <h2>{t("grants.transfer")}</h2>
              <Transfer c={c} others={others} given={given} />
            </section>
          )}
        </div>
      )}
    </OfficeLayout>,
    given?.refusal ? 422 : 200,
  );
}

/** To one of the other envelopes of the year. */
const Transfer: FC<{ c: OfficeContext; others: EnvelopeListed[]; given: Given | undefined }> = ({ c, others, given }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const options = others.map((one) => ({
    value: one.id,
    label: `${plain(one.programmeName, locale)}, ${plain(one.sourceName, locale)} (${t("grants.sum.free")} ${money(one.aeCents - one.reservedCents - one.votedCents - one.committedCents, one.currency, locale)})`,
  }));
  return (
    <SmallForm
      c={c}
      name="transfer"
      kind={kindOfForm(transferForm)}
      submit={t("grants.transfer.do")}
      options={{ "reference envelope": options }}
      given={given}
    />
  );
};

const Movements: FC<{ c: OfficeContext; rows: MovementRow[]; currency: string }> = ({ c, rows, currency }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Table
      caption={t("grants.movements")}
      hideCaption
      class="dense"
      rows={rows}
      columns={[
        { label: t("office.when"), cell: (row) => <When at={row.at} locale={locale} /> },
        { label: t("grants.account"), heading: true, cell: (row) => t.dynamic(`grants.account.${row.account}`) },
        { label: t("grants.amount"), numeric: true, cell: (row) => `${row.cents > 0 ? "+" : ""}${money(row.cents, currency, locale)}` },
        {
          label: t("grants.about"),
          cell: (row) =>
            row.aboutKind === "application" ? (
              <a href={`/bureau/dossiers/${row.aboutId}`}>{t("grants.about.application")}</a>
            ) : row.aboutKind === "grant" ? (
              <a href={`/bureau/suivi/${row.aboutId}`}>{t("grants.about.grant")}</a>
            ) : row.aboutKind ? (
              t.dynamic(`grants.about.${row.aboutKind}`)
            ) : (
              row.reason
            ),
        },
        { label: t("office.who"), cell: (row) => row.actorName },
      ]}
    />
  );
};
