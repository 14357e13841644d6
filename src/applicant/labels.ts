import type { Draft } from "../funding/application/content.ts";
import type { Translator } from "../platform/i18n/messages.ts";
import type { Localised } from "../platform/localised.ts";
import type { Edition } from "../register/edition/rules.ts";
import { plain } from "../ui/text.tsx";

/** What stands at a problem's path, in the words that its form uses: "Montant demandé, volet Eau", "Lieu 2, pays". */
export function labelOf(t: Translator, edition: Edition, path: string, draft?: Draft): string {
  const [first = "", second = "", third = ""] = path.split(".");
  const locale = t.locale;
  const named = (list: readonly { code: string; name: Localised }[], code: string) => {
    const found = list.find((one) => one.code === code);
    return found ? plain(found.name, locale) : code;
  };
  switch (first) {
    case "answers": {
      const question = edition.questions.find(({ code }) => code === second);
      return question ? plain(question.label, locale) : second;
    }
    case "asked":
      return second ? t("space.field.askedOf", { strand: named(edition.strands, second) }) : t("space.field.asked");
    case "documents":
      return second ? named(edition.requirements, second) : t("space.section.documents");
    case "declarations": {
      const condition = edition.conditions.find(({ code }) => code === second);
      return condition ? plain(condition.label, locale) : t("space.field.honour");
    }
    case "places":
    case "partners":
      return second === ""
        ? t.dynamic(`space.section.${first}`)
        : `${t.dynamic(`space.line.${first}`, { n: Number(second) + 1 })}, ${t.dynamic(`space.field.${first}.${third}`)}`;
    case "indicators": {
      if (second === "") return t("space.section.indicators");
      const code = draft?.indicators[Number(second)]?.code;
      const name = code ? named(edition.indicators, code) : t("space.line.indicators", { n: Number(second) + 1 });
      return `${name}, ${t.dynamic(`space.field.indicators.${third}`)}`;
    }
    case "budget": {
      if (second === "") return t("space.section.budget");
      const [, side, index, field = "cents"] = path.split(".");
      if (index === undefined) return t.dynamic(`space.field.${side}`);
      const line = draft?.budget[side as "expenses" | "resources"][Number(index)];
      const name = line?.label || (line?.line ? named(edition.budgetLines, line.line) : "");
      return `${t.dynamic(`space.field.${side}`)}, ${name || t("space.line.budget", { n: Number(index) + 1 })}, ${t.dynamic(`space.field.budget.${field}`)}`;
    }
    default:
      return t.dynamic(`space.field.${path}`);
  }
}
