/** Who does something: a person with a role, or the program itself (a load of data, a command). */
export interface Actor {
  id: string;
  name: string;
  role: Role | "system";
}

export const roles = ["administrator", "officer", "reader"] as const;
export type Role = (typeof roles)[number];
export type Right = "read" | "edit" | "publish" | "import" | "administer";

const rights: Record<Role | "system", readonly Right[]> = {
  system: ["read", "edit", "publish", "import", "administer"],
  administrator: ["read", "edit", "publish", "import", "administer"],
  officer: ["read", "edit", "publish", "import"],
  reader: ["read"],
};

export function may(actor: Actor, right: Right): boolean {
  return rights[actor.role].includes(right);
}
