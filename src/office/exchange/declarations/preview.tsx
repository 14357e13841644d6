import type { FC } from "hono/jsx";
import type { Declaration } from "../../../publishing/declarations/declarations.ts";
import type { Reference } from "../../../publishing/reference-store.ts";
import { cellText } from "../../../publishing/tabular/cell.ts";
import { wordsIn } from "../../../publishing/tabular/column.ts";
import { date, money } from "../../../ui/format.ts";
import { Table } from "../../../ui/table.tsx";
import type { OfficeContext } from "../../env.ts";

const SHOWN = 25;
/** What is shown of a line: enough to know it again. */
const shown: Record<Declaration["name"], string[]> = {
  eapd: ["title", "beneficiary", "recipient", "status", "paid_on", "amount"],
  annexe: ["name", "siret", "kind", "paid", "recovered", "in_kind", "voted"],
  atlas: ["title", "partner", "country", "kind", "start_year", "state"],
};

/** The first lines, in a few of their columns. */
export const Preview: FC<{ c: OfficeContext; declaration: Declaration; reference: Reference }> = ({ c, declaration, reference }) => {
  const [t, locale, { city, baseUrl }] = [c.get("t"), c.get("locale"), c.get("services")];
  const context = { city, baseUrl, reference, locale };
  const rows = declaration.tables.flatMap((table) => table.rows);
  const columns = shown[declaration.name].flatMap((name) => declaration.tables[0]!.columns.find((column) => column.name === name) ?? []);
  const currencyOf = (row: any): string => row.paid?.currency ?? row.currency;
  return (
    <>
      <h2>{t("declaration.preview")}</h2>
      {rows.length > SHOWN && <p class="muted">{t("declaration.previewNote", { shown: SHOWN, count: rows.length })}</p>}
      <Table
        caption={t("declaration.preview")}
        hideCaption
        class="dense"
        rows={rows.slice(0, SHOWN)}
        columns={columns.map((column, i) => ({
          label: wordsIn(column.label, locale),
          heading: i === 0,
          numeric: column.type === "money" || column.type === "integer",
          cell: (row) => {
            const cell = column.value(row, context);
            if (cell === null || cell === undefined || cell === "") return "–";
            if (column.type === "money") return money(cell as number, currencyOf(row), locale);
            return column.type === "day" ? date(String(cell), locale) : cellText(column as never, cell);
          },
        }))}
      />
    </>
  );
};
