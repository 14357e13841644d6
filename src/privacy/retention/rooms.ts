import type { Database } from "../../platform/database/connect.ts";
import { dayOf } from "../../platform/instants.ts";
import { type RuleId, ruleIds } from "../../platform/retention/rules.ts";
import { protectedDue, upkeep } from "../../protected/upkeep.ts";
import { accountRooms } from "./account-store.ts";
import { applicationRooms } from "./application-store.ts";
import { mailRoom } from "./mail-store.ts";
import { peopleRooms } from "./people-store.ts";
import type { OwnRoom, Room } from "./room.ts";
import { smallRooms } from "./small-store.ts";

/** People at risk: the day of each file is in the file, and its own room erases it, key and all. */
const protectedRoom: OwnRoom = {
  rule: "protected_person",
  due: ({ db }, now) => protectedDue(db as Database, dayOf(now)),
  erase: async ({ db, baseUrl }, now) => (await upkeep(db, baseUrl, dayOf(now))).erased,
};

const all: (Room | OwnRoom)[] = [...applicationRooms, ...accountRooms, ...smallRooms, mailRoom, ...peopleRooms, protectedRoom];

/** How each rule is carried out, in the order of the table. */
export const rooms: (Room | OwnRoom)[] = ruleIds.map((id: RuleId) => {
  const room = all.find(({ rule }) => rule === id);
  if (!room) throw new Error(`nothing carries out the rule ${id}`);
  return room;
});
