import type { SignedGrant } from "../../funding/public/grant-store.ts";
import { endedStates } from "../../funding/public/rules.ts";
import type { City } from "../../platform/city.ts";
import { type Localised, textIn } from "../../platform/localised.ts";
import { isRna, isSiret } from "../../register/organisation/identifiers.ts";
import { decimalOfCents } from "../money.ts";
import { said } from "../said.ts";
import { guardFormula } from "../tabular/csv.ts";

type Column = [name: string, value: (grant: SignedGrant, city: City) => string];

const inFrench = (text: Localised) => textIn(text, "fr")?.text ?? "";

/** The columns of SCDL "subventions" 2.1.1, in its order. One row per grant: each has one beneficiary and one convention. */
export const scdlColumns: Column[] = [
  ["nomAttribuant", (_, city) => inFrench(city.name)],
  ["idAttribuant", (_, city) => city.siret],
  // The convention's own date, never the vote's: of the amendments the amount alone shows.
  ["dateConvention", ({ conventions, signedOn }) => conventions[0]?.signedOn ?? signedOn!],
  ["referenceDecision", ({ deliberation }) => guardFormula(deliberation)],
  ["nomBeneficiaire", ({ beneficiary }) => guardFormula(inFrench(beneficiary.name))],
  ["idBeneficiaire", ({ beneficiary: { siret } }) => (siret && isSiret(siret) ? siret : "")],
  ["rnaBeneficiaire", ({ beneficiary: { rna } }) => (rna && isRna(rna) ? rna : "")],
  ["objet", ({ name, demo }) => shortened(guardFormula(demo ? `[${said("common.demo").fr}] ${inFrench(name)}` : inFrench(name)))],
  ["montant", ({ agreedCents }) => decimalOfCents(agreedCents)],
  ["nature", () => "aide en numéraire"],
  ["conditionsVersement", (grant) => (isPaidAtOnce(grant) ? "unique" : "échelonné")],
  ["datesPeriodeVersement", paidWhen],
  // For aids to firms, and for aids of the State notified to the Union: a grant of solidarity is neither.
  ["idRAE", () => ""],
  ["notificationUE", () => "non"],
  // The share of the grant that goes to this beneficiary, not the share of the cost that the grant covers: each has one.
  ["pourcentageSubvention", () => "1.00"],
  ["dispositifAide", ({ call }) => call],
];

/** The schema's limit, in characters. */
const LONGEST_OBJECT = 256;
function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= LONGEST_OBJECT ? line : `${line.slice(0, LONGEST_OBJECT - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

const isPaidAtOnce = ({ tranches, payments }: Pick<SignedGrant, "tranches" | "payments">) =>
  tranches.filter(({ amountCents }) => amountCents > 0).length <= 1 && payments.length <= 1;

/**
 * A single payment by its day once it is made. Otherwise the period: from the first payment, or the signature, to the
 * end of the last year of the schedule, or to the last payment when no more will follow.
 */
export function paidWhen(
  grant: Pick<SignedGrant, "tranches" | "payments" | "state" | "agreedCents" | "paidCents" | "signedOn" | "firstPaidOn">,
): string {
  const { payments, tranches, signedOn, firstPaidOn } = grant;
  const last = payments.at(-1)?.paidOn;
  const over = last !== undefined && (grant.paidCents === grant.agreedCents || endedStates.includes(grant.state));
  if (over && isPaidAtOnce(grant)) return last;
  const start = firstPaidOn ?? signedOn!;
  const years = tranches.filter(({ amountCents }) => amountCents > 0).map(({ year }) => `${year}-12-31`);
  const end = over ? last : [start, last ?? "", ...years].sort().at(-1)!;
  return `${start}/${end}`;
}

/** One of the two numbers that the schema asks for: a SIRET that passes its check, or an RNA number. */
export function hasIdentifier({ siret, rna }: Pick<SignedGrant["beneficiary"], "siret" | "rna">): boolean {
  return (siret !== null && isSiret(siret)) || (rna !== null && isRna(rna));
}

/** Why a beneficiary has neither of them. */
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

export const reasonColumn: Column = ["motifAbsenceIdentifiant", (grant) => guardFormula(missingIdentifier(grant.beneficiary))];
