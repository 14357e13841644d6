import type { Localised } from "../../../platform/localised.ts";
import { attributeOf, childOf, childrenOf, ownText, type XmlNode } from "./node.ts";
import type { Reading } from "./values.ts";
import { centsOf, cut, dayOf, narrativesOf } from "./values.ts";

/** Money that an activity reports, in cents of its currency. Below 0: less is committed, money came back. */
export interface ReportedTransaction {
  type: string;
  datedOn: string;
  valueOn: string | null;
  amountCents: number;
  currency: string;
  reference: string | null;
  description: Localised;
  provider: string | null;
  receiver: string | null;
  country: string | null;
}
type Amount = { cents: number; currency: string };

function amountOf(node: XmlNode, fallback: string | undefined, { tell }: Reading): Amount | undefined {
  const value = childOf(node, "value");
  const text = ownText(value);
  if (!value || text === "") return undefined;
  const currency = attributeOf(value, "currency") ?? fallback;
  if (!currency || !/^[A-Z]{3}$/.test(currency)) {
    tell("currency_missing", value, { value: currency ?? "" });
    return undefined;
  }
  const cents = centsOf(text, value, tell);
  return cents === undefined ? undefined : { cents, currency };
}

/**
 * The budget of the whole activity: the sum of its budgets, of one currency. A revised budget (type 2) stands instead of
 * the original ones whose time it touches. Undefined where they do not make one sum, and told.
 */
export function budgetOf(activity: XmlNode, reading: Reading): Amount | undefined {
  const nodes = childrenOf(activity, "budget");
  const read = nodes.map((node) => ({
    node,
    revised: attributeOf(node, "type") === "2",
    start: dayOf(childOf(node, "period-start"), reading.tell) ?? "",
    end: dayOf(childOf(node, "period-end"), reading.tell) ?? "9999",
    amount: amountOf(node, attributeOf(activity, "default-currency"), reading),
  }));
  const revisions = read.filter((one) => one.revised);
  const standing = read.filter((one) => one.revised || !revisions.some((other) => other.start <= one.end && one.start <= other.end));
  if (standing.length === 0 || standing.some((one) => !one.amount)) return undefined;
  const currency = standing[0]!.amount!.currency;
  const cents = standing.reduce((sum, one) => sum + one.amount!.cents, 0);
  if (standing.some((one) => one.amount!.currency !== currency)) reading.tell("budgets_mixed", nodes[0]!);
  else if (cents < 0 || cents > 1e14) reading.tell("budget_sum", nodes[0]!, { value: cents / 100 });
  else return { cents, currency };
  return undefined;
}

export function transactionsOf(activity: XmlNode, reading: Reading): ReportedTransaction[] {
  return childrenOf(activity, "transaction").flatMap((node): ReportedTransaction[] => {
    const type = attributeOf(childOf(node, "transaction-type"), "code");
    const datedOn = dayOf(childOf(node, "transaction-date"), reading.tell);
    const amount = amountOf(node, attributeOf(activity, "default-currency"), reading);
    if (!type || !/^\d{1,2}$/.test(type) || !datedOn || !amount) {
      reading.tell("transaction_incomplete", node);
      return [];
    }
    if (datedOn > reading.today) reading.tell("transaction_future", childOf(node, "transaction-date")!, { value: datedOn });
    const description = childOf(node, "description");
    const country = attributeOf(childOf(node, "recipient-country"), "code");
    return [
      {
        type,
        datedOn,
        valueOn: dayOf(childOf(node, "value"), reading.tell, "value-date") ?? null,
        amountCents: amount.cents,
        currency: amount.currency,
        reference: attributeOf(node, "ref")?.slice(0, 300) ?? null,
        description: description ? cut(narrativesOf(description, reading), 2_000, description, reading.tell) : {},
        provider: partyOf(childOf(node, "provider-org"), reading),
        receiver: partyOf(childOf(node, "receiver-org"), reading),
        country: country && reading.known.countries.has(country) ? country : null,
      },
    ];
  });
}

function partyOf(node: XmlNode | undefined, reading: Reading): string | null {
  if (!node) return null;
  const names = narrativesOf(node, reading);
  const name = names[reading.language] ?? Object.values(names)[0] ?? attributeOf(node, "ref");
  return name?.replace(/\s+/g, " ").slice(0, 300) || null;
}
