import { honourStates, honourTypes, recipients } from "../../../register/honour/rules.ts";
import { prizeRoles } from "../../../register/prize/rules.ts";
import type { HonourRow, PrizeRow } from "../../datasets/network-store.ts";
import { type Column, countryColumns, localisedColumns, termColumns, type Words } from "../column.ts";
import { firstColumns, lastColumns, nameOf } from "./common.ts";

const precise: Words = {
  fr: "Aussi précis qu’il est connu : année, mois ou jour.",
  en: "As precise as it is known: a year, a month or a day.",
};
const day = <K extends string>(name: string, label: Words, key: K): Column<Record<K, string | null>> => ({
  name,
  type: "day",
  label,
  description: precise,
  value: (row) => row[key],
});
const themes = <R extends { themes: string[] }>() =>
  termColumns<R>(
    "themes",
    "theme",
    { fr: "Thèmes", en: "Themes" },
    { fr: "Thèmes de la ville.", en: "Themes of the city." },
    (row) => row.themes,
  );
const website = <R extends { website: string | null }>(): Column<R> => ({
  name: "website",
  type: "url",
  label: { fr: "Site", en: "Website" },
  description: { fr: "Où en lire plus.", en: "Where to read more." },
  value: (row) => row.website,
});

/** One row per published honour given, distinction received or claim: the column "type" parts them. */
export const honourColumns: Column<HonourRow>[] = [
  ...firstColumns<HonourRow>("honour"),
  {
    name: "type",
    type: "code",
    label: { fr: "Type", en: "Type" },
    description: {
      fr: "Distinction donnée, reçue, ou affirmation de la ville : celle-ci n’est pas une mesure.",
      en: "Honour given, distinction received, or claim of the city: this one is no measure.",
    },
    options: { codes: honourTypes, messages: "choice.honour.type" },
    value: (row) => row.type,
  },
  {
    name: "recipient",
    type: "code",
    label: { fr: "Destinataire", en: "Recipient" },
    description: { fr: "Qui la reçoit.", en: "Who receives it." },
    options: { codes: recipients, messages: "choice.honour.recipient" },
    value: (row) => row.recipient,
  },
  {
    name: "posthumous",
    type: "boolean",
    label: { fr: "À titre posthume", en: "Posthumous" },
    description: { fr: "Donnée après la mort de la personne.", en: "Given after the person’s death." },
    value: (row) => row.posthumous,
  },
  {
    name: "state",
    type: "code",
    label: { fr: "État", en: "State" },
    description: { fr: "Où elle en est.", en: "How far it has come." },
    options: { codes: honourStates, messages: "choice.honour.state" },
    value: (row) => row.state,
  },
  ...countryColumns<HonourRow>(
    "country",
    { fr: "Pays", en: "Country" },
    { fr: "Code ISO 3166-1 à deux lettres.", en: "ISO 3166-1 code of two letters." },
    (row) => (row.country ? [row.country] : []),
  ),
  ...localisedColumns<HonourRow>(
    "giver",
    { fr: "Décernée par", en: "Given by" },
    { fr: "Vide si c’est la ville, ou si la source ne le dit pas.", en: "Empty if it is the city, or if the source does not say." },
    (row) => row.giver,
  ),
  ...localisedColumns<HonourRow>("reason", { fr: "Motif", en: "Reason" }, { fr: "Pour quoi.", en: "For what." }, (row) => row.reason),
  day("proposed_on", { fr: "Proposée le", en: "Proposed on" }, "proposedOn"),
  day("voted_on", { fr: "Votée le", en: "Voted on" }, "votedOn"),
  day("handed_on", { fr: "Remise le", en: "Handed over on" }, "handedOn"),
  day("received_on", { fr: "Reçue ou affirmée le", en: "Received or claimed on" }, "receivedOn"),
  day("withdrawn_on", { fr: "Retirée le", en: "Withdrawn on" }, "withdrawnOn"),
  ...localisedColumns<HonourRow>(
    "withdrawal",
    { fr: "Motif du retrait", en: "Reason of the withdrawal" },
    { fr: "Pourquoi elle a été retirée.", en: "Why it was withdrawn." },
    (row) => row.withdrawal,
  ),
  {
    name: "deliberation",
    type: "text",
    label: { fr: "Délibération", en: "Deliberation" },
    description: { fr: "Le numéro de la délibération du conseil.", en: "The number of the council’s deliberation." },
    value: (row) => row.deliberation,
  },
  website<HonourRow>(),
  ...themes<HonourRow>(),
  ...lastColumns<HonourRow>(),
];

/** One row per published prize. */
export const prizeColumns: Column<PrizeRow>[] = [
  ...firstColumns<PrizeRow>("prize"),
  {
    name: "giver",
    type: "text",
    label: { fr: "Décerné par", en: "Given by" },
    description: { fr: "L’organisme qui décerne le prix.", en: "The organisation that gives the prize." },
    value: (row) => nameOf(row.organisation),
  },
  {
    name: "role",
    type: "code",
    label: { fr: "Part de la ville", en: "Part of the city" },
    description: { fr: "Ce que la ville y fait.", en: "What the city does in it." },
    options: { codes: prizeRoles, messages: "choice.prize.role" },
    value: (row) => row.role,
  },
  day("since", { fr: "Depuis", en: "Since" }, "since"),
  day("until", { fr: "Jusqu’à", en: "Until" }, "until"),
  ...localisedColumns<PrizeRow>(
    "recurrence",
    { fr: "Quand il revient", en: "When it comes back" },
    { fr: "En mots.", en: "In words." },
    (row) => row.recurrence,
  ),
  {
    name: "editions",
    type: "objects",
    label: { fr: "Éditions", en: "Editions" },
    description: { fr: "Année et jour de la cérémonie, s’il est connu.", en: "Year, and day of the ceremony where it is known." },
    inWords: (one) => `${one.year}${one.held_on ? `: ${one.held_on}` : ""}`,
    value: (row) => row.editions.map(({ heldOn, ...one }) => ({ ...one, held_on: heldOn })),
  },
  {
    name: "laureates",
    type: "objects",
    label: { fr: "Lauréates et lauréats", en: "Laureates" },
    description: { fr: "Ceux que les sources lues nomment.", en: "Those whom the sources that were read name." },
    inWords: (one) => `${one.year}: ${one.person ?? one.organisation}`,
    value: (row) => row.laureates.map((one) => ({ ...one })),
  },
  website<PrizeRow>(),
  ...themes<PrizeRow>(),
  ...lastColumns<PrizeRow>(),
];
