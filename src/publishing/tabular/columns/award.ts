import { measures, qualifiers } from "../../../register/figure/rules.ts";
import type { AwardRow, FigureRow } from "../../datasets/award-store.ts";
import { decimalOfCents } from "../../money.ts";
import { type Column, localisedColumns } from "../column.ts";
import { currencyColumn, firstColumns, lastColumns, recipientColumns } from "./common.ts";
import { grantColumns } from "./grant.ts";

/** One row per published grant. */
export const awardColumns: Column<AwardRow>[] = [
  ...firstColumns<AwardRow>("award"),
  ...recipientColumns<AwardRow>(),
  {
    name: "organisation_country",
    type: "text",
    label: { fr: "Pays du bénéficiaire (code)", en: "Country of the recipient (code)" },
    description: { fr: "Code ISO 3166-1 à deux lettres.", en: "ISO 3166-1 code of two letters." },
    value: (row) => row.country,
  },
  {
    name: "programme",
    type: "text",
    label: { fr: "Programme (identifiant)", en: "Programme (identifier)" },
    description: { fr: "Le dispositif au titre duquel elle est accordée.", en: "The scheme under which it is awarded." },
    value: (row) => row.programme?.id,
  },
  {
    name: "project",
    type: "text",
    label: { fr: "Projet (identifiant)", en: "Project (identifier)" },
    description: { fr: "Le projet qu’elle soutient.", en: "The project it supports." },
    value: (row) => row.project?.id,
  },
  {
    name: "awarded_on",
    type: "day",
    label: { fr: "Accordée le", en: "Awarded on" },
    description: { fr: "Aussi précis qu’il est connu : année, mois ou jour.", en: "As precise as it is known: a year, a month or a day." },
    value: (row) => row.awardedOn,
  },
  {
    name: "deliberation",
    type: "text",
    label: { fr: "Délibération", en: "Deliberation" },
    description: { fr: "Le numéro de la délibération du conseil.", en: "The number of the council’s deliberation." },
    value: (row) => row.deliberation,
  },
  {
    name: "amount",
    type: "money",
    label: { fr: "Montant", en: "Amount" },
    description: { fr: "Le montant accordé.", en: "The amount awarded." },
    value: (row) => row.amountCents,
  },
  currencyColumn<AwardRow>(),
  {
    name: "aggregate",
    type: "boolean",
    label: { fr: "Total annuel", en: "Yearly total" },
    description: {
      fr: "« true » : la source donne le total de l’année pour le bénéficiaire ; l’objet est alors l’un de plusieurs.",
      en: "“true”: the source gives the recipient’s total for the year; the purpose is then one of several.",
    },
    value: (row) => row.aggregate,
  },
  {
    name: "aggregated_count",
    type: "integer",
    label: { fr: "Nombre de subventions réunies", en: "Number of grants put together" },
    description: { fr: "Dans le total annuel, s’il est connu.", en: "In the yearly total, if known." },
    value: (row) => row.aggregatedCount,
  },
  {
    name: "activity_sectors",
    type: "texts",
    label: { fr: "Secteurs d’activité", en: "Sectors of activity" },
    description: { fr: "Tels que la source les nomme.", en: "As the source names them." },
    value: (row) => row.activitySectors,
  },
  {
    name: "tranches",
    type: "objects",
    label: { fr: "Tranches", en: "Tranches" },
    description: {
      fr: "Année, budget et montant de chacune ; leur somme est le montant.",
      en: "Year, budget and amount of each; they add up to the amount.",
    },
    inWords: (one) => `${one.year} ${one.budget}: ${one.amount.toFixed(2)}`,
    value: (row) =>
      row.tranches.map((one) => ({ year: one.year, budget: one.budgetSource, amount: Number(decimalOfCents(one.amountCents)) })),
  },
  ...grantColumns,
  ...lastColumns<AwardRow>(),
];

const about = ["network", "programme", "project", "partner"] as const;

/** One row per published figure. Figures of one series measure the same thing and may contradict each other. */
export const figureColumns: Column<FigureRow>[] = [
  ...firstColumns<FigureRow>("figure"),
  {
    name: "series",
    type: "text",
    label: { fr: "Série", en: "Series" },
    description: {
      fr: "Les chiffres d’une même série mesurent la même chose ; deux qui diffèrent sont publiés côte à côte.",
      en: "Figures of one series measure the same thing; two that differ are published side by side.",
    },
    value: (row) => row.series,
  },
  {
    name: "value",
    type: "number",
    label: { fr: "Valeur", en: "Value" },
    description: {
      fr: "Dans l’unité indiquée ; une somme en unités entières de sa devise.",
      en: "In the unit given; money in whole units of its currency.",
    },
    value: (row) => row.value,
  },
  {
    name: "qualifier",
    type: "code",
    label: { fr: "Précision", en: "Qualifier" },
    description: { fr: "Ce que la source dit de la valeur.", en: "What the source says of the value." },
    options: { codes: qualifiers, messages: "choice.figure.qualifier" },
    value: (row) => row.qualifier,
  },
  {
    name: "measure",
    type: "code",
    label: { fr: "Grandeur", en: "Measure" },
    description: { fr: "Ce qui est mesuré.", en: "What is measured." },
    options: { codes: measures, messages: "choice.figure.measure" },
    value: (row) => row.measure,
  },
  currencyColumn<FigureRow>(),
  ...localisedColumns<FigureRow>(
    "unit",
    { fr: "Unité", en: "Unit" },
    { fr: "L’unité de la valeur.", en: "The unit of the value." },
    (row) => row.unit,
  ),
  {
    name: "as_of",
    type: "day",
    label: { fr: "En date de", en: "As of" },
    description: { fr: "Quand la valeur était vraie.", en: "When the value was true." },
    value: (row) => row.asOf,
  },
  {
    name: "period_start",
    type: "day",
    label: { fr: "Début de la période", en: "Start of the period" },
    description: { fr: "Si la valeur porte sur une période.", en: "If the value covers a period." },
    value: (row) => row.periodStart,
  },
  {
    name: "period_end",
    type: "day",
    label: { fr: "Fin de la période", en: "End of the period" },
    description: { fr: "Si la valeur porte sur une période.", en: "If the value covers a period." },
    value: (row) => row.periodEnd,
  },
  ...localisedColumns<FigureRow>(
    "perimeter",
    { fr: "Périmètre", en: "Perimeter" },
    { fr: "Ce que le chiffre compte, et ce qu’il ne compte pas.", en: "What the figure counts, and what it does not." },
    (row) => row.perimeter,
  ),
  {
    name: "interpreted",
    type: "boolean",
    label: { fr: "Interprété", en: "Interpreted" },
    description: { fr: "« true » : la source ne le dit pas en ces termes.", en: "“true”: the source does not say it in these terms." },
    value: (row) => row.interpreted,
  },
  ...localisedColumns<FigureRow>(
    "interpretation",
    { fr: "Interprétation", en: "Interpretation" },
    { fr: "Ce qui a été déduit de la source.", en: "What was read into the source." },
    (row) => row.interpretation,
  ),
  {
    name: "about_kind",
    type: "code",
    label: { fr: "À propos de (type)", en: "About (kind)" },
    description: { fr: "Vide : la ville elle-même.", en: "Empty: the city itself." },
    options: { codes: about, messages: "kind" },
    value: (row) => about.find((kind) => row[kind]),
  },
  {
    name: "about",
    type: "text",
    label: { fr: "À propos de (identifiant)", en: "About (identifier)" },
    description: { fr: "Ce que le chiffre décrit.", en: "What the figure describes." },
    value: (row) => about.map((kind) => row[kind]).find(Boolean),
  },
  ...lastColumns<FigureRow>(),
];
