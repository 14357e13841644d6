import { stringify } from "csv-stringify/sync";
import type { Translator } from "../../../platform/i18n/messages.ts";
import { guardFormula } from "../../tabular/csv.ts";
import type { Layout } from "./headings.ts";
import { schemaName } from "./headings.ts";
import { type Report, WHY } from "./told.ts";
import { questionWords, toldWords } from "./words-of.ts";

/**
 * The rows that stayed out, as they came, with why: to be mended and sent again. A byte order mark and semicolons, for it is
 * opened in a spreadsheet; identifiers stay text there when the column is imported as text.
 */
export function refusedCsv({ header, rows }: Pick<Layout, "header" | "rows">, report: Report, t: Translator): string {
  const why = Map.groupBy(report.refused, ({ line }) => line);
  const out = new Set([...report.refusedLines, ...report.waitingLines]);
  const questions = report.questions.map((question) => questionWords(t, question)).join(" | ");
  const kept = header.map((heading, i) => ({ heading, i })).filter(({ heading }) => heading !== WHY);
  const lines = rows
    .filter(({ line }) => out.has(line))
    .map(({ line, cells }) => {
      const told = (why.get(line) ?? []).map((one) => `${one.column ? `${schemaName(one.column)} : ` : ""}${toldWords(t, one)}`);
      const words =
        told.length > 0
          ? told.join(" | ")
          : report.refusedLines.includes(line)
            ? t("scdl.told.many")
            : t("scdl.told.waiting", { questions });
      return [...kept.map(({ i }) => guardFormula(cells[i] ?? "")), words];
    });
  return `\ufeff${stringify([[...kept.map(({ heading }) => heading), WHY], ...lines], { delimiter: ";", record_delimiter: "windows" })}`;
}
