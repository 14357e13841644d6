import { grantStates } from "../../../funding/grant/states.ts";
import type { PublicGrant } from "../../../funding/public/rules.ts";
import type { AwardRow } from "../../datasets/award-store.ts";
import type { CellType, Column, Words } from "../column.ts";

const only: Words = {
  fr: " Vide pour les subventions antérieures à la plateforme.",
  en: " Empty for the grants that came before the platform.",
};

function column(
  name: string,
  type: CellType,
  label: Words,
  description: Words,
  value: (grant: PublicGrant) => string | number | null | undefined,
): Column<AwardRow> {
  return {
    name,
    type,
    label,
    description: { fr: description.fr + only.fr, en: description.en + only.en },
    value: ({ grant }) => (grant ? value(grant) : null),
  };
}

/** The life of a grant of the platform: its state, its five totals, its dates. */
export const grantColumns: Column<AwardRow>[] = [
  column(
    "grant_number",
    "text",
    { fr: "Numéro de la subvention", en: "Number of the grant" },
    { fr: "Celui du dossier.", en: "The number of its file." },
    ({ number }) => number,
  ),
  {
    ...column(
      "grant_state",
      "code",
      { fr: "État de la subvention", en: "State of the grant" },
      { fr: "Où en est la subvention.", en: "Where the grant stands." },
      ({ state }) => state,
    ),
    options: { codes: grantStates, messages: "award.state" },
  },
  column(
    "edition",
    "text",
    { fr: "Édition de l’appel (identifiant)", en: "Edition of the call (identifier)" },
    { fr: "L’édition à laquelle le dossier a répondu.", en: "The edition that the file answered." },
    ({ edition }) => edition?.id,
  ),
  column(
    "asked",
    "money",
    { fr: "Montant demandé", en: "Amount asked for" },
    { fr: "Dans le dossier déposé.", en: "In the file as submitted." },
    ({ askedCents }) => askedCents,
  ),
  column(
    "voted",
    "money",
    { fr: "Montant voté", en: "Amount voted" },
    { fr: "Par la délibération.", en: "By the deliberation." },
    ({ votedCents }) => votedCents,
  ),
  column(
    "agreed",
    "money",
    { fr: "Montant conventionné", en: "Amount agreed" },
    {
      fr: "Par la convention signée et ses avenants ; 0 avant la signature.",
      en: "By the signed agreement and its amendments; 0 before the signature.",
    },
    ({ agreedCents }) => agreedCents,
  ),
  column(
    "paid",
    "money",
    { fr: "Montant payé", en: "Amount paid" },
    { fr: "La somme des paiements faits.", en: "The sum of the payments made." },
    ({ paidCents }) => paidCents,
  ),
  column(
    "recovered",
    "money",
    { fr: "Montant reversé", en: "Amount recovered" },
    { fr: "Ce que le bénéficiaire a rendu.", en: "What the beneficiary has given back." },
    ({ recoveredCents }) => recoveredCents,
  ),
  column(
    "submitted_on",
    "day",
    { fr: "Dossier déposé le", en: "File submitted on" },
    { fr: "Le jour du dépôt.", en: "The day of the submission." },
    ({ submittedOn }) => submittedOn,
  ),
  column(
    "voted_on",
    "day",
    { fr: "Votée le", en: "Voted on" },
    { fr: "Le jour du vote de l’assemblée.", en: "The day of the vote of the assembly." },
    ({ votedOn }) => votedOn,
  ),
  column(
    "executory_on",
    "day",
    { fr: "Exécutoire le", en: "In force on" },
    {
      fr: "Le jour où la délibération, publiée et transmise, est exécutoire.",
      en: "The day on which the deliberation, published and transmitted, is in force.",
    },
    ({ executoryOn }) => executoryOn,
  ),
  column(
    "signed_on",
    "day",
    { fr: "Convention signée le", en: "Agreement signed on" },
    { fr: "Le jour de la seconde signature.", en: "The day of the second signature." },
    ({ signedOn }) => signedOn,
  ),
  column(
    "committed_on",
    "day",
    { fr: "Engagée le", en: "Committed on" },
    { fr: "Le jour de l’engagement des crédits.", en: "The day on which the credits were committed." },
    ({ committedOn }) => committedOn,
  ),
  column(
    "first_paid_on",
    "day",
    { fr: "Premier paiement le", en: "First paid on" },
    { fr: "Le jour du premier paiement.", en: "The day of the first payment." },
    ({ firstPaidOn }) => firstPaidOn,
  ),
  column(
    "closed_on",
    "day",
    { fr: "Soldée le", en: "Closed on" },
    { fr: "Le jour de la clôture.", en: "The day on which it was closed." },
    ({ closedOn }) => closedOn,
  ),
];
