import { agreementStates, agreementSteps, agreementTypes } from "../../../register/agreement/rules.ts";
import { partnerTypes } from "../../../register/partner/rules.ts";
import type { AgreementRow, PartnerRow } from "../../datasets/partner-store.ts";
import { type Column, countryColumns, localisedColumns, termColumns } from "../column.ts";
import { currencyColumn, firstColumns, lastColumns, nameOf } from "./common.ts";

const themes = <R extends { themes: string[] }>() =>
  termColumns<R>(
    "themes",
    "theme",
    { fr: "Thèmes", en: "Themes" },
    { fr: "Thèmes de la ville.", en: "Themes of the city." },
    (row) => row.themes,
  );

/** One row per published partner. */
export const partnerColumns: Column<PartnerRow>[] = [
  ...firstColumns<PartnerRow>("partner"),
  {
    name: "type",
    type: "code",
    label: { fr: "Type", en: "Type" },
    description: { fr: "Ce qu’est le partenaire.", en: "What the partner is." },
    options: { codes: partnerTypes, messages: "choice.partner.type" },
    value: (row) => row.type,
  },
  {
    name: "aliases",
    type: "texts",
    label: { fr: "Autres noms", en: "Other names" },
    description: { fr: "Autres graphies et noms dans d’autres langues.", en: "Other spellings and names in other languages." },
    value: (row) => row.aliases,
  },
  ...countryColumns<PartnerRow>(
    "country",
    { fr: "Pays", en: "Country" },
    { fr: "Code ISO 3166-1 à deux lettres.", en: "ISO 3166-1 code of two letters." },
    (row) => (row.country ? [row.country] : []),
  ),
  {
    name: "place",
    type: "text",
    label: { fr: "Lieu", en: "Place" },
    description: { fr: "Où le partenaire se trouve.", en: "Where the partner is." },
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
  {
    name: "organisation",
    type: "text",
    label: { fr: "Organisme (identifiant)", en: "Organisation (identifier)" },
    description: { fr: "La personne morale, si elle est connue.", en: "The legal body, if known." },
    value: (row) => row.organisation?.id,
  },
  ...themes<PartnerRow>(),
  {
    name: "agreements",
    type: "objects",
    label: { fr: "Accords", en: "Agreements" },
    description: {
      fr: "Type, état et date de signature de chaque accord ; en JSON, avec son identifiant.",
      en: "Type, state and date of signature of each agreement; in JSON, with its identifier.",
    },
    inWords: (one) => `${one.type}: ${one.state}${one.signed_on ? `, ${one.signed_on}` : ""}`,
    value: (row) => row.agreements.map(({ signedOn, ...one }) => ({ ...one, signed_on: signedOn })),
  },
  {
    name: "networks",
    type: "texts",
    label: { fr: "Réseaux", en: "Networks" },
    description: { fr: "Les réseaux dont le partenaire est membre.", en: "The networks the partner is a member of." },
    value: (row) => row.memberships.flatMap((network) => nameOf(network) ?? []),
  },
  {
    name: "projects",
    type: "integer",
    label: { fr: "Projets", en: "Projects" },
    description: { fr: "Nombre de projets publiés auxquels il participe.", en: "Number of published projects it takes part in." },
    value: (row) => row.projects ?? 0,
  },
  {
    name: "website",
    type: "url",
    label: { fr: "Site", en: "Website" },
    description: { fr: "Le site du partenaire.", en: "The website of the partner." },
    value: (row) => row.website,
  },
  {
    name: "wikidata",
    type: "text",
    label: { fr: "Wikidata", en: "Wikidata" },
    description: { fr: "Son numéro dans Wikidata.", en: "Its number in Wikidata." },
    value: (row) => row.wikidata,
  },
  ...lastColumns<PartnerRow>(),
];

/** One row per published agreement. */
export const agreementColumns: Column<AgreementRow>[] = [
  ...firstColumns<AgreementRow>("agreement"),
  {
    name: "partner",
    type: "text",
    label: { fr: "Partenaire (identifiant)", en: "Partner (identifier)" },
    description: { fr: "Avec qui l’accord est conclu.", en: "With whom the agreement is made." },
    value: (row) => row.partner,
  },
  ...localisedColumns<AgreementRow>(
    "partner",
    { fr: "Partenaire", en: "Partner" },
    { fr: "Le nom du partenaire.", en: "The name of the partner." },
    (row) => row.partnerName,
  ),
  {
    name: "partner_country",
    type: "text",
    label: { fr: "Pays du partenaire (code)", en: "Country of the partner (code)" },
    description: { fr: "Code ISO 3166-1 à deux lettres.", en: "ISO 3166-1 code of two letters." },
    value: (row) => row.partnerCountry,
  },
  {
    name: "type",
    type: "code",
    label: { fr: "Type", en: "Type" },
    description: { fr: "Ce qu’est l’accord.", en: "What the agreement is." },
    options: { codes: agreementTypes, messages: "choice.agreement.type" },
    value: (row) => row.type,
  },
  {
    name: "state",
    type: "code",
    label: { fr: "État", en: "State" },
    description: { fr: "Où en est l’accord.", en: "How far the agreement has come." },
    options: { codes: agreementStates, messages: "choice.agreement.state" },
    value: (row) => row.state,
  },
  {
    name: "signed_on",
    type: "day",
    label: { fr: "Signé le", en: "Signed on" },
    description: { fr: "Aussi précis qu’il est connu : année, mois ou jour.", en: "As precise as it is known: a year, a month or a day." },
    value: (row) => row.signedOn,
  },
  {
    name: "transmitted_on",
    type: "day",
    label: { fr: "Transmis le", en: "Transmitted on" },
    description: {
      fr: "Transmission au représentant de l’État (art. L1115-1 du CGCT).",
      en: "Transmission to the State’s representative (art. L1115-1 CGCT).",
    },
    value: (row) => row.transmittedOn,
  },
  {
    name: "ends_on",
    type: "day",
    label: { fr: "Échéance", en: "Ends on" },
    description: { fr: "Vide s’il n’en a pas, ou si elle n’est pas connue.", en: "Empty if there is none, or if it is not known." },
    value: (row) => row.endsOn,
  },
  {
    name: "tacit_renewal",
    type: "boolean",
    label: { fr: "Tacite reconduction", en: "Tacit renewal" },
    description: { fr: "Renouvelé à l’échéance sans nouvel acte.", en: "Renewed at its end without a new act." },
    value: (row) => row.tacitRenewal,
  },
  {
    name: "deliberation",
    type: "text",
    label: { fr: "Délibération", en: "Deliberation" },
    description: { fr: "Le numéro de la délibération du conseil.", en: "The number of the council’s deliberation." },
    value: (row) => row.deliberation,
  },
  ...localisedColumns<AgreementRow>(
    "purpose",
    { fr: "Objet", en: "Purpose" },
    { fr: "L’objet de la convention (art. L1115-1 du CGCT).", en: "The purpose of the convention (art. L1115-1 CGCT)." },
    (row) => row.purpose,
  ),
  {
    name: "amount",
    type: "money",
    label: { fr: "Montant prévisionnel", en: "Forecast amount" },
    description: {
      fr: "Des engagements financiers ; 0 s’il n’y en a pas, vide s’il n’est pas connu.",
      en: "Of the financial commitments; 0 if there are none, empty if not known.",
    },
    value: (row) => row.amountCents,
  },
  currencyColumn<AgreementRow>(),
  ...themes<AgreementRow>(),
  ...termColumns<AgreementRow>(
    "goals",
    "sdg-goal",
    { fr: "Objectifs de développement durable", en: "Sustainable Development Goals" },
    { fr: "Numéros des objectifs des Nations unies.", en: "Numbers of the goals of the United Nations." },
    (row) => row.goals,
  ),
  {
    name: "steps",
    type: "objects",
    label: { fr: "Étapes", en: "Steps" },
    description: {
      fr: "Renouvellements, avenants, suspensions et dénonciations, avec leur date ; en JSON, avec leur motif.",
      en: "Renewals, amendments, suspensions and denunciations, with their date; in JSON, with their reason.",
    },
    options: { codes: agreementSteps, messages: "choice.agreement.steps.type" },
    inWords: (one) => `${one.dated_on}: ${one.type}`,
    value: (row) => row.steps.map(({ datedOn, ...one }) => ({ ...one, dated_on: datedOn })),
  },
  ...lastColumns<AgreementRow>(),
];
