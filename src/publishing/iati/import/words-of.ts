import type { Translator } from "../../../platform/i18n/messages.ts";
import type { ImportResult } from "./actions.ts";
import type { Told } from "./told.ts";

/** One thing told, in the words of a language. */
export const toldWords = (t: Translator, { code, values }: Pick<Told, "code" | "values">) => t.dynamic(`reported.problem.${code}`, values);

export const levelWords = (t: Translator, level: Told["level"]) => t.dynamic(`reported.level.${level}`);

/** Why nothing was read or written. */
export function failureWords(t: Translator, result: Extract<ImportResult, { ok: false }>): string {
  switch (result.reason) {
    case "refused":
      return t.dynamic(`reported.file.${result.refusal.code}`, { line: result.refusal.line, ...result.refusal.values });
    case "organisation_file":
      return t("reported.failed.organisation_file", { names: result.names.join(", ") });
    case "unknown_organisations":
      return t("reported.failed.unknown_organisations", { ids: result.ids.join(", ") });
    case "conflict":
      return t("reported.failed.conflict", { rule: result.rule });
    default:
      return t.dynamic(`reported.failed.${result.reason}`);
  }
}
