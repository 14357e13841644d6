import { fundingStatuses, projectRoles, projectStates } from "../../../register/project/rules.ts";
import type { ProjectRow } from "../../datasets/project-store.ts";
import { decimalOfCents } from "../../money.ts";
import { type Column, countryColumns, localisedColumns, termColumns, type Words } from "../column.ts";
import { currencyColumn, firstColumns, lastColumns, nameOf } from "./common.ts";

const day = (name: string, label: Words, value: (row: ProjectRow) => string | null): Column<ProjectRow> => ({
  name,
  type: "day",
  label,
  description: {
    fr: "Aussi précise qu’elle est connue : année, mois ou jour.",
    en: "As precise as it is known: a year, a month or a day.",
  },
  value,
});
const marker = (name: string, label: Words, value: (row: ProjectRow) => number | null): Column<ProjectRow> => ({
  name,
  type: "integer",
  label,
  description: {
    fr: "Marqueur du CAD de l’OCDE : 0 non visé, 1 objectif significatif, 2 objectif principal ; vide s’il n’est pas renseigné.",
    en: "OECD DAC marker: 0 not targeted, 1 significant objective, 2 principal objective; empty if not filled in.",
  },
  value,
});
/** One a line, so that each stands beside its line; none when none is known. */
const shares = (lines: { percentage: number | null }[]) =>
  lines.every(({ percentage }) => percentage === null) ? [] : lines.map(({ percentage }) => String(percentage ?? ""));
const people = (lines: { role?: string; who: { kind: string; id: string; name: Record<string, string | undefined> } }[]) =>
  lines.map(({ who, ...line }) => ({ ...line, kind: who?.kind, id: who?.id, name: nameOf(who) }));

/** One row per published project. */
export const projectColumns: Column<ProjectRow>[] = [
  ...firstColumns<ProjectRow>("project"),
  {
    name: "iati_identifier",
    type: "text",
    label: { fr: "Identifiant IATI", en: "IATI identifier" },
    description: {
      fr: "L’identifiant de l’activité dans iati.xml, ou dans le fichier de qui rapporte le projet.",
      en: "The identifier of the activity in iati.xml, or in the file of whoever reports the project.",
    },
    value: (row, { city }) => row.reportedIdentifier ?? `${city.organisationIdentifier}-${row.id}`,
  },
  {
    name: "reported_by",
    type: "text",
    label: { fr: "Rapporté par (identifiant)", en: "Reported by (identifier)" },
    description: {
      fr: "L’organisme dont c’est l’action ; vide pour les projets de la Ville, seuls dans le fichier sans le paramètre reporter.",
      en: "The body whose action it is; empty for the City’s own projects, the only ones in the file without the parameter reporter.",
    },
    value: (row) => row.reportedBy?.id,
  },
  ...localisedColumns<ProjectRow>(
    "reported_by",
    { fr: "Rapporté par", en: "Reported by" },
    { fr: "Le nom de cet organisme.", en: "The name of that body." },
    (row) => row.reportedBy?.name,
  ),
  {
    name: "reference",
    type: "text",
    label: { fr: "Référence du service", en: "Reference of the service" },
    description: { fr: "Le numéro que le service donne au projet.", en: "The number that the service gives to the project." },
    value: (row) => row.reference,
  },
  {
    name: "state",
    type: "code",
    label: { fr: "État", en: "State" },
    description: { fr: "Où en est le projet.", en: "How far the project has come." },
    options: { codes: projectStates, messages: "choice.project.state" },
    value: (row) => row.state,
  },
  {
    name: "programme",
    type: "text",
    label: { fr: "Programme (identifiant)", en: "Programme (identifier)" },
    description: { fr: "Le dispositif dont relève le projet.", en: "The scheme the project belongs to." },
    value: (row) => row.programme?.id,
  },
  ...localisedColumns<ProjectRow>(
    "programme",
    { fr: "Programme", en: "Programme" },
    { fr: "Le nom du dispositif.", en: "The name of the scheme." },
    (row) => row.programme?.name,
  ),
  {
    name: "agreement",
    type: "text",
    label: { fr: "Accord (identifiant)", en: "Agreement (identifier)" },
    description: { fr: "L’accord dans le cadre duquel le projet est mené.", en: "The agreement under which the project is carried out." },
    value: (row) => row.agreement,
  },
  day("planned_start", { fr: "Début prévu", en: "Planned start" }, (row) => row.plannedStart),
  day("planned_end", { fr: "Fin prévue", en: "Planned end" }, (row) => row.plannedEnd),
  day("actual_start", { fr: "Début effectif", en: "Actual start" }, (row) => row.actualStart),
  day("actual_end", { fr: "Fin effective", en: "Actual end" }, (row) => row.actualEnd),
  ...countryColumns<ProjectRow>(
    "countries",
    { fr: "Pays", en: "Countries" },
    { fr: "Codes ISO 3166-1 à deux lettres.", en: "ISO 3166-1 codes of two letters." },
    (row) => row.countries.map(({ code }) => code),
  ),
  {
    name: "country_shares",
    type: "texts",
    unit: "%",
    label: { fr: "Part de chaque pays", en: "Share of each country" },
    description: {
      fr: "En pour cent, dans l’ordre des pays ; vide si elle n’est pas connue.",
      en: "In percent, in the order of the countries; empty if not known.",
    },
    value: (row) => shares(row.countries),
  },
  {
    name: "places",
    type: "objects",
    label: { fr: "Lieux", en: "Places" },
    description: {
      fr: "Nom, latitude et longitude (WGS 84, degrés décimaux) des lieux, puis des sites du projet seul (un puits, une école) ; en JSON, avec la précision et, pour un lieu, son identifiant et son pays.",
      en: "Name, latitude and longitude (WGS 84, decimal degrees) of the places, then of the sites of this project alone (a well, a school); in JSON, with the precision and, for a place, its identifier and country.",
    },
    inWords: (place) => `${place.name ?? ""} (${place.latitude}, ${place.longitude})`.trim(),
    value: (row) => [
      ...row.places.flatMap(({ point }) =>
        point
          ? [
              {
                id: point.id,
                name: nameOf(point),
                country: point.country,
                latitude: point.latitude,
                longitude: point.longitude,
                precision: point.exactness,
              },
            ]
          : [],
      ),
      ...row.sites.map(({ latitude, longitude, exactness, ...site }) => ({
        name: nameOf(site as { name: Record<string, string | undefined> }),
        latitude,
        longitude,
        precision: exactness,
      })),
    ],
  },
  ...termColumns<ProjectRow>(
    "themes",
    "theme",
    { fr: "Thèmes", en: "Themes" },
    { fr: "Thèmes de la ville.", en: "Themes of the city." },
    (row) => row.themes,
  ),
  ...termColumns<ProjectRow>(
    "priorities",
    "priority",
    { fr: "Priorités", en: "Priorities" },
    { fr: "Priorités de l’action internationale.", en: "Priorities of the international action." },
    (row) => row.priorities,
  ),
  ...termColumns<ProjectRow>(
    "goals",
    "sdg-goal",
    { fr: "Objectifs de développement durable", en: "Sustainable Development Goals" },
    { fr: "Numéros des objectifs des Nations unies.", en: "Numbers of the goals of the United Nations." },
    (row) => row.goals,
  ),
  {
    name: "targets",
    type: "texts",
    label: { fr: "Cibles des objectifs", en: "Targets of the goals" },
    description: { fr: "Numéros des cibles des Nations unies.", en: "Numbers of the targets of the United Nations." },
    value: (row) => row.targets,
  },
  ...termColumns<ProjectRow>(
    "sectors",
    "dac-sector",
    { fr: "Secteurs", en: "Sectors" },
    { fr: "Codes-objet du CAD de l’OCDE.", en: "Purpose codes of the OECD DAC." },
    (row) => row.sectors.map(({ code }) => code),
  ),
  {
    name: "sector_shares",
    type: "texts",
    unit: "%",
    label: { fr: "Part de chaque secteur", en: "Share of each sector" },
    description: {
      fr: "En pour cent, dans l’ordre des secteurs ; vide si elle n’est pas connue.",
      en: "In percent, in the order of the sectors; empty if not known.",
    },
    value: (row) => shares(row.sectors),
  },
  marker("gender_marker", { fr: "Marqueur égalité", en: "Gender marker" }, (row) => row.genderMarker),
  marker("mitigation_marker", { fr: "Marqueur atténuation", en: "Mitigation marker" }, (row) => row.mitigationMarker),
  marker("adaptation_marker", { fr: "Marqueur adaptation", en: "Adaptation marker" }, (row) => row.adaptationMarker),
  {
    name: "humanitarian",
    type: "boolean",
    label: { fr: "Aide humanitaire", en: "Humanitarian aid" },
    description: {
      fr: "Le projet relève en tout ou partie de l’aide humanitaire.",
      en: "The project is humanitarian aid, in whole or in part.",
    },
    value: (row) => row.humanitarian,
  },
  {
    name: "budget",
    type: "money",
    label: { fr: "Budget", en: "Budget" },
    description: {
      fr: "De toute l’action, tous financeurs confondus ; vide s’il n’est pas connu.",
      en: "Of the whole action, all funders together; empty if not known.",
    },
    value: (row) => row.budgetCents,
  },
  currencyColumn<ProjectRow>(),
  {
    name: "grants",
    type: "integer",
    label: { fr: "Subventions", en: "Grants" },
    description: { fr: "Nombre de subventions publiées pour le projet.", en: "Number of grants published for the project." },
    value: (row) => row.awards?.count ?? 0,
  },
  {
    name: "granted",
    type: "money",
    label: { fr: "Montant des subventions", en: "Amount of the grants" },
    description: { fr: "Leur somme ; vide s’il n’y en a pas.", en: "Their sum; empty if there are none." },
    value: (row) => row.awards?.cents,
  },
  {
    name: "participants",
    type: "objects",
    label: { fr: "Participants", en: "Participants" },
    description: {
      fr: "Rôle et nom de chacun ; en JSON, avec son identifiant.",
      en: "Role and name of each; in JSON, with its identifier.",
    },
    options: { codes: projectRoles, messages: "choice.project.partners.role" },
    inWords: (one) => `${one.role}: ${one.name}`,
    value: (row) => people(row.partners as never),
  },
  {
    name: "funders",
    type: "objects",
    label: { fr: "Financeurs", en: "Funders" },
    description: {
      fr: "Nom, montant et état de chaque financement ; en JSON, avec son identifiant et les apports en nature.",
      en: "Name, amount and status of each funding; in JSON, with its identifier and what is given in kind.",
    },
    options: { codes: fundingStatuses, messages: "choice.project.funders.status" },
    inWords: (one) => `${one.name}${one.amount === null ? "" : ` ${one.amount.toFixed(2)} ${one.currency}`} (${one.status})`,
    value: (row) =>
      people(row.funders as never).map(({ amountCents, inKind, ...one }: any) => ({
        ...one,
        amount: amountCents === null ? null : Number(decimalOfCents(amountCents)),
        in_kind: inKind,
      })),
  },
  {
    name: "results",
    type: "objects",
    label: { fr: "Résultats", en: "Results" },
    description: {
      fr: "Indicateur, valeur atteinte et valeur visée ; en JSON, avec l’unité, les dates et le point de départ.",
      en: "Indicator, value reached and value aimed at; in JSON, with the unit, the dates and the baseline.",
    },
    inWords: (one) => `${one.indicator.fr ?? Object.values(one.indicator)[0]}: ${one.actual ?? "?"} / ${one.target ?? "?"}`,
    value: (row) =>
      row.results.map((one) => ({
        indicator: one.indicator,
        unit: one.unit,
        baseline: one.baselineValue,
        baseline_year: one.baselineYear,
        target: one.targetValue,
        target_on: one.targetOn,
        actual: one.actualValue,
        actual_on: one.actualOn,
      })),
  },
  {
    name: "website",
    type: "url",
    label: { fr: "Site", en: "Website" },
    description: { fr: "Le site du projet.", en: "The website of the project." },
    value: (row) => row.website,
  },
  ...localisedColumns<ProjectRow>(
    "interpretation",
    { fr: "Interprétation", en: "Interpretation" },
    { fr: "Ce qui a été déduit de la source, à l’appréciation du lecteur.", en: "What was read into the source, for the reader to judge." },
    (row) => row.interpretation,
  ),
  ...lastColumns<ProjectRow>(),
];
