import type { Actor } from "../../platform/accounts/rights.ts";
import { type Database, transact } from "../../platform/database/connect.ts";
import { dayOf } from "../../platform/instants.ts";
import { DEMO_MAIL_DOMAIN } from "../../platform/mail/rules.ts";
import type { Outcome } from "../acts.ts";
import { recordConsent } from "../consent/actions.ts";
import { monthsLater } from "../fields.ts";
import { createPerson } from "../person/actions.ts";
import { createResidency, moveResidency } from "../residency/actions.ts";
import { publishTestimony, saveTestimony } from "../testimony/actions.ts";
import type { Vault } from "../vault/vault.ts";
import { files } from "./people.ts";
import { hasDemo, putGuardian } from "./store.ts";

const guardian: Actor & { email: string } = {
  id: "demo-gaelle",
  name: "Gaëlle Fictive (démonstration)",
  email: `gaelle@${DEMO_MAIL_DOMAIN}`,
  role: "guardian",
};

async function must<T>(outcome: Promise<Outcome<T>>): Promise<{ ok: true } & T> {
  const done = await outcome;
  if (!done.ok) throw new Error(`the demonstration was refused: ${done.reason}`);
  return done;
}

/** Adds fictional files through the acts of a fictional guardian, once, all or none: false when they are there. */
export function seedProtectedDemo(db: Database, vault: Vault): Promise<boolean> {
  return transact(db, async (trx) => {
    if (await hasDemo(trx, guardian.id)) return false;
    await putGuardian(trx, guardian);
    const today = dayOf(new Date());
    const dayAgo = (years: number, day: string) => {
      const wanted = `${Number(today.slice(0, 4)) - years}-${day}`;
      return wanted > today ? today : wanted;
    };
    for (const { person, residency, testimony } of files) {
      const { id } = await must(createPerson(trx, vault, person, guardian, { demo: true }));
      const { kind, host, support, moves } = residency;
      const stay = await must(createResidency(trx, vault, id, { kind, host, support }, guardian));
      for (const [move, years, day] of moves)
        await must(moveResidency(trx, vault, id, stay.id, move, { on: dayAgo(years, day) }, guardian));
      if (!testimony) continue;
      const consent = await must(recordConsent(trx, vault, id, consentOf(today), guardian));
      const told = await must(saveTestimony(trx, vault, id, { body: testimony, language: "fr" }, guardian));
      await must(publishTestimony(trx, vault, id, told.id, consent.id, guardian));
    }
    return true;
  });
}

const consentOf = (today: string) => ({
  text: true,
  givenOn: today,
  validUntil: monthsLater(today, 24),
  words: "Consentement fictif.",
  language: "fr",
  givenBy: "person",
  receivedBy: guardian.name,
  received: "signed_paper",
});
