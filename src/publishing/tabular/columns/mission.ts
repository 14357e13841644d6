import { missionStates, missionTypes } from "../../../register/mission/rules.ts";
import { missionValue } from "../../../register/mission/value.ts";
import { fundingStatuses } from "../../../register/project/rules.ts";
import type { MissionRow } from "../../datasets/mission-store.ts";
import { type Column, countryColumns, localisedColumns, termColumns, type Words } from "../column.ts";
import { currencyColumn, firstColumns, lastColumns, nameOf } from "./common.ts";

const reference = (name: "partner" | "project" | "agreement" | "programme", label: Words, description: Words): Column<MissionRow> => ({
  name,
  type: "text",
  label,
  description,
  value: (row) => row[name]?.id,
});
const valued = (
  name: string,
  label: Words,
  description: Words,
  of: (value: ReturnType<typeof missionValue>) => number,
): Column<MissionRow> => ({
  name,
  type: "money",
  label,
  description,
  value: (row) => of(missionValue(row)),
});

/** One row per published mission. */
export const missionColumns: Column<MissionRow>[] = [
  ...firstColumns<MissionRow>("mission"),
  {
    name: "reference",
    type: "text",
    label: { fr: "Référence", en: "Reference" },
    description: { fr: "Le numéro de l’ordre de mission.", en: "The number of the mission order." },
    value: (row) => row.reference,
  },
  {
    name: "type",
    type: "code",
    label: { fr: "Type", en: "Type" },
    description: { fr: "Ce qu’est la mission.", en: "What the mission is." },
    options: { codes: missionTypes, messages: "choice.mission.type" },
    value: (row) => row.type,
  },
  {
    name: "state",
    type: "code",
    label: { fr: "État", en: "State" },
    description: { fr: "Où en est la mission.", en: "How far the mission has come." },
    options: { codes: missionStates, messages: "choice.mission.state" },
    value: (row) => row.state,
  },
  {
    name: "starts_on",
    type: "day",
    label: { fr: "Début", en: "Starts on" },
    description: { fr: "Aussi précis qu’il est connu : année, mois ou jour.", en: "As precise as it is known: a year, a month or a day." },
    value: (row) => row.startsOn,
  },
  {
    name: "ends_on",
    type: "day",
    label: { fr: "Fin", en: "Ends on" },
    description: { fr: "Vide si elle n’est pas connue.", en: "Empty if it is not known." },
    value: (row) => row.endsOn,
  },
  ...countryColumns<MissionRow>(
    "country",
    { fr: "Pays", en: "Country" },
    { fr: "Code ISO 3166-1 à deux lettres.", en: "ISO 3166-1 code of two letters." },
    (row) => (row.country ? [row.country] : []),
  ),
  {
    name: "place",
    type: "text",
    label: { fr: "Lieu", en: "Place" },
    description: { fr: "Où la mission se tient.", en: "Where the mission takes place." },
    value: (row) => nameOf(row.place),
  },
  {
    name: "latitude",
    type: "number",
    unit: "°",
    label: { fr: "Latitude", en: "Latitude" },
    description: { fr: "WGS 84, degrés décimaux.", en: "WGS 84, decimal degrees." },
    value: (row) => row.place?.latitude,
  },
  {
    name: "longitude",
    type: "number",
    unit: "°",
    label: { fr: "Longitude", en: "Longitude" },
    description: { fr: "WGS 84, degrés décimaux.", en: "WGS 84, decimal degrees." },
    value: (row) => row.place?.longitude,
  },
  reference("partner", { fr: "Partenaire (identifiant)", en: "Partner (identifier)" }, { fr: "Avec qui.", en: "With whom." }),
  reference(
    "project",
    { fr: "Projet (identifiant)", en: "Project (identifier)" },
    { fr: "Le projet qu’elle sert.", en: "The project it serves." },
  ),
  reference(
    "agreement",
    { fr: "Accord (identifiant)", en: "Agreement (identifier)" },
    { fr: "L’accord dont elle relève.", en: "The agreement it comes under." },
  ),
  reference(
    "programme",
    { fr: "Programme (identifiant)", en: "Programme (identifier)" },
    { fr: "Le programme dont elle relève.", en: "The programme it comes under." },
  ),
  ...termColumns<MissionRow>(
    "skills",
    "skill",
    { fr: "Compétences", en: "Skills" },
    { fr: "Les savoir-faire mobilisés.", en: "The skills called upon." },
    (row) => row.skills,
  ),
  ...termColumns<MissionRow>(
    "themes",
    "theme",
    { fr: "Thèmes", en: "Themes" },
    { fr: "Thèmes de la ville.", en: "Themes of the city." },
    (row) => row.themes,
  ),
  ...localisedColumns<MissionRow>(
    "purpose",
    { fr: "Objet", en: "Purpose" },
    { fr: "Ce pour quoi la mission se fait.", en: "What the mission is for." },
    (row) => row.purpose,
  ),
  ...localisedColumns<MissionRow>(
    "results",
    { fr: "Résultats", en: "Results" },
    { fr: "Ce qu’il en est sorti.", en: "What came of it." },
    (row) => row.results,
  ),
  {
    name: "work",
    type: "objects",
    label: { fr: "Travail donné", en: "Work given" },
    description: {
      fr: "Service, personnes, jours de chacune et valeur d’un jour en centimes.",
      en: "Service, people, days of each and value of a day in cents.",
    },
    inWords: (one) => `${one.service}: ${one.people ?? 1} × ${one.days}`,
    value: (row) => row.work.map(({ dayCents, ...one }) => ({ ...one, day_cents: dayCents })),
  },
  {
    name: "days",
    type: "number",
    label: { fr: "Jours de travail", en: "Days of work" },
    description: { fr: "Personnes multipliées par jours, tous services ensemble.", en: "People times days, all services together." },
    value: (row) => missionValue(row).days,
  },
  valued(
    "value",
    { fr: "Valeur du travail", en: "Value of the work" },
    {
      fr: "Contribution en nature de la ville : personnes, multipliées par jours et par valeur d’un jour. Une prévision tant que la mission n’est pas faite ; ne s’ajoute à aucune subvention.",
      en: "Contribution in kind of the city: people times days times value of a day. A forecast until the mission is done; added to no grant.",
    },
    ({ valueCents }) => valueCents,
  ),
  valued(
    "cost",
    { fr: "Frais payés par la ville", en: "Costs paid by the city" },
    { fr: "Transport, hébergement et autres frais.", en: "Travel, lodging and other costs." },
    ({ costCents }) => costCents,
  ),
  valued(
    "cost_of_others",
    { fr: "Frais payés par d’autres", en: "Costs paid by others" },
    { fr: "Frais que d’autres paient eux-mêmes.", en: "Costs that others pay themselves." },
    ({ costOfOthersCents }) => costOfOthersCents,
  ),
  valued(
    "cofunded",
    { fr: "Cofinancements en argent", en: "Co-funding in cash" },
    { fr: "Confirmés ou reçus, dans la devise de la ligne.", en: "Confirmed or received, in the currency of the row." },
    ({ cofundedCents }) => cofundedCents,
  ),
  currencyColumn<MissionRow>(),
  {
    name: "funders",
    type: "objects",
    label: { fr: "Cofinanceurs", en: "Co-funders" },
    description: {
      fr: "Qui, en argent ou en nature, et avec quelle certitude ; montants en centimes.",
      en: "Who, in cash or in kind, and how surely; amounts in cents.",
    },
    options: { codes: fundingStatuses, messages: "choice.mission.funders.status" },
    inWords: (one) => `${one.name}: ${one.status}${one.in_kind ? " (in kind)" : ""}`,
    value: (row) =>
      row.funders.map(({ who, amountCents, inKind, ...one }) => ({
        id: who?.id ?? null,
        name: nameOf(who) ?? "",
        ...one,
        amount_cents: amountCents,
        in_kind: inKind,
      })),
  },
  ...lastColumns<MissionRow>(),
];
