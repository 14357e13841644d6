import type { FC } from "hono/jsx";
import { type Draft, totalsOf } from "../../funding/application/content.ts";
import type { FileRecord } from "../../funding/instruction/file-store.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import type { Edition } from "../../register/edition/rules.ts";
import { count, money, share } from "../../ui/format.ts";
import { Table } from "../../ui/table.tsx";
import { plain } from "../../ui/text.tsx";
import type { OfficeContext } from "../env.ts";

export const written = (value: number | string | null, locale: Locale) =>
  typeof value === "number" ? count(value, locale) : (value ?? "–");

export const Budget: FC<{ c: OfficeContext; file: FileRecord; draft: Draft; edition: Edition }> = ({ c, file, draft, edition }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const totals = totalsOf(draft, edition);
  const euro = (cents: number | string | null) => (typeof cents === "number" ? money(cents, file.currency, locale) : (cents ?? "–"));
  const part = (cents: number, whole: number) => (whole > 0 ? share(Math.round((1_000 * cents) / whole) / 10, locale) : "–");
  const lineName = (line: { line: string; label: string }) => {
    const known = edition.budgetLines.find(({ code }) => code === line.line);
    const name = known ? `${known.account ? `${known.account} ` : ""}${plain(known.name, locale)}` : "";
    return [name, line.label].filter(Boolean).join(" : ");
  };
  const strands = edition.strands.filter(({ code }) => draft.asked[code] !== null && draft.asked[code] !== undefined);
  return (
    <div class="budgets">
      <Table
        caption={t("instruction.expenses")}
        class="dense"
        rows={draft.budget.expenses}
        columns={[
          {
            label: t("instruction.line"),
            heading: true,
            cell: (line) => (
              <>
                {lineName(line)}
                {line.inKind && <span class="muted"> ({t("instruction.inKind")})</span>}
              </>
            ),
          },
          { label: t("instruction.amount"), numeric: true, cell: (line) => euro(line.cents) },
          {
            label: "%",
            numeric: true,
            cell: (line) => (line.inKind || typeof line.cents !== "number" ? "–" : part(line.cents, totals.expenses)),
          },
        ]}
        foot={
          <tr>
            <th scope="row">{t("instruction.totalMoney")}</th>
            <td class="number">{euro(totals.expenses)}</td>
            <td />
          </tr>
        }
      />
      <Table
        caption={t("instruction.resources")}
        class="dense"
        rows={[
          ...strands.map(({ code, name }) => ({
            label: t("instruction.askedOf", { strand: plain(name, locale) }),
            cents: draft.asked[code] ?? null,
            status: "",
            inKind: false,
          })),
          ...draft.budget.resources.map((line) => ({
            label: [lineName(line), line.funder].filter(Boolean).join(", "),
            cents: line.cents,
            status: line.status,
            inKind: line.inKind,
          })),
        ]}
        columns={[
          {
            label: t("instruction.line"),
            heading: true,
            cell: (line) => (
              <>
                {line.label}
                {line.inKind && <span class="muted"> ({t("instruction.inKind")})</span>}
              </>
            ),
          },
          { label: t("instruction.amount"), numeric: true, cell: (line) => euro(line.cents) },
          {
            label: "%",
            numeric: true,
            cell: (line) => (line.inKind || typeof line.cents !== "number" ? "–" : part(line.cents, totals.resources)),
          },
          { label: t("instruction.status"), cell: (line) => line.status && t.dynamic(`instruction.resource.${line.status}`) },
        ]}
        foot={
          <tr>
            <th scope="row">{t("instruction.totalMoney")}</th>
            <td class="number">{euro(totals.resources)}</td>
            <td />
            <td />
          </tr>
        }
      />
      {(totals.expenses !== totals.resources || totals.expensesInKind !== totals.resourcesInKind) && (
        <p class="late">
          <strong>{t("instruction.unbalanced")}</strong>
        </p>
      )}
      {(totals.expensesInKind > 0 || totals.resourcesInKind > 0) && (
        <p class="muted">
          {t("instruction.totalInKind", { expenses: euro(totals.expensesInKind), resources: euro(totals.resourcesInKind) })}
        </p>
      )}
    </div>
  );
};
