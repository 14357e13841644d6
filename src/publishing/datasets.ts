import type { Database } from "../platform/database/connect.ts";
import type { KindName } from "../register/kinds.ts";
import { awardRows, figureRows } from "./datasets/award-store.ts";
import { missionRows } from "./datasets/mission-store.ts";
import { honourRows, networkRows, prizeRows } from "./datasets/network-store.ts";
import { occasionRows } from "./datasets/occasion-store.ts";
import { agreementRows, partnerRows } from "./datasets/partner-store.ts";
import { type ProjectSelection, projectRows } from "./datasets/project-store.ts";
import { storyRows } from "./datasets/story-store.ts";
import { subsidyRows } from "./datasets/subsidy-store.ts";
import type { Column, Words } from "./tabular/column.ts";
import { awardColumns, figureColumns } from "./tabular/columns/award.ts";
import { honourColumns, prizeColumns } from "./tabular/columns/honour.ts";
import { missionColumns } from "./tabular/columns/mission.ts";
import { networkColumns } from "./tabular/columns/network.ts";
import { occasionColumns } from "./tabular/columns/occasion.ts";
import { agreementColumns, partnerColumns } from "./tabular/columns/partner.ts";
import { projectColumns } from "./tabular/columns/project.ts";
import { storyColumns } from "./tabular/columns/story.ts";
import { subsidyColumns } from "./tabular/columns/subsidy.ts";

/** A table of the open data: one row per published record of a kind. */
export interface Dataset<R = any> {
  /** The view of what is public that it holds. */
  kind: KindName | "story";
  title: Words;
  description: Words;
  columns: Column<R>[];
  rows(db: Database, selection?: ProjectSelection): AsyncGenerator<R[]>;
}

const dataset = <R>(one: Dataset<R>): Dataset => one;

export const datasets = {
  projects: dataset({
    kind: "project",
    columns: projectColumns,
    rows: projectRows,
    title: { fr: "Projets", en: "Projects" },
    description: {
      fr: "Les actions menées, leurs pays, leurs participants, leur budget, leurs résultats.",
      en: "The actions carried out, their countries, participants, budget and results.",
    },
  }),
  partners: dataset({
    kind: "partner",
    columns: partnerColumns,
    rows: partnerRows,
    title: { fr: "Partenaires", en: "Partners" },
    description: { fr: "Les villes et institutions avec lesquelles la ville agit.", en: "The cities and institutions the city acts with." },
  }),
  agreements: dataset({
    kind: "agreement",
    columns: agreementColumns,
    rows: agreementRows,
    title: { fr: "Accords", en: "Agreements" },
    description: {
      fr: "Les pactes, jumelages et conventions, leur état et leurs dates.",
      en: "Pacts, twinnings and conventions, their state and their dates.",
    },
  }),
  networks: dataset({
    kind: "network",
    columns: networkColumns,
    rows: networkRows,
    title: { fr: "Réseaux", en: "Networks" },
    description: {
      fr: "Les réseaux auxquels la ville prend part, leurs membres connus, les mandats qu’elle y tient et ce qu’elle leur donne.",
      en: "The networks in which the city takes part, their known members, the mandates that it holds and what it gives them.",
    },
  }),
  honours: dataset({
    kind: "honour",
    columns: honourColumns,
    rows: honourRows,
    title: { fr: "Distinctions", en: "Honours" },
    description: {
      fr: "Les distinctions que la ville donne et reçoit, et ce qu’elle affirme d’elle-même. Les personnes que leur distinction exposerait n’y sont pas.",
      en: "The honours that the city gives and receives, and what it claims of itself. People whom an honour would put at risk are not in it.",
    },
  }),
  prizes: dataset({
    kind: "prize",
    columns: prizeColumns,
    rows: prizeRows,
    title: { fr: "Prix", en: "Prizes" },
    description: {
      fr: "Les prix que la ville décerne, accueille ou soutient, leurs éditions et leurs lauréates et lauréats connus.",
      en: "The prizes that the city gives, hosts or stands by, their editions and their known laureates.",
    },
  }),
  awards: dataset({
    kind: "award",
    columns: awardColumns,
    rows: awardRows,
    title: { fr: "Subventions", en: "Grants" },
    description: {
      fr: "Les subventions accordées, leur bénéficiaire, leur montant, leur date.",
      en: "The grants awarded, their recipient, amount and date.",
    },
  }),
  subsidies: dataset({
    kind: "subsidy",
    columns: subsidyColumns,
    rows: subsidyRows,
    title: { fr: "Subventions d’autres collectivités", en: "Grants of other authorities" },
    description: {
      fr: "Ce que d’autres collectivités ont publié des subventions qu’elles accordent aux organismes d’ici. Elles n’entrent dans aucune somme de la ville.",
      en: "What other authorities published of their grants to the organisations named here. They count in no sum of the city.",
    },
  }),
  occasions: dataset({
    kind: "occasion",
    columns: occasionColumns,
    rows: occasionRows,
    title: { fr: "Événements et visites", en: "Events and visits" },
    description: {
      fr: "Visites, rencontres, hommages, fêtes et sommets : quand, où, qui y prend part, à quoi ils sont liés.",
      en: "Visits, meetings, tributes, celebrations and summits: when, where, who takes part, what they are tied to.",
    },
  }),
  missions: dataset({
    kind: "mission",
    columns: missionColumns,
    rows: missionRows,
    title: { fr: "Missions de coopération technique", en: "Missions of technical cooperation" },
    description: {
      fr: "Les missions d’expertise : où, avec qui, le travail donné et sa valeur, les frais, les cofinancements, les résultats. Sans aucun nom de personne.",
      en: "The missions of experts: where, with whom, the work given and its value, the costs, the co-funding, the results. Without any name of a person.",
    },
  }),
  figures: dataset({
    kind: "figure",
    columns: figureColumns,
    rows: figureRows,
    title: { fr: "Chiffres", en: "Figures" },
    description: {
      fr: "Les chiffres publiés, chacun avec sa date, sa définition, son périmètre et sa source.",
      en: "The figures published, each with its date, definition, perimeter and source.",
    },
  }),
  stories: dataset({
    kind: "story",
    columns: storyColumns,
    rows: storyRows,
    title: { fr: "Récits d’Europe", en: "Stories of Europe" },
    description: {
      fr: "Ce que des habitantes et des habitants ont raconté et veulent bien voir réutilisé. Un récit retiré n’y est plus : reprenez le fichier avant chaque usage.",
      en: "What residents told and agree to see reused. A story that is taken back is there no longer: take the file anew before each use.",
    },
  }),
} as const;

export type DatasetName = keyof typeof datasets;
export const datasetNames = Object.keys(datasets) as DatasetName[];
