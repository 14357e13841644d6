/** Who does something: a person with a role, or the program itself (a load of data, a command). */
export interface Actor {
  id: string;
  name: string;
  role: Role | "system";
}

export const roles = ["administrator", "officer", "reader", "finance", "council", "assessor", "guardian", "applicant"] as const;
export type Role = (typeof roles)[number];
/** The roles of those who work in the office; applicants have a space of their own. */
export const officeRoles = roles.filter((role) => role !== "applicant");

/**
 * read, edit, publish, import: the register. instruct: calls and the files that come in. assess: reading and scoring
 * them. finance: envelopes, commitments, payments. council: deliberations and votes. apply: one's own files. protect: the
 * files of people at risk, which no other role opens, the administrator and the program itself included.
 */
export type Right =
  | "read"
  | "edit"
  | "publish"
  | "import"
  | "administer"
  | "instruct"
  | "assess"
  | "finance"
  | "council"
  | "apply"
  | "protect";

const rights: Record<Role | "system", readonly Right[]> = {
  system: ["read", "edit", "publish", "import", "administer", "instruct", "assess", "finance", "council", "apply"],
  administrator: ["read", "edit", "publish", "import", "administer", "instruct", "assess", "finance", "council"],
  officer: ["read", "edit", "publish", "import", "instruct", "assess"],
  reader: ["read"],
  finance: ["read", "finance"],
  council: ["read", "council"],
  assessor: ["assess"],
  guardian: ["read", "protect"],
  applicant: ["apply"],
};

export function may(actor: Actor, right: Right): boolean {
  return rights[actor.role].includes(right);
}
