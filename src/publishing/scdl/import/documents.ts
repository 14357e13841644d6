import { createHash } from "node:crypto";
import { fold } from "../../../register/record/names.ts";
import type { SharedRow } from "./agreements.ts";

/** The essential data of the decree of 2017 are in euros. */
const CURRENCY = "EUR";
/** Published without a purpose: the record says so. */
const UNNAMED = "Objet non publié par l’attribuant";

const agreement = (row: SharedRow) => ({
  agreedOn: row.agreedOn,
  amountCents: row.ownCents,
  currency: CURRENCY,
  agreementCents: row.agreementCents,
  sharePercent: row.sharePercent,
  inCash: row.nature.inCash,
  inKind: row.nature.inKind,
  paymentTerms: row.terms,
  periodStart: row.period?.start ?? null,
  periodEnd: row.period?.end ?? null,
  stateAid: row.stateAid,
  stateAidNumber: row.aidNumber,
  scheme: row.scheme,
});
const words = (row: SharedRow) => ({
  name: { fr: row.object || UNNAMED },
  ...(row.remarks.length > 0 ? { description: { fr: row.remarks.join("\n\n") } } : {}),
});

/** A grant of the city's own. The day of the vote, where the file does not tell it, is at the latest that of the agreement. */
export const awardOf = (row: SharedRow, organisation: string): Record<string, unknown> => ({
  ...words(row),
  organisation,
  deliberation: row.decision,
  awardedOn: row.decidedOn ?? row.agreedOn,
  ...agreement(row),
});

/** A grant of another authority. */
export const subsidyOf = (row: SharedRow, funder: string, organisation: string): Record<string, unknown> => ({
  ...words(row),
  funder,
  organisation,
  decision: row.decision,
  ...agreement(row),
});

/** The same for the same row, whatever the form of its file. */
export function digestOf(row: SharedRow): string {
  const { giver, beneficiary: to, nature, period } = row;
  const what = [
    giver.siret ?? giver.siren,
    [to.siret, to.siren, to.rna, fold(to.name)],
    [row.agreedOn, row.decidedOn, row.decision, row.object, row.amountCents, row.ownCents, row.sharePercent],
    [nature.inCash, nature.inKind, row.terms, period, row.stateAid, row.aidNumber, row.scheme],
  ];
  return createHash("sha256").update(JSON.stringify(what)).digest("hex");
}
