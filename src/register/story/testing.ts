import { randomUUID } from "node:crypto";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { type Desk, type Telling, tellStory } from "./actions.ts";
import { setCollection } from "./collector-store.ts";
import { moveStory } from "./moderate.ts";

export const desk: Desk = { secret: "0".repeat(40), baseUrl: "http://localhost" };
export const PROJECT = "happyeu";
export const ola: Actor = { id: "ola", name: "Ola", role: "officer" };
export const omar: Actor = { id: "omar", name: "Omar", role: "officer" };

export const plainStory = {
  nature: "memory",
  language: "fr",
  title: "Le pont",
  words: "Nous traversions le pont à pied, chaque matin, avant l’école.",
  yearFrom: 1971,
  yearTo: null,
  themes: ["school"],
  partner: "ulm",
  neighbourhood: "Rive droite",
  contributor: "resident",
  nameKind: "first_name",
  displayName: "Lise",
  ageBand: "50_69",
  scopes: ["site", "panels", "data"],
  email: "lise@example.org",
  agreed: true,
};
export const minorStory = {
  ...plainStory,
  ageBand: "15_17",
  displayName: "Noé",
  guardianName: "Une mère",
  guardianContact: "mere@example.org",
  email: null,
};

export const openFor = (db: Database, project = PROJECT) => setCollection(db, project, true);

export async function tell(db: Database, story: Record<string, unknown> = plainStory, telling: Partial<Telling> = {}) {
  const told = await tellStory(db, desk, story, { form: randomUUID(), project: PROJECT, locale: "fr", ...telling });
  if (!told.ok) throw new Error(JSON.stringify(told));
  return told;
}

/** Told, read and published by one officer, as far as one may. */
export async function publishedStory(db: Database, story: Record<string, unknown> = plainStory, telling: Partial<Telling> = {}) {
  const told = await tell(db, story, telling);
  for (const act of ["take", "accept", "publish"]) {
    const moved = await moveStory(db, desk, told.id, act, ola);
    if (!moved.ok) throw new Error(`${act}: ${JSON.stringify(moved)}`);
  }
  return told;
}
