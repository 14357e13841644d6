import { randomUUID } from "node:crypto";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { dayOf } from "../../platform/instants.ts";
import { termOf } from "../../platform/retention/terms.ts";
import { act, invalid, type Outcome, parse, refuse } from "../acts.ts";
import { insertResidency, residenciesOf, type SealedResidency, updateResidency } from "../contents-store.ts";
import { monthsLater } from "../fields.ts";
import { holdFile } from "../file.ts";
import { insertChange } from "../log-store.ts";
import { setErasure } from "../person/store.ts";
import type { Vault } from "../vault/vault.ts";
import { type KeptResidency, moveForm, newResidencyForm, type ResidencyDocument, residencyForm } from "./rules.ts";
import { isOver, type ResidencyMove, residencyMoves } from "./states.ts";
import { unknownReferences } from "./store.ts";

/** A residency that is asked for. Nothing of the person is erased while it is under way. */
export function createResidency(db: Database, vault: Vault, person: string, input: unknown, by: Actor): Promise<Outcome<{ id: string }>> {
  return act(db, by, async (trx) => {
    const parsed = parse(newResidencyForm, input);
    if (!parsed.ok) return parsed;
    const { kind, ...document } = parsed.document;
    const unknown = await unknownReferences(trx, document);
    if (unknown.length > 0) return invalid(unknown);
    const held = await holdFile(trx, vault, person);
    if (!held.ok) return held;
    const id = randomUUID();
    const kept: KeptResidency = { ...document, moves: [] };
    await insertResidency(trx, { id, person, kind: kind as never, content: held.key.seal(`residency:${id}`, kept) });
    await setErasure(trx, person, null);
    await insertChange(trx, { person, about: "residency", id, act: "created", state: "requested" }, by);
    return { ok: true, id };
  });
}

export function editResidency(
  db: Database,
  vault: Vault,
  person: string,
  id: string,
  version: number,
  input: unknown,
  by: Actor,
): Promise<Outcome> {
  return act(db, by, async (trx) => {
    const parsed = parse(residencyForm, input);
    if (!parsed.ok) return parsed;
    const unknown = await unknownReferences(trx, parsed.document);
    if (unknown.length > 0) return invalid(unknown);
    const held = await holdFile(trx, vault, person);
    if (!held.ok) return held;
    const row = (await residenciesOf(trx, person)).find((one) => one.id === id);
    if (!row) return refuse("not_found");
    const { moves } = held.key.open(`residency:${id}`, row.content) as KeptResidency;
    const content = held.key.seal(`residency:${id}`, { ...(parsed.document satisfies ResidencyDocument), moves });
    if (!(await updateResidency(trx, { ...row, version, content }))) return refuse("saved_since");
    await insertChange(trx, { person, about: "residency", id, act: "edited" }, by);
    return { ok: true };
  });
}

/** The next step of a residency, on its day. The end of the last one starts the time after which contents are erased. */
export function moveResidency(
  db: Database,
  vault: Vault,
  person: string,
  id: string,
  move: ResidencyMove,
  input: unknown,
  by: Actor,
): Promise<Outcome> {
  return act(db, by, async (trx) => {
    const parsed = parse(moveForm, input);
    if (!parsed.ok) return parsed;
    const { on } = parsed.document;
    if (on > dayOf(new Date())) return invalid([{ path: "on", code: "in_the_future" }]);
    const held = await holdFile(trx, vault, person);
    if (!held.ok) return held;
    const all = await residenciesOf(trx, person);
    const row = all.find((one) => one.id === id);
    if (!row) return refuse("not_found");
    const to = residencyMoves[row.state][move];
    if (!to) return refuse("wrong_state");
    const kept = held.key.open(`residency:${id}`, row.content) as KeptResidency;
    const last = kept.moves.at(-1)?.on;
    if (last && on < last) return invalid([{ path: "on", code: "before_start" }]);
    const year = Number(on.slice(0, 4));
    const next: SealedResidency = {
      ...row,
      state: to,
      firstYear: to === "arrived" ? year : row.firstYear,
      lastYear: to === "ended" ? year : null,
      content: held.key.seal(`residency:${id}`, {
        ...kept,
        ...(to === "arrived" && !kept.startsOn ? { startsOn: on } : {}),
        ...(to === "ended" ? { endsOn: on } : {}),
        moves: [...kept.moves, { on, state: to }],
      }),
    };
    await updateResidency(trx, next);
    if (all.every((one) => isOver(one.id === id ? to : one.state)))
      await setErasure(trx, person, monthsLater(on, termOf("protected_person").count));
    await insertChange(trx, { person, about: "residency", id, act: "moved", state: to }, by);
    return { ok: true };
  });
}
