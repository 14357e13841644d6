import { sql } from "kysely";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { InterestReason } from "./rules.ts";

export interface Interest {
  application: string;
  userId: string;
  userName: string;
  reason: InterestReason;
  note: string;
  declaredAt: Date;
}

/** Puts a declaration down; the database takes the person off the file. False when it was there already. */
export async function insertInterest(
  trx: Database,
  application: string,
  by: Actor,
  reason: InterestReason,
  note: string,
): Promise<boolean> {
  const row = await trx
    .insertInto("interestDeclaration")
    .values({ application, userId: by.id, userName: by.name, reason, note })
    .onConflict((conflict) => conflict.doNothing())
    .returning("application")
    .executeTakeFirst();
  return row !== undefined;
}

export async function deleteInterest(trx: Database, application: string, user: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom("interestDeclaration")
    .where("application", "=", application)
    .where("userId", "=", user)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

/** The files in which a person has declared an interest. */
export async function interestsOf(db: Database, user: string): Promise<string[]> {
  const rows = await db.selectFrom("interestDeclaration").select("application").where("userId", "=", user).execute();
  return rows.map(({ application }) => application);
}

/** Who has stepped aside on a file. */
export async function interestsIn(db: Database, application: string): Promise<Interest[]> {
  return (await db
    .selectFrom("interestDeclaration")
    .selectAll()
    .where("application", "=", application)
    .orderBy("declaredAt")
    .execute()) as unknown as Interest[];
}

export async function declarationFor(
  db: Database,
  edition: string,
  user: string,
): Promise<{ statement: string; declaredAt: Date } | undefined> {
  return (await db
    .selectFrom("editionDeclaration")
    .select(["statement", "declaredAt"])
    .where("edition", "=", edition)
    .where("userId", "=", user)
    .executeTakeFirst()) as unknown as { statement: string; declaredAt: Date } | undefined;
}

export async function putDeclaration(trx: Database, edition: string, by: Actor, statement: string): Promise<void> {
  await trx
    .insertInto("editionDeclaration")
    .values({ edition, userId: by.id, userName: by.name, statement })
    .onConflict((conflict) =>
      conflict.columns(["edition", "userId"]).doUpdateSet({ statement, userName: by.name, declaredAt: sql`now()` as never }),
    )
    .execute();
}

/** The persons of the body that asks, by the names it gave: against them the name of a reader is held. */
export async function peopleOf(db: Database, application: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT DISTINCT n.name FROM application a JOIN applicant b ON b.id = a.applicant CROSS JOIN LATERAL (
      SELECT b.profile ->> 'representativeName' AS name UNION ALL SELECT b.profile ->> 'contactName'
      UNION ALL SELECT u.name FROM applicant_member m JOIN auth."user" u ON u.id = m.user_id WHERE m.applicant = b.id) n
    WHERE a.id = ${application} AND coalesce(n.name, '') <> '' ORDER BY 1`.execute(db);
  return rows.map(({ name }) => name);
}
