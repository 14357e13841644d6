import { textIn } from "../../../platform/localised.ts";
import { actorRoles, audiences, directions, occasionStates, occasionTypes } from "../../../register/occasion/rules.ts";
import type { OccasionRow } from "../../datasets/occasion-store.ts";
import { type Column, countryColumns, localisedColumns, termColumns, type Words } from "../column.ts";
import { firstColumns, lastColumns, nameOf } from "./common.ts";

const code = (
  name: "type" | "direction" | "state" | "audience",
  codes: readonly string[],
  label: Words,
  description: Words,
): Column<OccasionRow> => ({
  name,
  type: "code",
  label,
  description,
  options: { codes, messages: `choice.occasion.${name}` },
  value: (row) => row[name],
});
const plain = (
  name: string,
  type: Column<OccasionRow>["type"],
  label: Words,
  description: Words,
  value: Column<OccasionRow>["value"],
): Column<OccasionRow> => ({ name, type, label, description, value });
const partial: Words = {
  fr: "Aussi précis qu’il est connu : année, mois ou jour.",
  en: "As precise as it is known: a year, a month or a day.",
};
const hour: Words = {
  fr: "En temps universel ; vide si l’heure n’est pas connue.",
  en: "In universal time; empty if the hour is not known.",
};
const points = (row: OccasionRow) => row.places.flatMap(({ point }) => (point ? [point] : []));
/** The first place: the others are in "places". */
const first = (row: OccasionRow) => points(row)[0];

/** One row per published event or visit. What stays in the office is in no row. */
export const occasionColumns: Column<OccasionRow>[] = [
  ...firstColumns<OccasionRow>("occasion"),
  code("type", occasionTypes, { fr: "Type", en: "Type" }, { fr: "Ce qui a lieu.", en: "What takes place." }),
  code(
    "direction",
    directions,
    { fr: "Où la ville est", en: "Where the city is" },
    {
      fr: "Reçu par la ville, ailleurs, ou en ligne.",
      en: "Received by the city, elsewhere, or online.",
    },
  ),
  code(
    "state",
    occasionStates,
    { fr: "État", en: "State" },
    { fr: "Prévu, confirmé, tenu, reporté ou annulé.", en: "Planned, confirmed, held, postponed or cancelled." },
  ),
  code(
    "audience",
    audiences,
    { fr: "Public", en: "Audience" },
    { fr: "Pour qui ; vide si ce n’est pas connu.", en: "For whom; empty if not known." },
  ),
  plain("starts_on", "day", { fr: "Commence le", en: "Starts on" }, partial, (row) => row.startsOn),
  plain("ends_on", "day", { fr: "Finit le", en: "Ends on" }, partial, (row) => row.endsOn),
  plain("starts_at", "instant", { fr: "Commence à", en: "Starts at" }, hour, (row) => row.startsAt && new Date(row.startsAt)),
  plain("ends_at", "instant", { fr: "Finit à", en: "Ends at" }, hour, (row) => row.endsAt && new Date(row.endsAt)),
  plain(
    "parent",
    "text",
    { fr: "Fait partie de (identifiant)", en: "Part of (identifier)" },
    { fr: "L’événement plus large.", en: "The wider event." },
    (row) => row.parent,
  ),
  plain(
    "programme",
    "text",
    { fr: "Programme (identifiant)", en: "Programme (identifier)" },
    { fr: "Le programme dont il relève.", en: "The programme it belongs to." },
    (row) => row.programme,
  ),
  ...countryColumns<OccasionRow>(
    "countries",
    { fr: "Pays", en: "Countries" },
    {
      fr: "Codes ISO 3166-1 à deux lettres des pays où il a lieu.",
      en: "ISO 3166-1 codes of two letters of the countries where it takes place.",
    },
    (row) => [...new Set(points(row).map(({ country }) => country))],
  ),
  {
    ...plain(
      "places",
      "objects",
      { fr: "Lieux", en: "Places" },
      {
        fr: "Salle ou adresse, et lieu ; en JSON, avec l’identifiant du lieu.",
        en: "Room or address, and place; in JSON, with the identifier of the place.",
      },
      (row) =>
        row.places.map(({ venue, point }) => ({
          venue: textIn(venue, "fr")?.text ?? null,
          place: point?.id ?? null,
          name: nameOf(point) ?? null,
        })),
    ),
    inWords: (one) => [one.venue, one.name].filter(Boolean).join(", "),
  },
  {
    ...plain(
      "latitude",
      "number",
      { fr: "Latitude", en: "Latitude" },
      { fr: "Du premier lieu ; WGS 84, degrés décimaux.", en: "Of the first place; WGS 84, decimal degrees." },
      (row) => first(row)?.latitude,
    ),
    unit: "°",
  },
  {
    ...plain(
      "longitude",
      "number",
      { fr: "Longitude", en: "Longitude" },
      { fr: "Du premier lieu ; WGS 84, degrés décimaux.", en: "Of the first place; WGS 84, decimal degrees." },
      (row) => first(row)?.longitude,
    ),
    unit: "°",
  },
  {
    ...plain(
      "actors",
      "objects",
      { fr: "Qui y prend part", en: "Who takes part" },
      { fr: "Nom et rôle ; en JSON, avec la nature et l’identifiant.", en: "Name and role; in JSON, with the kind and the identifier." },
      (row) =>
        row.actors.map(({ role, person, who }) => ({
          role,
          name: person ?? nameOf(who) ?? null,
          kind: who?.kind ?? "person",
          id: who?.id ?? null,
        })),
    ),
    options: { codes: actorRoles, messages: "choice.occasion.actors.role" },
    inWords: (one) => `${one.name}: ${one.role}`,
  },
  {
    ...plain(
      "links",
      "objects",
      { fr: "Projets, subventions et accords liés", en: "Projects, grants and agreements linked" },
      { fr: "Nature et identifiant.", en: "Kind and identifier." },
      (row) =>
        row.links.flatMap((link) =>
          (["project", "award", "agreement"] as const).flatMap((kind) => (link[kind] ? [{ kind, id: link[kind] }] : [])),
        ),
    ),
    inWords: (one) => `${one.kind}: ${one.id}`,
  },
  ...localisedColumns<OccasionRow>(
    "purpose",
    { fr: "Objet", en: "Purpose" },
    { fr: "Pourquoi il a lieu.", en: "What it is for." },
    (row) => row.purpose,
  ),
  ...localisedColumns<OccasionRow>(
    "outcome",
    { fr: "Ce qui en est résulté", en: "Outcome" },
    { fr: "Ce qui en est sorti.", en: "What came of it." },
    (row) => row.outcome,
  ),
  plain(
    "attendance",
    "integer",
    { fr: "Personnes présentes", en: "People present" },
    { fr: "Vide si le nombre n’est pas connu.", en: "Empty if the number is not known." },
    (row) => row.attendance,
  ),
  ...termColumns<OccasionRow>(
    "themes",
    "theme",
    { fr: "Thèmes", en: "Themes" },
    { fr: "Thèmes de la ville.", en: "Themes of the city." },
    (row) => row.themes,
  ),
  ...termColumns<OccasionRow>(
    "goals",
    "sdg-goal",
    { fr: "Objectifs de développement durable", en: "Sustainable Development Goals" },
    { fr: "Numéros des objectifs des Nations unies.", en: "Numbers of the goals of the United Nations." },
    (row) => row.goals,
  ),
  plain(
    "website",
    "url",
    { fr: "Site", en: "Website" },
    { fr: "Le site de l’événement.", en: "The website of the event." },
    (row) => row.website,
  ),
  ...lastColumns<OccasionRow>(),
];
