import type { Actor } from "../../platform/accounts/rights.ts";
import { type Database, transactIf } from "../../platform/database/connect.ts";
import { textIn } from "../../platform/localised.ts";
import type { Document } from "../kinds.ts";
import { createRecord, editRecord, type Failure, type Result } from "../record/actions.ts";
import { findRecord, type StoredRecord } from "../record/store.ts";
import { occasion } from "./rules.ts";

const found = (db: Database, id: string) =>
  findRecord(db, occasion as never, id) as Promise<StoredRecord<Document<"occasion">> | undefined>;

/** Says that a follow-up (by its place, from 0) was done on a day. `version`: of the occasion when the list was read. */
export async function markFollowUpDone(
  db: Database,
  at: { id: string; version: number; index: number; on: string },
  by: Actor,
): Promise<Result<{ version: number }>> {
  const current = await found(db, at.id);
  const line = current?.document.followUps[at.index];
  if (!current || !line) return { ok: false, reason: "not_found" };
  const followUps = current.document.followUps.map((one, i) => (i === at.index ? { ...one, doneOn: one.doneOn ?? at.on } : one));
  return editRecord(db, "occasion", at.id, at.version, { ...current.document, followUps }, by);
}

/**
 * Begins the project that comes of an occasion, as a draft, with whom and what it was about; the occasion then names it.
 * One that is public cannot name a draft: it gets a follow-up instead, which says what is left to do.
 */
export async function beginProject(
  db: Database,
  at: { id: string; version: number },
  words: { toLink: (project: string) => string },
  by: Actor,
): Promise<{ ok: true; id: string } | Failure> {
  return transactIf(
    db,
    async (trx): Promise<{ ok: true; id: string } | Failure> => {
      const current = await found(trx, at.id);
      if (!current) return { ok: false, reason: "not_found" };
      const { document } = current;
      const made = await createRecord(trx, "project", projectOf(document), by);
      if (!made.ok) return made;
      const changed =
        current.status === "published"
          ? { followUps: [...document.followUps, { task: words.toLink(made.id), owner: null, dueOn: null, doneOn: null }] }
          : { links: [...document.links, { project: made.id, award: null, agreement: null, note: {} }] };
      const edited = await editRecord(trx, "occasion", at.id, at.version, { ...document, ...changed }, by);
      return edited.ok ? { ok: true, id: made.id } : edited;
    },
    ({ ok }) => ok,
  );
}

/** What a project takes from the occasion that it comes of: partners and bodies, programme, subjects, countries are for the officer. */
function projectOf(document: Document<"occasion">) {
  const bodies = document.actors.filter(({ partner, organisation, network }) => partner || organisation || network);
  const { name, purpose, description, programme, priorities, themes, goals } = document;
  return {
    name,
    description: textIn(purpose, "fr") ? purpose : description,
    programme,
    state: "planned",
    priorities,
    themes,
    goals,
    partners: bodies.map(({ partner, organisation, network }) => ({ partner, organisation, network, role: "partner" })),
  };
}
