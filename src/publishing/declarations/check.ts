/** What stands in the way of a declaration, or was supposed in it, with the record to mend. */
export interface Finding {
  code: FindingCode;
  /** The record to mend: a kind of the register, or a grant. */
  record: { kind: "project" | "award" | "organisation" | "grant" | "agreement" | "partner"; id: string };
  label: string;
  /** The money concerned, in cents; null where there is none. */
  amountCents: number | null;
  currency: string;
  /** A code or a day that the message names. */
  value?: string;
}

/** In the order of the check list: what keeps money out of the declaration first, what was supposed last. */
export const findingCodes = [
  "awarded_unpaid",
  "no_list",
  "no_project",
  "no_country",
  "not_recipient",
  "no_sector",
  "not_euro",
  "no_identifier",
  "unknown_kind",
  "no_partner_country",
  "draft",
  "shares_assumed",
  "default_aid_type",
  "default_collaboration",
  "default_channel",
  "no_channel",
  "demo",
] as const;
export type FindingCode = (typeof findingCodes)[number];

/** One finding a record: those of several payments are added up. In the order of `findingCodes`, then of the label. */
export function gathered(findings: Finding[]): Finding[] {
  const byRecord = new Map<string, Finding>();
  for (const one of findings) {
    const key = [one.code, one.record.kind, one.record.id, one.currency, one.value].join(" ");
    const known = byRecord.get(key);
    if (!known) byRecord.set(key, { ...one });
    else if (one.amountCents !== null) known.amountCents = (known.amountCents ?? 0) + one.amountCents;
  }
  const rank = (one: Finding) => findingCodes.indexOf(one.code);
  return [...byRecord.values()].sort(
    (a, b) => rank(a) - rank(b) || a.label.localeCompare(b.label) || a.record.id.localeCompare(b.record.id),
  );
}
