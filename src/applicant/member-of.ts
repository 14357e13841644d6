import type { MemberRole } from "../funding/applicant/rules.ts";
import { type Applicant, findApplicant, roleIn } from "../funding/applicant/store.ts";
import type { SpaceContext } from "./env.ts";
import { isUuid } from "./facts.ts";

export async function memberOf(c: SpaceContext): Promise<{ body: Applicant; role: MemberRole } | undefined> {
  const id = c.req.param("id") ?? "";
  if (!isUuid(id)) return undefined;
  const { db } = c.get("services");
  const [role, body] = await Promise.all([roleIn(db, id, c.get("person").id), findApplicant(db, id)]);
  return role && body ? { role, body } : undefined;
}
