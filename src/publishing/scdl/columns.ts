import type { SignedGrant } from "../../funding/public/grant-store.ts";
import { endedStates } from "../../funding/public/rules.ts";
import type { City } from "../../platform/city.ts";
import { type Localised, textIn } from "../../platform/localised.ts";
import { isRna, isSiret } from "../../register/organisation/identifiers.ts";
import { decimalOfCents } from "../money.ts";
import { said } from "../said.ts";
import { guardFormula } from "../tabular/csv.ts";
import type { Agreed } from "./rows-store.ts";

/** What a row of SCDL says, wherever the grant was kept. Absent: what the schema asks for is not known. */
export interface ScdlRow {
  agreedOn: string;
  decision: string | null;
  beneficiary: SignedGrant["beneficiary"];
  object: string;
  cents: number;
  percent: number;
  inCash: boolean;
  inKind: boolean;
  terms: string | null;
  period: { start: string; end: string | null } | null;
  aidNumber: string | null;
  stateAid: boolean;
  scheme: string | null;
}
type Column = [name: string, value: (row: ScdlRow, city: City) => string];

const inFrench = (text: Localised) => textIn(text, "fr")?.text ?? "";
const objectOf = ({ name, demo }: { name: Localised; demo: boolean }) =>
  demo ? `[${said("common.demo").fr}] ${inFrench(name)}` : inFrench(name);

export function scdlRow(agreed: Agreed): ScdlRow {
  if (agreed.kind === "grant") {
    const { grant } = agreed;
    return {
      // The convention's own date, never the vote's: of the amendments the amount alone shows.
      agreedOn: grant.conventions[0]?.signedOn ?? grant.signedOn!,
      decision: grant.deliberation,
      beneficiary: grant.beneficiary,
      object: objectOf(grant),
      cents: grant.agreedCents,
      // The share of the grant that goes to this beneficiary, not the share of the cost that the grant covers: each has one.
      percent: 100,
      inCash: true,
      inKind: false,
      terms: isPaidAtOnce(grant) ? "unique" : "échelonné",
      period: paidWhen(grant),
      // For aids to firms, and for aids of the State notified to the Union: a grant of solidarity is neither.
      aidNumber: null,
      stateAid: false,
      scheme: grant.call,
    };
  }
  const { award } = agreed;
  const shared = award.agreementCents !== null && award.sharePercent !== null;
  return {
    agreedOn: award.agreedOn,
    decision: award.deliberation,
    beneficiary: award.beneficiary,
    object: objectOf(award),
    // The schema's amount is the whole agreement's, "before it is shared out".
    cents: shared ? award.agreementCents! : award.amountCents,
    percent: shared ? award.sharePercent! : 100,
    inCash: award.inCash,
    inKind: award.inKind,
    terms: award.paymentTerms,
    period: award.periodStart === null ? null : { start: award.periodStart, end: award.periodEnd },
    aidNumber: award.stateAidNumber,
    stateAid: award.stateAid,
    scheme: award.scheme,
  };
}

const columnsWith = (between: string): Column[] => [
  ["nomAttribuant", (_, city) => inFrench(city.name)],
  ["idAttribuant", (_, city) => city.siret ?? ""],
  ["dateConvention", ({ agreedOn }) => agreedOn],
  ["referenceDecision", ({ decision }) => guardFormula(decision ?? "")],
  ["nomBeneficiaire", ({ beneficiary }) => guardFormula(inFrench(beneficiary.name))],
  ["idBeneficiaire", ({ beneficiary: { siret } }) => (siret && isSiret(siret) ? siret : "")],
  ["rnaBeneficiaire", ({ beneficiary: { rna } }) => (rna && isRna(rna) ? rna : "")],
  ["objet", ({ object }) => shortened(guardFormula(object))],
  ["montant", ({ cents }) => decimalOfCents(cents)],
  ["nature", ({ inCash, inKind }) => [...(inCash ? ["aide en numéraire"] : []), ...(inKind ? ["aide en nature"] : [])].join(";")],
  ["conditionsVersement", ({ terms }) => guardFormula(terms ?? "")],
  ["datesPeriodeVersement", ({ period }) => (period ? [period.start, ...(period.end ? [period.end] : [])].join(between) : "")],
  ["idRAE", ({ aidNumber }) => guardFormula(aidNumber ?? "")],
  ["notificationUE", ({ stateAid }) => (stateAid ? "oui" : "non")],
  ["pourcentageSubvention", ({ percent }) => shareOf(percent)],
  ["dispositifAide", ({ scheme }) => guardFormula(scheme ?? "")],
];

/** The columns of SCDL "subventions" 2.1.1, in its order. One row per beneficiary. */
export const scdlColumns: Column[] = columnsWith("/");

const later = ["rnaBeneficiaire", "dispositifAide"];
/** Those of the regulatory format (arrêté of 17 November 2017): fourteen, and "_" within a period. */
export const regulatoryColumns: Column[] = columnsWith("_").filter(([name]) => !later.includes(name));

/** The schema's limit, in characters. */
const LONGEST_OBJECT = 256;
function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= LONGEST_OBJECT ? line : `${line.slice(0, LONGEST_OBJECT - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** 100 → "1.00", 33.3333 → "0.333333". */
function shareOf(percent: number): string {
  const [whole, fraction = ""] = (Math.round(percent * 10_000) / 1_000_000).toFixed(6).split(".");
  // bounded: six digits.
  return `${whole}.${fraction.replace(/0+$/, "").padEnd(2, "0")}`;
}

const isPaidAtOnce = ({ tranches, payments }: Pick<SignedGrant, "tranches" | "payments">) =>
  tranches.filter(({ amountCents }) => amountCents > 0).length <= 1 && payments.length <= 1;

/**
 * A single payment by its day once it is made. Otherwise the period: from the first payment, or the signature, to the
 * end of the last year of the schedule, or to the last payment when no more will follow.
 */
export function paidWhen(
  grant: Pick<SignedGrant, "tranches" | "payments" | "state" | "agreedCents" | "paidCents" | "signedOn" | "firstPaidOn">,
): { start: string; end: string | null } {
  const { payments, tranches, signedOn, firstPaidOn } = grant;
  const last = payments.at(-1)?.paidOn;
  const over = last !== undefined && (grant.paidCents === grant.agreedCents || endedStates.includes(grant.state));
  if (over && isPaidAtOnce(grant)) return { start: last, end: null };
  const start = firstPaidOn ?? signedOn!;
  const years = tranches.filter(({ amountCents }) => amountCents > 0).map(({ year }) => `${year}-12-31`);
  return { start, end: over ? last : [start, last ?? "", ...years].sort().at(-1)! };
}

/** One of the two numbers that the schema asks for: a SIRET that passes its check, or an RNA number. */
export function hasIdentifier({ siret, rna }: Pick<SignedGrant["beneficiary"], "siret" | "rna">): boolean {
  return (siret !== null && isSiret(siret)) || (rna !== null && isRna(rna));
}

const isDay = (date: string | null) => date !== null && date.length === 10;
/** Everything that the schema asks for is known. */
export const fitsSchema = (row: ScdlRow): boolean => hasIdentifier(row.beneficiary) && missingValue(row) === undefined;

/** What the schema asks for and the register does not know. */
function missingValue({ agreedOn, terms, period }: ScdlRow): string | undefined {
  if (!isDay(agreedOn)) return "Jour de la convention non connu";
  if (terms === null) return "Conditions de versement non connues";
  if (period === null || !isDay(period.start) || (period.end !== null && !isDay(period.end)))
    return "Date ou période de versement non connue";
  return undefined;
}

/** Why a beneficiary has neither of the two numbers. */
function missingIdentifier({ siret, siren, foreignId, foreignScheme, noIdentifier, country }: SignedGrant["beneficiary"]): string {
  if (siret) return `SIRET inexact dans le registre : ${siret}`;
  if (siren) return `SIREN seul connu : ${siren}`;
  if (foreignId) return `Organisme étranger : ${foreignScheme} ${foreignId}`;
  return (
    {
      foreign: `Organisme étranger${country ? ` (${country})` : ""}`,
      alsace_moselle: "Association d’Alsace-Moselle : inscrite au tribunal, sans RNA",
      not_registered: "Organisme non immatriculé",
    }[noIdentifier ?? ""] ?? "Numéro non connu"
  );
}

export const reasonColumn: Column = [
  "motifAbsenceIdentifiant",
  (row) => guardFormula(hasIdentifier(row.beneficiary) ? (missingValue(row) ?? "") : missingIdentifier(row.beneficiary)),
];
