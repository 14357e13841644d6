import { fold } from "../../../register/record/names.ts";
import type { GrantRow } from "./rules.ts";
import { type Answers, REFUSE, type Teller } from "./told.ts";

/** A row, and what of its agreement's money is this body's. */
export interface SharedRow extends GrantRow {
  /** What this beneficiary receives. */
  ownCents: number;
  /** Of the whole agreement, where several bodies share it. */
  agreementCents: number | null;
}

const ALL = 1_000_000; // 100 % in ten-thousandths of a percent
const ten = (percent: number) => Math.round(percent * 10_000);
const KEY = "amount_meaning.amount";
const CHOICES = ["total", "own"];

/** Rows of the same giver, decision, day and object are of one agreement. */
export const agreementKey = ({ giver, decision, agreedOn, object }: GrantRow): string =>
  [giver.siret ?? giver.siren, fold(decision ?? ""), agreedOn, fold(object)].join("\n");

/**
 * The schema's amount is the whole agreement's, "before it is shared out"; the official example of the regulation writes each
 * body's part instead. Which of the two stands here is seen from rows that add up; else it is asked.
 */
export function shareOut(rows: GrantRow[], answers: Answers, tell: Teller): SharedRow[] {
  const shared: SharedRow[] = [];
  for (const group of Map.groupBy(rows, agreementKey).values()) {
    const parts = group.filter(({ sharePercent }) => sharePercent !== null && sharePercent < 100);
    for (const row of group) if (!parts.includes(row)) shared.push({ ...row, ownCents: row.amountCents, agreementCents: null });
    if (parts.length > 0) shared.push(...shareGroup(parts, answers, tell));
  }
  return shared.sort((a, b) => a.line - b.line);
}

function shareGroup(parts: GrantRow[], answers: Answers, tell: Teller): SharedRow[] {
  const sum = parts.reduce((total, { sharePercent }) => total + ten(sharePercent!), 0);
  const whole = parts.length > 1 && sum === ALL;
  if (!whole)
    for (const { line, sharePercent } of parts) tell.warn({ line, column: "share", code: "shares_not_100", from: String(sharePercent) });
  const meaning = whole ? meaningOf(parts) : undefined;
  if (meaning) return meaning === "total" ? totals(parts) : owns(parts, true);
  const answer = answers[KEY];
  const known = CHOICES.includes(answer ?? "");
  for (const { line, amountCents } of parts) {
    const told = { line, column: "amount", code: "amount_meaning", from: (amountCents / 100).toFixed(2) } as const;
    tell.ask({ key: KEY, code: "amount_meaning", column: "amount", choices: CHOICES }, told, !known && answer !== REFUSE);
    if (answer === REFUSE) tell.refuse(told);
  }
  return known ? (answer === "total" ? totals(parts) : owns(parts, false)) : [];
}

/** All the same: the whole. In proportion to the shares: each its own. */
function meaningOf(parts: GrantRow[]): "total" | "own" | undefined {
  const total = parts.reduce((cents, { amountCents }) => cents + amountCents, 0);
  const proportional = parts.every(
    ({ amountCents, sharePercent }) => Math.abs(amountCents - (total * sharePercent!) / 100) <= parts.length,
  );
  const same = parts.every(({ amountCents }) => amountCents === parts[0]!.amountCents);
  // Equal shares of equal amounts: both at once.
  if (same && proportional) return undefined;
  return same ? "total" : proportional ? "own" : undefined;
}

/** Cents by the largest remainders: the parts of a whole add up to it. */
function totals(parts: GrantRow[]): SharedRow[] {
  const exact = parts.map(({ amountCents, sharePercent }) => (BigInt(amountCents) * BigInt(ten(sharePercent!)) * 100n) / BigInt(ALL));
  const own = exact.map((hundredths) => Number(hundredths / 100n));
  const sum = parts.reduce((total, { sharePercent }) => total + ten(sharePercent!), 0);
  const same = parts.every(({ amountCents }) => amountCents === parts[0]!.amountCents);
  const left = same && sum === ALL ? parts[0]!.amountCents - own.reduce((a, b) => a + b, 0) : 0;
  const order = exact.map((hundredths, i) => ({ i, rest: Number(hundredths % 100n) })).sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of order.slice(0, left)) own[i]!++;
  return parts.map((row, i) => ({ ...row, ownCents: own[i]!, agreementCents: row.amountCents }));
}

function owns(parts: GrantRow[], whole: boolean): SharedRow[] {
  const total = parts.reduce((cents, { amountCents }) => cents + amountCents, 0);
  return parts.map((row) => ({ ...row, ownCents: row.amountCents, agreementCents: whole ? total : null }));
}
