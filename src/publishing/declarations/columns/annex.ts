import { translator } from "../../../platform/i18n/messages.ts";
import type { AnnexRow } from "../annex.ts";
import { column, countryName, termName, words } from "./column.ts";

/** One line a body and a currency. */
export const annexColumns = [
  column<AnnexRow>(
    "name",
    "text",
    ["Bénéficiaire", "Beneficiary"],
    ["Nom de l’organisme.", "Name of the body."],
    ({ name, id }, c) => words(name, c.locale) || id,
  ),
  column<AnnexRow>(
    "siret",
    "text",
    ["SIRET", "SIRET"],
    ["Vide pour un organisme étranger.", "Empty for a body abroad."],
    ({ siret }) => siret,
  ),
  column<AnnexRow>(
    "other_identifier",
    "text",
    ["Autre identifiant", "Other identifier"],
    ["SIREN, RNA ou numéro étranger.", "SIREN, RNA or foreign number."],
    ({ siret, siren, rna, foreignId }) => rna ?? (siret ? null : siren) ?? foreignId,
  ),
  column<AnnexRow>(
    "kind",
    "text",
    ["Nature juridique", "Legal nature"],
    [
      "Droit public ou privé, d’après le type d’organisme ; à préciser quand il ne le dit pas.",
      "Public or private, from the type of body; to be stated where that does not tell.",
    ],
    ({ kind }, { locale }) => translator(locale).dynamic(`declaration.kind.${kind}`),
  ),
  column<AnnexRow>(
    "type",
    "text",
    ["Type d’organisme", "Type of body"],
    ["Typologie internationale (IATI).", "International types (IATI)."],
    ({ type }, c) => termName("organisation-type", type, c),
  ),
  column<AnnexRow>("country", "text", ["Pays", "Country"], ["De l’organisme.", "Of the body."], ({ country }, c) =>
    countryName(country, c),
  ),
  column<AnnexRow>(
    "objects",
    "texts",
    ["Objets", "Objects"],
    ["Des subventions versées ou votées dans l’année.", "Of the grants paid or voted in the year."],
    ({ objects }) => objects,
  ),
  column<AnnexRow>(
    "paid",
    "money",
    ["Versé en numéraire", "Paid in cash"],
    ["Versements de l’année par le comptable public.", "Payments of the year by the public accountant."],
    ({ paidCents }) => paidCents,
  ),
  column<AnnexRow>(
    "recovered",
    "money",
    ["Reversé", "Came back"],
    ["Reversements encaissés dans l’année, à part : non déduits.", "Money that came back in the year, apart: not deducted."],
    ({ recoveredCents }) => recoveredCents,
  ),
  column<AnnexRow>(
    "in_kind",
    "money",
    ["Prestations en nature", "In kind"],
    [
      "Aides en nature de l’année qui sont enregistrées, telles que valorisées ; les prêts de locaux, de personnel ou de services restent à compléter.",
      "Grants in kind of the year that are recorded, as valued; premises, staff and services lent are to be completed.",
    ],
    ({ inKindCents }) => inKindCents,
  ),
  column<AnnexRow>(
    "voted",
    "money",
    ["Voté dans l’année", "Voted in the year"],
    ["En numéraire, pour information : l’annexe porte sur le versé.", "In cash, for information: the annex is about what was paid."],
    ({ votedCents }) => votedCents,
  ),
  column<AnnexRow>("currency", "text", ["Monnaie", "Currency"], ["Code ISO 4217.", "ISO 4217 code."], ({ currency }) => currency),
  column<AnnexRow>(
    "convention_due",
    "boolean",
    ["Plus de 23 000 € versés", "More than €23,000 paid"],
    [
      "Organisme qui n’est pas public : une convention est due (loi 2000-321, art. 10 ; décret 2001-495).",
      "A body that is not public: a convention is due (loi 2000-321, art. 10; décret 2001-495).",
    ],
    ({ conventionDue }) => conventionDue,
  ),
  column<AnnexRow>(
    "demo",
    "boolean",
    ["Fictif", "Fictional"],
    ["Vrai : ligne de démonstration, à ne pas déclarer.", "True: a row of the demonstration, not to be declared."],
    ({ demo }) => demo,
  ),
];
