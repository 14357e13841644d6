import { sql } from "kysely";
import type { Actor, Role } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { DEMO_MAIL_DOMAIN } from "../../platform/mail/rules.ts";
import type { Person } from "../applicant/actions.ts";

/** Somebody who does not exist. */
export const person = <R extends Role>(key: string, name: string, role: R): Person & { role: R } => ({
  id: `demo-${key}`,
  name: `${name} (démonstration)`,
  email: `${key}@${DEMO_MAIL_DOMAIN}`,
  role,
});

/** The people of the city in the demonstration: what needs two persons has them. */
export const staff = {
  officer: person("odile", "Odile Fictive", "officer"),
  finance: person("felix", "Félix Fictif", "finance"),
  council: person("colette", "Colette Fictive", "council"),
  assessor: person("irene", "Irène Fictive", "assessor"),
  otherAssessor: person("ivan", "Ivan Fictif", "assessor"),
};

/** The two people of each body: who represents it, who writes for it. */
export const membersOf = (body: string): { representative: Person; contributor: Person } => ({
  representative: person(`${body}-presidence`, "Présidence fictive", "applicant"),
  contributor: person(`${body}-tresorerie`, "Trésorerie fictive", "applicant"),
});

/**
 * Accounts without a password, at addresses that no mail can reach: nobody signs in with them before they are opened
 * (accounts.ts), nobody can ask for a link. No act makes such an account: acts send links.
 */
export async function putPeople(trx: Database, people: readonly Actor[]): Promise<void> {
  for (const { id, name, email, role } of people as readonly Person[])
    await sql`INSERT INTO auth."user" (id, name, email, "emailVerified", role) VALUES (${id}, ${name}, ${email}, true, ${role})
      ON CONFLICT DO NOTHING`.execute(trx);
}
