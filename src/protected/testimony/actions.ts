import { randomUUID } from "node:crypto";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { act, type Outcome, parse, refuse } from "../acts.ts";
import {
  consentsOf,
  insertTestimony,
  publishTestimony as putOut,
  unpublishTestimony as takeBack,
  testimoniesOf,
  updateTestimony,
} from "../contents-store.ts";
import { holdFile } from "../file.ts";
import { insertChange } from "../log-store.ts";
import type { Vault } from "../vault/vault.ts";
import { type TestimonyDocument, testimonyForm } from "./rules.ts";

/** Writes a testimony down, sealed; anew where `id` and the version that was read are given. */
export function saveTestimony(
  db: Database,
  vault: Vault,
  person: string,
  input: unknown,
  by: Actor,
  of?: { id: string; version: number },
): Promise<Outcome<{ id: string }>> {
  return act(db, by, async (trx) => {
    const parsed = parse(testimonyForm, input);
    if (!parsed.ok) return parsed;
    const held = await holdFile(trx, vault, person);
    if (!held.ok) return held;
    const id = of?.id ?? randomUUID();
    const content = held.key.seal(`testimony:${id}`, parsed.document);
    if (!of) await insertTestimony(trx, { id, person, content });
    else {
      const known = (await testimoniesOf(trx, person)).find((one) => one.id === id);
      if (!known) return refuse("not_found");
      if (known.state === "published") return refuse("wrong_state");
      if (!(await updateTestimony(trx, { id, version: of.version, content }))) return refuse("saved_since");
    }
    await insertChange(trx, { person, about: "testimony", id, act: of ? "edited" : "created" }, by);
    return { ok: true, id };
  });
}

/**
 * Publishes what is written, by a consent: under the pseudonym unless the consent allows a name, with the country only if
 * it allows that. The database asks for the consent again.
 */
export function publishTestimony(db: Database, vault: Vault, person: string, id: string, consent: string, by: Actor): Promise<Outcome> {
  return act(db, by, async (trx) => {
    const held = await holdFile(trx, vault, person);
    if (!held.ok) return held;
    const [row, allowed] = [
      (await testimoniesOf(trx, person)).find((one) => one.id === id),
      (await consentsOf(trx, person)).find((one) => one.id === consent),
    ];
    if (!row) return refuse("not_found");
    if (!allowed) return refuse("consent_missing");
    if (row.state === "published") return refuse("wrong_state");
    const { body, language, signature, country } = held.key.open(`testimony:${id}`, row.content) as TestimonyDocument;
    await putOut(trx, id, {
      consent,
      signature: (allowed.scopes.includes("name") && signature) || held.person.pseudonym!,
      body,
      language,
      country: allowed.scopes.includes("country") ? country : null,
    });
    await insertChange(trx, { person, about: "testimony", id, act: "published" }, by);
    return { ok: true };
  });
}

export function unpublishTestimony(db: Database, vault: Vault, person: string, id: string, by: Actor): Promise<Outcome> {
  return act(db, by, async (trx) => {
    const held = await holdFile(trx, vault, person);
    if (!held.ok && held.reason !== "protected_key") return held;
    if (!(await takeBack(trx, person, id))) return refuse("wrong_state");
    await insertChange(trx, { person, about: "testimony", id, act: "unpublished" }, by);
    return { ok: true };
  });
}
