import { listAccounts } from "../platform/accounts/store.ts";
import type { Database } from "../platform/database/connect.ts";
import { transact } from "../platform/database/connect.ts";
import { mainLanguage } from "../platform/i18n/languages.ts";
import type { Task } from "../platform/jobs/jobs.ts";
import { queueMail } from "../platform/mail/actions.ts";
import { isUnreachable } from "../platform/mail/rules.ts";
import { discreet } from "./acts.ts";
import { enter } from "./entry-store.ts";
import { insertChange } from "./log-store.ts";
import { dueOn, erasePerson, erasures } from "./person/store.ts";

const program = { id: "upkeep", name: "Ville-Monde" };

/** Erases what has been kept long enough, and reminds the guardians, without a word of whom, of the files to look at. */
export async function upkeep(db: Database, baseUrl: string, today: string): Promise<{ erased: number }> {
  try {
    return await transact(db, async (trx) => {
      await enter(trx, program.id, "upkeep");
      const { erase, review, soon } = await dueOn(trx, today);
      for (const person of erase) {
        await erasePerson(trx, person);
        await insertChange(trx, { person, about: "person", id: person, act: "erased" }, program);
      }
      if (review + soon > 0)
        // Once a month at most.
        for (const { email, name } of await listAccounts(trx, ["guardian"]))
          await queueMail(trx, {
            to: email,
            name,
            locale: mainLanguage(),
            template: "protected_review",
            params: { name, review, soon, link: `${baseUrl}/bureau/protection` },
            dedupeKey: `protected review ${today.slice(0, 7)} ${email}`,
          });
      return { erased: erase.length };
    });
  } catch (error) {
    throw discreet(error);
  }
}

/** How many files are to be erased on a day, and the day of the next: for the office's page of what is kept how long. */
export async function protectedDue(
  db: Database,
  today: string,
): Promise<{ due: number; held: number; next: Date | null; examples: { since: Date; key: string | null }[] }> {
  return transact(db, async (trx) => {
    await enter(trx, program.id, "upkeep");
    const { due, next } = await erasures(trx, today);
    return { due, held: 0, next: next === null ? null : new Date(`${next}T00:00:00Z`), examples: [] };
  });
}

/** Tells every guardian that there is another: nobody enters the compartment unseen. Called by the database itself (note_guardian). */
export const tellGuardiansTask =
  ({ db, baseUrl }: { db: Database; baseUrl: string }): Task =>
  async ({ user }: { user: string }) => {
    const guardians = await listAccounts(db, ["guardian"]);
    const made = guardians.find(({ id }) => id === user);
    if (!made || isUnreachable(made.email)) return;
    await transact(db, async (trx) => {
      for (const { email, name } of guardians)
        await queueMail(trx, {
          to: email,
          name,
          locale: mainLanguage(),
          template: "protected_guardian",
          params: { name, guardian: made.name, link: `${baseUrl}/bureau/protection/lectures` },
        });
    });
  };
