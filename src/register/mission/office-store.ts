import type { Database } from "../../platform/database/connect.ts";
import { peopleOf } from "../expert/store.ts";
import { loadMission } from "./store.ts";

/** All of a mission, with what stays in the office: the order, the safety advice, who goes. Undefined when there is none. */
export async function missionForOffice(db: Database, id: string) {
  const [mission, internal, people] = await Promise.all([
    loadMission(db, id),
    db
      .selectFrom("mission")
      .select(["orderedOn", "orderedBy", "safety", "safetyOn", "safetyNote", "notes"])
      .$narrowType<{ safety: "unchecked" | "normal" | "vigilance" | "advised_against" | "forbidden" }>()
      .where("id", "=", id)
      .executeTakeFirst(),
    peopleOf(db, id),
  ]);
  return mission && internal ? { ...mission, ...internal, people } : undefined;
}
export type OfficeMission = NonNullable<Awaited<ReturnType<typeof missionForOffice>>>;
