import { translator } from "../../../platform/i18n/messages.ts";
import type { AtlasRow } from "../atlas-store.ts";
import { column, countryName, funders, termName, words } from "./column.ts";

/** One line a co-operation and a partner authority. */
export const atlasColumns = [
  column<AtlasRow>(
    "authority",
    "text",
    ["Collectivité chef de file", "Lead authority"],
    ["La collectivité qui déclare.", "The authority that declares."],
    (_, c) => words(c.city.name, c.locale),
  ),
  column<AtlasRow>("authority_siret", "text", ["SIRET", "SIRET"], ["Quatorze chiffres.", "Fourteen digits."], (_, c) => c.city.siret),
  column<AtlasRow>(
    "partner",
    "text",
    ["Collectivité partenaire", "Partner authority"],
    ["Ville ou région à l’étranger.", "City or region abroad."],
    ({ partner }, c) => words(partner.name, c.locale),
  ),
  column<AtlasRow>(
    "country_code",
    "text",
    ["Pays (code)", "Country (code)"],
    ["ISO 3166-1.", "ISO 3166-1."],
    ({ partner }) => partner.country,
  ),
  column<AtlasRow>(
    "country",
    "text",
    ["Pays", "Country"],
    ["De la collectivité partenaire.", "Of the partner authority."],
    ({ partner }, c) => countryName(partner.country, c),
  ),
  column<AtlasRow>(
    "kind",
    "text",
    ["Type de coopération", "Kind of co-operation"],
    ["Le type de l’accord ; « projet » pour une action.", "The type of the agreement; “project” for an action."],
    ({ type }, { locale }) => {
      const t = translator(locale);
      return type ? t.dynamic(`choice.agreement.type.${type}`) : t("kind.project");
    },
  ),
  column<AtlasRow>(
    "themes",
    "texts",
    ["Thématiques", "Themes"],
    ["Vocabulaire de la collectivité.", "The authority’s own vocabulary."],
    ({ themes }, c) => themes.map((code) => termName("theme", code, c) || code),
  ),
  column<AtlasRow>(
    "goals",
    "texts",
    ["ODD", "SDGs"],
    ["Objectifs de développement durable.", "Sustainable Development Goals."],
    ({ goals }) => goals,
  ),
  column<AtlasRow>(
    "title",
    "text",
    ["Intitulé", "Title"],
    ["De l’accord ou du projet.", "Of the agreement or project."],
    ({ name, id }, c) => words(name, c.locale) || id,
  ),
  column<AtlasRow>(
    "description",
    "text",
    ["Description", "Description"],
    ["Objet de l’accord, description du projet.", "Purpose of the agreement, description of the project."],
    ({ description }, c) => words(description, c.locale),
  ),
  column<AtlasRow>(
    "start_year",
    "integer",
    ["Année de début", "Start year"],
    ["Signature de l’accord, début du projet.", "Signature of the agreement, start of the project."],
    ({ startYear }) => startYear,
  ),
  column<AtlasRow>("state", "text", ["État", "State"], ["Au jour du fichier.", "On the day of the file."], ({ kind, state }, { locale }) =>
    translator(locale).dynamic(`choice.${kind}.state.${state}`),
  ),
  column<AtlasRow>(
    "budget",
    "money",
    ["Budget", "Budget"],
    [
      "De toute la coopération, répété pour chaque partenaire : ne pas l’additionner.",
      "Of the whole co-operation, repeated for each partner: not to be added up.",
    ],
    ({ budgetCents }) => budgetCents,
  ),
  column<AtlasRow>("currency", "text", ["Monnaie", "Currency"], ["Code ISO 4217.", "ISO 4217 code."], ({ currency }) => currency),
  column<AtlasRow>(
    "cofunding",
    "texts",
    ["Cofinanceurs", "Co-funders"],
    ["Apports confirmés ou reçus.", "Shares confirmed or received."],
    (row, c) => funders(row.funders, c.locale),
  ),
  column<AtlasRow>(
    "contact",
    "text",
    ["Contact", "Contact"],
    ["Le service et son adresse électronique.", "The service and its e-mail address."],
    (_, c) => `${words(c.city.service, c.locale)}, ${c.city.email}`,
  ),
  column<AtlasRow>(
    "latitude",
    "number",
    ["Latitude", "Latitude"],
    ["WGS 84, de la collectivité partenaire.", "WGS 84, of the partner authority."],
    ({ partner }) => partner.latitude,
  ),
  column<AtlasRow>("longitude", "number", ["Longitude", "Longitude"], ["WGS 84.", "WGS 84."], ({ partner }) => partner.longitude),
  column<AtlasRow>(
    "id",
    "text",
    ["Identifiant", "Identifier"],
    ["De l’accord ou du projet dans le registre.", "Of the agreement or project in the register."],
    ({ id }) => id,
  ),
  column<AtlasRow>(
    "demo",
    "boolean",
    ["Fictif", "Fictional"],
    ["Vrai : ligne de démonstration, à ne pas déclarer.", "True: a row of the demonstration, not to be declared."],
    ({ demo }) => demo,
  ),
];
