import { mandateRoles, membershipRoles } from "../../../register/network/rules.ts";
import type { NetworkRow } from "../../datasets/network-store.ts";
import { type Column, termColumns } from "../column.ts";
import { firstColumns, lastColumns, nameOf } from "./common.ts";

const period = (one: { since: string | null; until: string | null }) =>
  one.since || one.until ? `, ${one.since ?? ""}–${one.until ?? ""}` : "";

/** One row per published network. How many members it counts is in the figures: each has its date and source. */
export const networkColumns: Column<NetworkRow>[] = [
  ...firstColumns<NetworkRow>("network"),
  {
    name: "acronym",
    type: "text",
    label: { fr: "Sigle", en: "Acronym" },
    description: { fr: "Le sigle du réseau.", en: "The acronym of the network." },
    value: (row) => row.acronym,
  },
  {
    name: "aliases",
    type: "texts",
    label: { fr: "Autres noms", en: "Other names" },
    description: { fr: "Autres graphies et noms dans d’autres langues.", en: "Other spellings and names in other languages." },
    value: (row) => row.aliases,
  },
  {
    name: "founded_on",
    type: "day",
    label: { fr: "Créé en", en: "Founded" },
    description: { fr: "Aussi précis qu’il est connu : année, mois ou jour.", en: "As precise as it is known: a year, a month or a day." },
    value: (row) => row.foundedOn,
  },
  {
    name: "seat",
    type: "text",
    label: { fr: "Siège", en: "Seat" },
    description: { fr: "Où le réseau a son siège.", en: "Where the network has its seat." },
    value: (row) => nameOf(row.place),
  },
  {
    name: "seat_country",
    type: "text",
    label: { fr: "Pays du siège (code)", en: "Country of the seat (code)" },
    description: { fr: "Code ISO 3166-1 à deux lettres.", en: "ISO 3166-1 code of two letters." },
    value: (row) => row.place?.country,
  },
  {
    name: "memberships",
    type: "objects",
    label: { fr: "Adhésions", en: "Memberships" },
    description: {
      fr: "Les membres que le registre connaît, leur rôle et leurs dates ; sans partenaire, la ville elle-même.",
      en: "The members that the register knows, their role and dates; without a partner, the city itself.",
    },
    options: { codes: membershipRoles, messages: "choice.network.memberships.role" },
    inWords: (one) => `${one.partner ? `${one.partner}: ` : ""}${one.role}${period(one)}`,
    value: (row) => row.memberships.map((one) => ({ ...one })),
  },
  {
    name: "mandates",
    type: "objects",
    label: { fr: "Mandats de la ville", en: "Mandates of the city" },
    description: {
      fr: "Les mandats que la ville tient dans le réseau, qui les tient, et quand.",
      en: "The mandates that the city holds in the network, who holds them, and when.",
    },
    options: { codes: mandateRoles, messages: "choice.network.mandates.role" },
    inWords: (one) => `${one.role}${one.holder ? `: ${one.holder}` : ""}${period(one)}`,
    value: (row) => row.mandates.map((one) => ({ ...one })),
  },
  {
    name: "contributions",
    type: "objects",
    label: { fr: "Contributions de la ville", en: "Contributions of the city" },
    description: {
      fr: "Ce que la ville donne au réseau par année ; ce n’est pas une subvention, et n’entre dans aucune somme de subventions. Sans date de paiement : votée.",
      en: "What the city gives the network by year; it is no grant, and counts in no sum of grants. Without a date of payment: voted.",
    },
    inWords: (one) => `${one.year}: ${one.amount} ${one.currency}`,
    value: (row) =>
      row.contributions.map(({ amountCents, paidOn, ...one }) => ({ ...one, amount: (amountCents / 100).toFixed(2), paid_on: paidOn })),
  },
  {
    name: "website",
    type: "url",
    label: { fr: "Site", en: "Website" },
    description: { fr: "Le site du réseau.", en: "The website of the network." },
    value: (row) => row.website,
  },
  ...termColumns<NetworkRow>(
    "themes",
    "theme",
    { fr: "Thèmes", en: "Themes" },
    { fr: "Thèmes de la ville.", en: "Themes of the city." },
    (row) => row.themes,
  ),
  ...lastColumns<NetworkRow>(),
];
