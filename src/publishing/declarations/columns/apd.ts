import { translator } from "../../../platform/i18n/messages.ts";
import type { ApdRow } from "../apd.ts";
import { UNSPECIFIED } from "../apd.ts";
import { column, countryName, fundedCents, funders, termName, words } from "./column.ts";

const supposed = (row: ApdRow, what: ApdRow["supposed"][number]) => row.supposed.includes(what);

/** One line a payment and a country. */
export const apdColumns = [
  column<ApdRow>("year", "integer", ["Année", "Year"], ["Année civile du versement.", "Calendar year of the payment."], ({ paid }) =>
    Number(paid.on.slice(0, 4)),
  ),
  column<ApdRow>(
    "authority",
    "text",
    ["Collectivité", "Authority"],
    ["La collectivité qui déclare.", "The authority that declares."],
    (_, c) => words(c.city.name, c.locale),
  ),
  column<ApdRow>(
    "authority_siret",
    "text",
    ["SIRET de la collectivité", "SIRET of the authority"],
    ["Quatorze chiffres.", "Fourteen digits."],
    (_, c) => c.city.siret,
  ),
  column<ApdRow>(
    "status",
    "text",
    ["Au titre de l’APD", "As ODA"],
    [
      "Ce que dit la liste du CAD en vigueur le jour du versement : pays bénéficiaire, dépense en France (types d’aide H), pays non précisé, liste inconnue pour ce jour, ou hors APD.",
      "What the DAC list in force on the day of the payment says: recipient country, spent in the donor country (types of aid H), no country given, no list known for the day, or not ODA.",
    ],
    ({ status }, { locale }) => translator(locale).dynamic(`declaration.status.${status}`),
  ),
  column<ApdRow>(
    "recipient_code",
    "text",
    ["Code CAD du pays", "DAC code of the country"],
    [
      `${UNSPECIFIED} : pays en développement, non précisé. Vide hors APD.`,
      `${UNSPECIFIED}: developing countries, unspecified. Empty when not ODA.`,
    ],
    ({ dacCode }) => dacCode,
  ),
  column<ApdRow>("recipient", "text", ["Pays", "Country"], ["Le pays de l’action.", "The country of the action."], ({ country }, c) =>
    countryName(country, c),
  ),
  column<ApdRow>(
    "income_group",
    "text",
    ["Groupe de revenu", "Income group"],
    ["D’après la même liste.", "From the same list."],
    ({ incomeGroup }, c) => termName("oda-income-group", incomeGroup, c),
  ),
  column<ApdRow>(
    "collaboration_code",
    "text",
    ["Bi/multilatéral (code)", "Bi/multilateral (code)"],
    ["Code CAD du type de collaboration.", "DAC code of the type of collaboration."],
    ({ collaboration }) => collaboration,
  ),
  column<ApdRow>("collaboration", "text", ["Bi/multilatéral", "Bi/multilateral"], ["Son libellé.", "Its name."], ({ collaboration }, c) =>
    termName("collaboration-type", collaboration, c),
  ),
  column<ApdRow>(
    "sector_code",
    "text",
    ["Secteur (code CRS)", "Sector (CRS code)"],
    ["Code-objet à cinq chiffres : le secteur principal de l’action.", "Five-digit purpose code: the main sector of the action."],
    ({ sector }) => sector?.code,
  ),
  column<ApdRow>("sector", "text", ["Secteur", "Sector"], ["Son libellé.", "Its name."], ({ sector }, c) =>
    termName("dac-sector", sector?.code, c),
  ),
  column<ApdRow>(
    "sector_share",
    "number",
    ["Part du secteur (%)", "Share of the sector (%)"],
    ["Vide quand le secteur est le seul, ou sa part inconnue.", "Empty when it is the only one, or its share is not known."],
    ({ sector }) => sector?.percentage,
  ),
  column<ApdRow>(
    "aid_type_code",
    "text",
    ["Type d’aide (code)", "Type of aid (code)"],
    ["Code CAD, de A01 à H06.", "DAC code, A01 to H06."],
    ({ aidType }) => aidType,
  ),
  column<ApdRow>("aid_type", "text", ["Type d’aide", "Type of aid"], ["Son libellé.", "Its name."], ({ aidType }, c) =>
    termName("aid-type", aidType, c),
  ),
  column<ApdRow>(
    "channel_code",
    "text",
    ["Canal (code)", "Channel (code)"],
    ["Code CAD du canal d’acheminement.", "DAC code of the channel of delivery."],
    ({ channel }) => channel,
  ),
  column<ApdRow>("channel", "text", ["Canal", "Channel"], ["Son libellé.", "Its name."], ({ channel }, c) =>
    termName("channel", channel, c),
  ),
  column<ApdRow>(
    "supposed",
    "texts",
    ["Valeurs supposées", "Values supposed"],
    [
      "Ce que la fiche ne dit pas et qu’une règle a complété, à confirmer.",
      "What the record does not say and a rule has filled in, to be confirmed.",
    ],
    (row, { locale }) => {
      const t = translator(locale);
      return (["aidType", "collaboration", "channel", "shares"] as const)
        .filter((what) => supposed(row, what))
        .map((what) => t.dynamic(`declaration.supposed.${what}`));
    },
  ),
  column<ApdRow>(
    "beneficiary",
    "text",
    ["Organisme payé", "Body paid"],
    ["Le bénéficiaire de la subvention.", "The recipient of the grant."],
    ({ paid }, c) => words(paid.organisation.name, c.locale),
  ),
  column<ApdRow>(
    "title",
    "text",
    ["Intitulé", "Title"],
    ["De l’action, sinon l’objet de la subvention.", "Of the action, else the object of the grant."],
    ({ paid }, c) => words(paid.project?.name, c.locale) || paid.object,
  ),
  column<ApdRow>("description", "text", ["Description", "Description"], ["De l’action.", "Of the action."], ({ paid }, c) =>
    words(paid.project?.description, c.locale),
  ),
  column<ApdRow>(
    "local_partner",
    "texts",
    ["Collectivité partenaire", "Partner authority"],
    [
      "Villes et régions avec lesquelles l’action est menée, sinon celle de son accord.",
      "Cities and regions that the action is done with, else the one of its agreement.",
    ],
    ({ paid }, c) => paid.project?.localPartners.map(({ name }) => words(name, c.locale)) ?? [],
  ),
  column<ApdRow>(
    "amount",
    "money",
    ["Montant versé", "Amount paid"],
    [
      "Part du versement pour ce pays, au centime ; négatif : reversement. Ni vote, ni engagement.",
      "Part of the payment for this country, to the cent; negative: money that came back. Neither voted nor committed.",
    ],
    ({ amountCents }) => amountCents,
  ),
  column<ApdRow>("currency", "text", ["Monnaie", "Currency"], ["Code ISO 4217.", "ISO 4217 code."], ({ paid }) => paid.currency),
  column<ApdRow>("paid_on", "day", ["Date du versement", "Day of the payment"], ["AAAA-MM-JJ.", "YYYY-MM-DD."], ({ paid }) => paid.on),
  column<ApdRow>(
    "source",
    "text",
    ["Origine des crédits", "Source of the money"],
    ["Budget propre ou 1 % eau, assainissement, déchets, énergies.", "Own budget, or the 1% for water, sanitation, waste, energy."],
    ({ paid }, c) => termName("budget-source", paid.source, c),
  ),
  column<ApdRow>(
    "cofunding",
    "texts",
    ["Cofinanceurs", "Co-funders"],
    ["Ceux dont l’apport est confirmé ou reçu, pour toute l’action.", "Those whose share is confirmed or received, for the whole action."],
    ({ paid }, c) => funders(paid.project?.funders ?? [], c.locale),
  ),
  column<ApdRow>(
    "cofunding_amount",
    "money",
    ["Cofinancement (€)", "Co-funding (€)"],
    [
      "Leur somme en euros, répétée à chaque ligne de l’action : ne pas l’additionner.",
      "Their sum in euros, repeated on each line of the action: not to be added up.",
    ],
    ({ paid }) => fundedCents(paid.project?.funders ?? []),
  ),
  column<ApdRow>(
    "goals",
    "texts",
    ["ODD", "SDGs"],
    ["Objectifs de développement durable.", "Sustainable Development Goals."],
    ({ paid }) => paid.project?.goals ?? [],
  ),
  column<ApdRow>(
    "gender",
    "integer",
    ["Marqueur genre", "Gender marker"],
    ["0, 1 ou 2 (CAD) ; vide : non renseigné.", "0, 1 or 2 (DAC); empty: not given."],
    ({ paid }) => paid.project?.genderMarker,
  ),
  column<ApdRow>(
    "mitigation",
    "integer",
    ["Marqueur atténuation", "Mitigation marker"],
    ["Idem.", "As above."],
    ({ paid }) => paid.project?.mitigationMarker,
  ),
  column<ApdRow>(
    "adaptation",
    "integer",
    ["Marqueur adaptation", "Adaptation marker"],
    ["Idem.", "As above."],
    ({ paid }) => paid.project?.adaptationMarker,
  ),
  column<ApdRow>(
    "grant",
    "text",
    ["N° de subvention", "Grant number"],
    ["Dans la plateforme.", "On the platform."],
    ({ paid }) => paid.number,
  ),
  column<ApdRow>(
    "deliberation",
    "text",
    ["Délibération", "Deliberation"],
    ["Sa référence.", "Its reference."],
    ({ paid }) => paid.deliberation,
  ),
  column<ApdRow>(
    "payment",
    "text",
    ["Identifiant du versement", "Identifier of the payment"],
    ["Le même pour les lignes d’un versement réparti entre pays.", "The same on the lines of a payment split between countries."],
    ({ paid }) => paid.id,
  ),
  column<ApdRow>(
    "demo",
    "boolean",
    ["Fictif", "Fictional"],
    ["Vrai : ligne de démonstration, à ne pas déclarer.", "True: a row of the demonstration, not to be declared."],
    ({ paid }) => paid.demo,
  ),
];
