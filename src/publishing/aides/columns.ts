import { createHash } from "node:crypto";
import type { City } from "../../platform/city.ts";
import { translator } from "../../platform/i18n/messages.ts";
import { type Localised, textIn } from "../../platform/localised.ts";
import { href } from "../../ui/paths.ts";
import type { PublicEdition } from "./edition-store.ts";

export interface AideContext {
  city: City;
  /** The public address of the site, without a slash at the end. */
  baseUrl: string;
}
type Column = [name: string, value: (edition: PublicEdition, context: AideContext) => string];

const inFrench = (text: Localised) => textIn(text, "fr")?.text ?? "";
const t = translator("fr");
const euros = (cents: number, currency: string) =>
  new Intl.NumberFormat("fr", { style: "currency", currency, minimumFractionDigits: 0 }).format(cents / 100);

/**
 * The columns of « dispositif d’aide » 0.2.0, in its order: what directories of aids in France read. French is its
 * language. One row per edition of a call.
 */
export const aideColumns: Column[] = [
  ["id", ({ id }, { city }) => uuidOf(`${city.organisationIdentifier}/edition/${id}`)],
  ["titre", ({ name, demo }) => (demo ? `[${t("common.demo")}] ${inFrench(name)}` : inFrench(name))],
  ["promesse", ({ summary }) => short(inFrench(summary), LONGEST_PROMISE)],
  ["description", (edition) => cut(description(edition), LONGEST_DESCRIPTION)],
  ["eligibilite", ({ conditions }) => conditions.map(({ label }) => `• ${inFrench(label as Localised)}`).join("\n")],
  ["types_aides", () => "financement"],
  [
    "porteurs",
    (_, { city }) => JSON.stringify([{ nom: inFrench(city.name), siren: city.siret?.slice(0, 9), roles: ["instructeur", "financeur"] }]),
  ],
  ["programmes_parents", ({ programme }) => (programme ? inFrench(programme.name).replaceAll("|", " ") : "")],
  ["url_source", ({ id }, { baseUrl }) => baseUrl + href("fr", "edition", { id })],
  ["cibles", ({ conditions }) => targetsOf(valuesOf(conditions, "legal_form")).join("|")],
  ["eligibilite_geographique", ({ conditions }) => territoriesOf(valuesOf(conditions, "seat_prefix")).join("|")],
  ["eligibilite_geographique_exclusions", () => ""],
  ["date_ouverture", ({ opensAt }) => seconds(opensAt)],
  ["date_cloture", ({ closesAt }) => seconds(closesAt)],
  ["date_mise_a_jour", ({ updatedAt }) => seconds(updatedAt)],
];

/** Limits of the schema, in characters. */
const LONGEST_PROMISE = 180;
const LONGEST_DESCRIPTION = 5000;

// A promise cut short promises something else: then none.
const short = (text: string, longest: number) => (text.length <= longest ? text.replace(/\s+/g, " ").replace(/\.$/, "") : "");
const cut = (text: string, longest: number) =>
  text.length <= longest ? text : `${text.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, "")}…`;
/** Table Schema's datetime: UTC, to the second. */
const seconds = (at: string | Date) => new Date(at).toISOString().replace(/\.\d+Z$/, "Z");

function description({
  summary,
  callDescription,
  description: own,
  beneficiaries,
  minCents,
  maxCents,
  currency,
  citySharePercent,
}: PublicEdition) {
  const texts = [summary, callDescription, own, beneficiaries].map(inFrench).filter(Boolean);
  const money = [
    ...(minCents === null ? [] : [t("aides.min", { amount: euros(minCents, currency) })]),
    ...(maxCents === null ? [] : [t("aides.max", { amount: euros(maxCents, currency) })]),
    ...(citySharePercent === null ? [] : [t("aides.share", { percent: String(Number(citySharePercent)) })]),
  ];
  return [...texts, ...(money.length > 0 ? [money.join(" ")] : [])].join("\n\n");
}

function valuesOf(conditions: PublicEdition["conditions"], rule: string): string[] {
  return conditions.filter((one) => one.rule === rule).flatMap(({ value }) => value?.split(" ") ?? []);
}

// The forms that a condition may name, by the four kinds of beneficiaries of the schema.
const targetOf: Record<string, string> = {
  association: "associations",
  foundation: "associations",
  ngo: "associations",
  collective: "associations",
  university: "secteur public",
  school: "secteur public",
  public: "secteur public",
  company: "professionnels",
};

/** Whom a call is for. One that says no form is for associations: a grant of a city's international action goes to bodies. */
export function targetsOf(forms: readonly string[]): string[] {
  const targets = [...new Set(forms.flatMap((form) => targetOf[form] ?? []))];
  return targets.length > 0 ? targets : ["associations"];
}

const FRANCE = "PAYS-99100";
const CORSICA = "REG-94";

/**
 * Where the seat may be, in codes of the French official geography, from the post codes that a call names: the
 * department is their first two digits, three overseas. Without any: France. Corsica's two departments have letters
 * in their codes, which the schema does not take: its region stands for them.
 */
export function territoriesOf(postCodes: readonly string[]): string[] {
  const codes = postCodes.map((code) => {
    if (code.startsWith("20")) return CORSICA;
    const overseas = /^9[78]/.test(code);
    if (overseas && code.length < 3) return FRANCE;
    return `DEP-${code.slice(0, overseas ? 3 : 2)}`;
  });
  return codes.length > 0 ? [...new Set(codes)] : [FRANCE];
}

// RFC 9562's namespace of addresses.
const NAMESPACE = Buffer.from("6ba7b8119dad11d180b400c04fd430c8", "hex");

/** A UUID made of a name (RFC 9562, version 5): the same name always gives the same. */
export function uuidOf(name: string): string {
  const bytes = createHash("sha1").update(NAMESPACE).update(name).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
