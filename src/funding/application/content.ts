import { z } from "zod";
import type { Edition } from "../../register/edition/rules.ts";

export const sections = ["project", "places", "partners", "questions", "budget", "indicators", "documents", "commitments"] as const;
export type Section = (typeof sections)[number];

export const resourceStatuses = ["requested", "confirmed", "received"] as const;
export type ResourceStatus = (typeof resourceStatuses)[number];
export const partnerKinds = ["local_authority", "association", "public_body", "research", "company", "other"] as const;
export type PartnerKind = (typeof partnerKinds)[number];

/**
 * The text of the contrat d’engagement républicain that is accepted: decree 2021-1947 of 31 December 2021, in force
 * since 2 January 2022.
 */
export const ENGAGEMENT_VERSION = "2021-1947";

/** The longest texts, in characters. */
export const limits = { title: 200, summary: 2_000, short: 300, role: 1_000 } as const;

// What a draft holds may be incomplete, wrong or too long: it stays as it was typed, and the complete check says so.
const text = (max: number) =>
  z
    .string()
    .max(max * 4)
    .default("");
const amount = z
  .union([z.int().min(-1e14).max(1e14), z.string().max(60)])
  .nullable()
  .default(null);
const number = z
  .union([z.number(), z.string().max(40)])
  .nullable()
  .default(null);
const line = { line: text(60), label: text(300), cents: amount, inKind: z.boolean().default(false) };

/** Amounts are integer cents. A day is YYYY-MM-DD. Codes are those of the edition. */
const draft = z.object({
  title: text(limits.title),
  summary: text(limits.summary),
  startsOn: text(40),
  endsOn: text(40),
  places: z
    .array(z.object({ name: text(200), country: text(1), latitude: number, longitude: number }))
    .max(200)
    .default([]),
  partners: z
    .array(z.object({ name: text(300), country: text(1), kind: text(40), role: text(1_000) }))
    .max(100)
    .default([]),
  answers: z.record(z.string().max(60), z.union([z.string().max(100_000), z.array(z.string().max(60)).max(100)])).default({}),
  /** By strand: what is asked of the city. It is the city's own line among the resources. */
  asked: z.record(z.string().max(60), amount).default({}),
  budget: z
    .object({
      expenses: z.array(z.object(line)).max(300).default([]),
      resources: z
        .array(z.object({ ...line, funder: text(300), status: z.enum(resourceStatuses).default("requested") }))
        .max(300)
        .default([]),
    })
    .default({ expenses: [], resources: [] }),
  indicators: z
    .array(z.object({ code: text(60), label: text(300), unit: text(80), baseline: number, target: number }))
    .max(100)
    .default([]),
  /** What is declared on honour: the conditions of the edition that are declared, and "honour" itself. */
  declarations: z.record(z.string().max(60), z.boolean()).default({}),
  engagement: z
    .object({ accepted: z.boolean(), textVersion: z.string().max(40), at: z.string().max(40), by: z.string().max(200) })
    .nullable()
    .default(null),
  bankAccount: z.object({ iban: text(60), holder: text(300) }).default({ iban: "", holder: "" }),
});

/** An application as it is being written: amounts may be missing (null) or be words that are no amount. */
export type Draft = z.infer<typeof draft>;

type Known<T> = [T] extends [string | number | boolean | null]
  ? number extends T
    ? Exclude<T, string>
    : T
  : T extends (infer E)[]
    ? Known<E>[]
    : T extends object
      ? { [K in keyof T]: Known<T[K]> }
      : T;
/** An application once its complete check has passed: an amount is a number of cents, or null where none is asked for. */
export type Content = Known<Draft>;

export const emptyDraft = (): Draft => draft.parse({});

/**
 * What is stored, as a draft: all that was typed stays, whatever lacks has its empty value. Throws on what no form of
 * ours has written.
 */
export function parseDraft(stored: unknown): Draft {
  return draft.parse(stored ?? {});
}

const cents = (value: number | string | null): number => (typeof value === "number" ? value : 0);
const sum = (values: readonly { cents: number | string | null; inKind: boolean }[], inKind: boolean): number =>
  values.reduce((total, one) => total + (one.inKind === inKind ? cents(one.cents) : 0), 0);

export interface Totals {
  /** What is asked of the city, over all strands. */
  asked: number;
  /** In money: the total cost of the project, of which the city's share is taken. */
  expenses: number;
  /** In money: what is asked of the city, and the others. */
  resources: number;
  /** Voluntary contributions in kind: accounts 86 and 87 of the chart of accounts of associations. */
  expensesInKind: number;
  resourcesInKind: number;
  travel: number;
}

/** The sums of a budget, in cents. What is no amount yet counts for nothing. */
export function totalsOf(draft: Pick<Draft, "asked" | "budget">, edition: Pick<Edition, "budgetLines">): Totals {
  const { expenses, resources } = draft.budget;
  const asked = Object.values(draft.asked).reduce<number>((total, one) => total + cents(one), 0);
  const travelLines = new Set(
    edition.budgetLines.filter(({ account, side }) => side === "expense" && isTravel(account)).map(({ code }) => code),
  );
  return {
    asked,
    expenses: sum(expenses, false),
    resources: sum(resources, false) + asked,
    expensesInKind: sum(expenses, true),
    resourcesInKind: sum(resources, true),
    travel: sum(
      expenses.filter(({ line }) => travelLines.has(line)),
      false,
    ),
  };
}

/** Account 625 of the chart of accounts: "déplacements, missions et réceptions". */
const isTravel = (account: string | null): boolean => account?.startsWith("625") ?? false;

/** A question is asked when the answer that it depends on is given, and the question that it depends on is asked itself. */
export function isAsked(edition: Pick<Edition, "questions">, answers: Draft["answers"], code: string): boolean {
  const question = edition.questions.find((one) => one.code === code);
  if (!question) return false;
  if (question.showIf === null) return true;
  const answer = answers[question.showIf];
  const given = Array.isArray(answer) ? answer.includes(question.showValue!) : answer === question.showValue;
  return given && isAsked(edition, answers, question.showIf);
}

/** Words as a word limit counts them: what stands between spaces. */
export function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** An IBAN without its spaces, in capitals. */
export const compactIban = (iban: string): string => iban.replace(/[\s\u00a0\u202f.-]/g, "").toUpperCase();

/** ISO 13616: the country and check digits moved to the end, letters as numbers, the rest of the division by 97 is 1. */
export function isIban(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  const digits = (iban.slice(4) + iban.slice(0, 4)).replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

/** For everyone but finance: "FR76 •••• 0189". */
export const maskIban = (iban: string): string => (iban.length > 8 ? `${iban.slice(0, 4)} •••• ${iban.slice(-4)}` : iban && "••••");
