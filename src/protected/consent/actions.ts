import { randomUUID } from "node:crypto";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { dayOf } from "../../platform/instants.ts";
import { act, invalid, type Outcome, parse, refuse } from "../acts.ts";
import { insertConsent, withdrawConsent } from "../contents-store.ts";
import { holdFile } from "../file.ts";
import { insertChange } from "../log-store.ts";
import type { PersonDocument } from "../person/rules.ts";
import type { Vault } from "../vault/vault.ts";
import { consentForm, ofMinor, scopes } from "./rules.ts";

/** Records what a person has allowed, and the proof of it. It is never changed afterwards: another replaces it. */
export function recordConsent(db: Database, vault: Vault, person: string, input: unknown, by: Actor): Promise<Outcome<{ id: string }>> {
  return act(db, by, async (trx) => {
    const parsed = parse(consentForm, input);
    if (!parsed.ok) return parsed;
    const held = await holdFile(trx, vault, person);
    if (!held.ok) return held;
    const { text, name, country, picture, exhibition, press, schools, givenOn, validUntil, ...document } = parsed.document;
    if (givenOn > dayOf(new Date())) return invalid([{ path: "givenOn", code: "in_the_future" }]);
    const { minor } = held.key.open(`person:${person}`, held.person.content!) as PersonDocument;
    const problems = ofMinor(parsed.document, minor);
    if (problems.length > 0) return invalid(problems);
    const given = { text, name, country, picture, exhibition, press, schools };
    const id = randomUUID();
    const content = held.key.seal(`consent:${id}`, document);
    await insertConsent(trx, { id, person, scopes: scopes.filter((scope) => given[scope]), givenOn, validUntil, content });
    await insertChange(trx, { person, about: "consent", id, act: "created" }, by);
    return { ok: true, id };
  });
}

/** As easy as to give it (GDPR art. 7(3)): what was published by it is gone when this returns, from every page. */
export function endConsent(db: Database, vault: Vault, person: string, id: string, by: Actor): Promise<Outcome> {
  return act(db, by, async (trx) => {
    const held = await holdFile(trx, vault, person);
    if (!held.ok && held.reason !== "protected_key") return held;
    if (!(await withdrawConsent(trx, person, id))) return refuse("consent_is_final");
    await insertChange(trx, { person, about: "consent", id, act: "withdrawn" }, by);
    return { ok: true };
  });
}
