import { randomUUID } from "node:crypto";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { dayOf } from "../../platform/instants.ts";
import { act, type Outcome, parse, refuse } from "../acts.ts";
import { monthsLater } from "../fields.ts";
import { holdFile } from "../file.ts";
import { insertChange } from "../log-store.ts";
import type { Vault } from "../vault/vault.ts";
import { drawPseudonym } from "./pseudonym.ts";
import { newPersonForm, type PersonDocument, personForm, REVIEW_MONTHS, reviewForm } from "./rules.ts";
import { erasePerson, insertPerson, setReview, updatePerson } from "./store.ts";

/** How often a pseudonym is drawn before a number is put behind it. */
const DRAWS = 20;

/** Opens a new file, under a pseudonym drawn by lot and a key of its own. */
export function createPerson(
  db: Database,
  vault: Vault,
  input: unknown,
  by: Actor,
  options: { demo?: boolean } = {},
): Promise<Outcome<{ id: string }>> {
  return act(db, by, async (trx) => {
    const parsed = parse(newPersonForm, input);
    if (!parsed.ok) return parsed;
    const { kind, ...document } = parsed.document;
    const id = randomUUID();
    const { key, ...sealedKey } = vault.newKey(id);
    const row = {
      ...sealedKey,
      kind: kind as never,
      demo: options.demo ?? false,
      content: key.seal(`person:${id}`, document),
      reviewOn: monthsLater(dayOf(new Date()), REVIEW_MONTHS),
    };
    for (
      let draw = 1;
      !(await insertPerson(trx, { ...row, pseudonym: draw > DRAWS ? `${drawPseudonym()} ${draw}` : drawPseudonym() }));
      draw++
    );
    await insertChange(trx, { person: id, about: "person", id, act: "created" }, by);
    return { ok: true, id };
  });
}

/** Writes a file anew. `version`: the one that was read; another saved since is not written over. */
export function editPerson(db: Database, vault: Vault, id: string, version: number, input: unknown, by: Actor): Promise<Outcome> {
  return act(db, by, async (trx) => {
    const parsed = parse(personForm, input);
    if (!parsed.ok) return parsed;
    const held = await holdFile(trx, vault, id);
    if (!held.ok) return held;
    if (held.person.version !== version) return refuse("saved_since");
    await updatePerson(trx, id, held.key.seal(`person:${id}`, parsed.document satisfies PersonDocument));
    await insertChange(trx, { person: id, about: "person", id, act: "edited" }, by);
    return { ok: true };
  });
}

/** A guardian has looked whether all this must be kept, and says when to look again. */
export function reviewPerson(db: Database, vault: Vault, id: string, input: unknown, by: Actor): Promise<Outcome> {
  return act(db, by, async (trx) => {
    const parsed = parse(reviewForm, input);
    if (!parsed.ok) return parsed;
    const held = await holdFile(trx, vault, id);
    if (!held.ok) return held;
    await setReview(trx, id, parsed.document.reviewOn);
    await insertChange(trx, { person: id, about: "person", id, act: "reviewed" }, by);
    return { ok: true };
  });
}

/** Erases at the person's wish, before the time (GDPR art. 17): the key is destroyed, nothing brings the words back. */
export function eraseFile(db: Database, vault: Vault, id: string, by: Actor): Promise<Outcome> {
  return act(db, by, async (trx) => {
    const held = await holdFile(trx, vault, id);
    // Without its key a file is as good as erased; its row goes the same way.
    if (!held.ok && held.reason !== "protected_key") return held;
    await erasePerson(trx, id);
    await insertChange(trx, { person: id, about: "person", id, act: "erased" }, by);
    return { ok: true };
  });
}
