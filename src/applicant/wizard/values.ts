import type { Draft, ResourceStatus, Section } from "../../funding/application/content.ts";
import { compactIban, ENGAGEMENT_VERSION, resourceStatuses } from "../../funding/application/content.ts";
import type { Part } from "../../funding/application/sections.ts";
import type { FormTexts } from "../../platform/web/form-data.ts";
import type { Edition } from "../../register/edition/rules.ts";
import { readCents, readNumber, writeCents, writeNumber } from "../../register/record/numbers.ts";
import { type FormValues, lineCount } from "../../ui/forms/values.ts";

const one = (values: FormTexts, name: string) => values[name]?.[0] ?? "";
const clean = (text: string) => text.replace(/\r\n?/g, "\n").replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "");
const word = (values: FormTexts, name: string) => clean(one(values, name)).trim();

/** What was typed as an amount or a number; what is none stays as typed, for the check to name. */
const cents = (typed: string) => (typed.trim() === "" ? null : (readCents(typed) ?? typed.trim().slice(0, 60)));
const number = (typed: string) => (typed.trim() === "" ? null : (readNumber(typed) ?? typed.trim().slice(0, 40)));

/** An amount as it stands in a field. */
export const centsText = (value: number | string | null, locale: string): string =>
  typeof value === "number" ? writeCents(value, locale) : (value ?? "");
export const numberText = (value: number | string | null, locale: string): string =>
  typeof value === "number" ? writeNumber(value, locale) : (value ?? "");

/** The lines of a list that have anything in them, without the one marked for removal ("remove:places.2"). */
function lines<T>(values: FormValues, path: string, remove: string, read: (prefix: string) => T, isEmpty: (line: T) => boolean): T[] {
  return Array.from({ length: lineCount(values, path) }, (_, i) => i)
    .filter((i) => remove !== `remove:${path}.${i}`)
    .map((i) => read(`${path}.${i}.`))
    .filter((line) => !isEmpty(line));
}

/** What a form of a section says. `action`: the button that sent it. */
export function readPart(section: Section, values: FormValues, edition: Edition, action = ""): Part {
  const text = (name: string) => word(values, name);
  switch (section) {
    case "project":
      return { title: text("title"), summary: text("summary"), startsOn: text("startsOn"), endsOn: text("endsOn") };
    case "places":
      return {
        places: lines(
          values,
          "places",
          action,
          (at) => ({
            name: text(`${at}name`),
            country: text(`${at}country`).slice(0, 2),
            latitude: number(one(values, `${at}latitude`)),
            longitude: number(one(values, `${at}longitude`)),
          }),
          (place) => place.name === "" && place.country === "" && place.latitude === null && place.longitude === null,
        ),
      };
    case "partners":
      return {
        partners: lines(
          values,
          "partners",
          action,
          (at) => ({
            name: text(`${at}name`),
            country: text(`${at}country`).slice(0, 2),
            kind: text(`${at}kind`),
            role: text(`${at}role`),
          }),
          (partner) => partner.name === "" && partner.country === "" && partner.role === "",
        ),
      };
    case "questions":
      return {
        answers: Object.fromEntries(
          edition.questions.flatMap(({ code, type }): [string, string | string[]][] => {
            const sent = values[`answers.${code}`];
            if (type === "choices") return [[code, (sent ?? []).filter((value) => value !== "")]];
            return sent === undefined ? [] : [[code, word(values, `answers.${code}`)]];
          }),
        ),
      };
    case "budget":
      return {
        asked: Object.fromEntries(edition.strands.map(({ code }) => [code, cents(one(values, `asked.${code}`))])),
        budget: {
          expenses: budgetLines(values, "expenses", action, edition),
          resources: budgetLines(values, "resources", action, edition),
        },
      };
    case "indicators":
      return {
        indicators: lines(
          values,
          "indicators",
          action,
          (at) => ({
            code: text(`${at}code`),
            label: text(`${at}label`),
            unit: text(`${at}unit`),
            baseline: number(one(values, `${at}baseline`)),
            target: number(one(values, `${at}target`)),
          }),
          (indicator) => indicator.label === "" && indicator.target === null && indicator.baseline === null,
        ),
      };
    case "commitments":
      return {
        declarations: Object.fromEntries((values.declarations ?? []).map((code) => [code.slice(0, 60), true])),
        engagement: one(values, "engagement") === "1" ? { accepted: true, textVersion: ENGAGEMENT_VERSION, at: "", by: "" } : null,
        bankAccount: { iban: compactIban(text("bankAccount.iban")).slice(0, 60), holder: text("bankAccount.holder") },
      };
    default:
      return {};
  }
}

type Resource = Draft["budget"]["resources"][number];

/** In the order of the edition's lines, so that what is shown and what is kept stand alike. */
function budgetLines(values: FormValues, side: "expenses" | "resources", action: string, edition: Edition): Resource[] {
  const order = new Map(edition.budgetLines.map(({ code }, i) => [code, i]));
  const inKind = new Map(edition.budgetLines.map((line) => [line.code, line.inKind]));
  const read = lines(
    values,
    `budget.${side}`,
    action,
    (at): Resource => {
      const line = word(values, `${at}line`);
      const status = word(values, `${at}status`);
      return {
        line,
        label: word(values, `${at}label`),
        cents: cents(one(values, `${at}cents`)),
        inKind: inKind.get(line) ?? one(values, `${at}inKind`) === "1",
        funder: word(values, `${at}funder`),
        status: (resourceStatuses as readonly string[]).includes(status) ? (status as ResourceStatus) : "requested",
      };
    },
    (line) => line.label === "" && line.cents === null && line.funder === "",
  );
  return read
    .map((line, i) => ({ line, i }))
    .sort((a, b) => (order.get(a.line.line) ?? 1e6) - (order.get(b.line.line) ?? 1e6) || a.i - b.i)
    .map(({ line }) => line);
}
