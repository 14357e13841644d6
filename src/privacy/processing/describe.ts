import type { City } from "../../platform/city.ts";
import type { Translator } from "../../platform/i18n/messages.ts";
import { termIn } from "../../platform/retention/rules.ts";
import { type Category, tablesOf } from "./columns.ts";
import { type ProcessingId, processingIds, processingOf } from "./processings.ts";

/** A processing in words of a language: what the register, its file and the notice say of it. */
export interface Described {
  id: ProcessingId;
  name: string;
  purpose: string;
  law: string;
  basis: string[];
  people: string[];
  data: string[];
  recipients: string[];
  retention: string[];
  measures: string[];
  tables: { table: string; columns: string }[];
}

/** The controller, as the city's settings name it; else the city itself. */
export function controllerOf(city: City, locale: string): string {
  const { controller } = city.privacy;
  const words = (of: Record<string, string>) => of[locale] ?? Object.values(of)[0] ?? "";
  return controller ? words(controller) : [words(city.name), words(city.service), ...city.address.slice(-2)].join(", ");
}

export const officerOf = ({ privacy: { officer } }: City): string | undefined =>
  [officer.name, officer.email, ...officer.address].filter(Boolean).join(", ") || undefined;

export function describe(city: City, t: Translator): Described[] {
  return processingIds.map((id) => {
    const { basis, people, recipients, retention, measures } = processingOf(id);
    const tables = tablesOf(id);
    const categories = [...new Set<Category>(tables.flatMap(({ personal }) => personal.map(({ category }) => category)))];
    return {
      id,
      name: t(`processing.${id}.name`),
      purpose: t(`processing.${id}.purpose`),
      law: t(`processing.${id}.law`),
      basis: basis.map((one) => t(`processing.basis.${one}`)),
      people: people.map((one) => t(`processing.people.${one}`)),
      data: categories.map((one) => t(`processing.category.${one}`)),
      recipients: recipients.map((one) => t(`processing.recipient.${one}`)),
      retention:
        retention.length === 0
          ? [t("processing.noTerm")]
          : retention.map((rule) => {
              const { unit, count } = termIn(city.privacy.terms, rule);
              return `${t(`retention.rule.${rule}.name`)}${t("space.colon")} ${t(`retention.term.${unit}`, { count })}`;
            }),
      measures: measures.map((one) => t(`processing.measure.${one}`)),
      tables: tables.map(({ table, personal }) => ({ table, columns: personal.map(({ name }) => name).join(", ") })),
    };
  });
}
