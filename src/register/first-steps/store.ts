import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import { kindNames } from "../kinds.ts";

/** What people of the office have done of the register, whatever was loaded before them. */
export interface FirstSteps {
  /** Somebody brought a record in, typed or from a file. */
  brought: boolean;
  /** Somebody published one. */
  published: boolean;
}

// Those who edit the register: a vote of the council makes records too, and is no first step.
const editors = ["administrator", "officer"];
const didOnce = (action: string) => sql<boolean>`EXISTS (SELECT FROM event WHERE action = ${action} AND kind = ANY (${kindNames}::text[])
  AND actor_role = ANY (${editors}::text[]))`;

export async function firstSteps(db: Database): Promise<FirstSteps> {
  const { rows } = await sql<FirstSteps>`SELECT ${didOnce("created")} AS brought, ${didOnce("published")} AS published`.execute(db);
  return rows[0]!;
}
