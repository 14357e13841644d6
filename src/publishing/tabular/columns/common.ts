import { type Localised, textIn } from "../../../platform/localised.ts";
import type { SourceCited } from "../../../register/record/parts-store.ts";
import { hrefOfRecord } from "../../../ui/paths.ts";
import { type Column, localisedColumns, perLanguage } from "../column.ts";

interface AnyRow {
  id: string;
  name: Localised;
  description: Localised;
  demo: boolean;
  publishedAt: Date | null;
  updatedAt: Date;
  source: SourceCited | null;
  sourceLocator: string | null;
  quote: string | null;
}

/** The name of something named by a row, in the first language that has one: the row gives its identifier too. */
export const nameOf = (named: { name: Localised } | null | undefined) => named && textIn(named.name, "fr")?.text;

/** What every row begins with. */
export function firstColumns<R extends AnyRow>(kind: string): Column<R>[] {
  return [
    {
      name: "id",
      type: "text",
      label: { fr: "Identifiant", en: "Identifier" },
      description: {
        fr: "Ne change jamais ; le même dans l’adresse de la page et dans tous les fichiers.",
        en: "Never changes; the same in the address of the page and in every file.",
      },
      value: (row) => row.id,
    },
    ...localisedColumns<R>(
      "name",
      { fr: "Nom", en: "Name" },
      {
        fr: "Le nom ; pour une subvention, son objet. Vide s’il n’est pas traduit.",
        en: "The name; for a grant, its purpose. Empty if it is not translated.",
      },
      (row) => row.name,
    ),
    ...localisedColumns<R>(
      "description",
      { fr: "Description", en: "Description" },
      { fr: "Texte long, avec ses retours à la ligne.", en: "Long text, with its line breaks." },
      (row) => row.description,
    ),
    ...perLanguage<R>(
      "page",
      "url",
      { fr: "Page", en: "Page" },
      { fr: "L’adresse de la page publique.", en: "The address of the public page." },
      (row, locale, { baseUrl }) => {
        const path = hrefOfRecord(locale, kind, row.id);
        return path && baseUrl + path;
      },
    ),
  ];
}

/** And what it ends with: where it comes from, and when it changed. */
export function lastColumns<R extends AnyRow>(): Column<R>[] {
  return [
    {
      name: "source",
      type: "text",
      label: { fr: "Source", en: "Source" },
      description: { fr: "Le document ou la page d’où viennent ces informations.", en: "The document or page these facts come from." },
      value: (row) => nameOf(row.source),
    },
    {
      name: "source_publisher",
      type: "text",
      label: { fr: "Éditeur de la source", en: "Publisher of the source" },
      description: { fr: "Qui a publié la source.", en: "Who published the source." },
      value: (row) => row.source?.publisher,
    },
    {
      name: "source_url",
      type: "url",
      label: { fr: "Adresse de la source", en: "Address of the source" },
      description: { fr: "Où lire la source.", en: "Where to read the source." },
      value: (row) => row.source?.url,
    },
    {
      name: "source_licence",
      type: "text",
      label: { fr: "Licence de la source", en: "Licence of the source" },
      description: { fr: "La licence que la source déclare.", en: "The licence that the source states." },
      value: (row) => row.source?.licence,
    },
    {
      name: "source_locator",
      type: "text",
      label: { fr: "Endroit dans la source", en: "Place in the source" },
      description: { fr: "Ligne, page ou article.", en: "Line, page or article." },
      value: (row) => row.sourceLocator,
    },
    {
      name: "quote",
      type: "text",
      label: { fr: "Citation", en: "Quote" },
      description: { fr: "Les mots mêmes de la source.", en: "The very words of the source." },
      value: (row) => row.quote,
    },
    {
      name: "demo",
      type: "boolean",
      label: { fr: "Exemple fictif", en: "Fictional example" },
      description: {
        fr: "« true » pour une ligne de démonstration, qui ne décrit rien de réel.",
        en: "“true” for a row of demonstration, which describes nothing real.",
      },
      value: (row) => row.demo,
    },
    {
      name: "published_at",
      type: "instant",
      label: { fr: "Publié le", en: "Published at" },
      description: {
        fr: "Dernière publication de la fiche, en temps universel.",
        en: "Last publication of the record, in universal time.",
      },
      value: (row) => row.publishedAt,
    },
    {
      name: "updated_at",
      type: "instant",
      label: { fr: "Modifié le", en: "Changed at" },
      description: { fr: "Dernier changement de la fiche, en temps universel.", en: "Last change of the record, in universal time." },
      value: (row) => row.updatedAt,
    },
  ];
}

/** ISO 4217, beside each amount. */
export function currencyColumn<R extends { currency: string | null }>(): Column<R> {
  return {
    name: "currency",
    type: "text",
    label: { fr: "Devise", en: "Currency" },
    description: { fr: "Code ISO 4217 de la devise des montants de la ligne.", en: "ISO 4217 code of the currency of the row’s amounts." },
    value: (row) => row.currency,
  };
}

/** Who receives a grant. */
interface Recipient {
  organisation: string;
  organisationName: Localised;
  siret: string | null;
  siren: string | null;
  rna: string | null;
}

/** The body that receives a grant, of the city or of another authority, with its French numbers. */
export const recipientColumns = <R extends Recipient>(): Column<R>[] => [
  {
    name: "organisation",
    type: "text",
    label: { fr: "Bénéficiaire (identifiant)", en: "Recipient (identifier)" },
    description: { fr: "L’organisme qui reçoit la subvention.", en: "The organisation that receives the grant." },
    value: (row) => row.organisation,
  },
  ...localisedColumns<R>(
    "organisation",
    { fr: "Bénéficiaire", en: "Recipient" },
    { fr: "Son nom.", en: "Its name." },
    (row) => row.organisationName,
  ),
  {
    name: "siret",
    type: "text",
    label: { fr: "SIRET", en: "SIRET" },
    description: {
      fr: "14 chiffres ; vide s’il n’en a pas ou s’il n’est pas connu.",
      en: "14 digits; empty if there is none or if it is not known.",
    },
    value: (row) => row.siret,
  },
  {
    name: "siren",
    type: "text",
    label: { fr: "SIREN", en: "SIREN" },
    description: { fr: "9 chiffres.", en: "9 digits." },
    value: (row) => row.siren ?? row.siret?.slice(0, 9),
  },
  {
    name: "rna",
    type: "text",
    label: { fr: "RNA", en: "RNA" },
    description: { fr: "Numéro au répertoire national des associations.", en: "Number in the national register of associations." },
    value: (row) => row.rna,
  },
];
