import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import type { Actor } from "../../platform/accounts/rights.ts";
import { createKey } from "../../platform/api-keys/actions.ts";
import { listKeys } from "../../platform/api-keys/store.ts";
import type { Database } from "../../platform/database/connect.ts";
import { officersOn } from "../instruction/file-store.ts";
import { officersOf } from "../instruction/list-store.ts";
import { makeActor, makeCallEdition, makeFiles } from "../instruction/testing.ts";
import { leave } from "./actions.ts";
import { whatHangsOn } from "./store.ts";

let db: Database;
let end: () => Promise<void>;
let admin: Actor;
beforeAll(async () => {
  ({ db, end } = await openTestDatabase({ paris: true }));
  admin = await makeActor(db, "administrator", "Ada");
});
afterAll(() => end());

it("hands all over in one act: open files and opinions due, but not where the other has an interest; keys end or go too", async () => {
  const [leaving, heir] = [await makeActor(db, "administrator", "Partant"), await makeActor(db, "officer", "Héritière")];
  const edition = await makeCallEdition(db);
  const [own, interest, shared] = await makeFiles(db, edition, 3);
  const [closed] = await makeFiles(db, edition, 1, { state: "rejected", from: 10 });
  for (const file of [own, interest, shared, closed])
    await sql`INSERT INTO application_officer (application, position, user_id) VALUES (${file}, 1, ${leaving.id})`.execute(db);
  await sql`INSERT INTO application_officer (application, position, user_id) VALUES (${shared}, 2, ${heir.id})`.execute(db);
  await sql`INSERT INTO interest_declaration (application, user_id, user_name, reason) VALUES (${interest}, ${heir.id}, 'H', 'member')`.execute(
    db,
  );
  await sql`INSERT INTO edition_assessor (edition, user_id) VALUES (${edition}, ${leaving.id})`.execute(db);
  await sql`INSERT INTO assignment (application, user_id, assigned_by) VALUES (${own}, ${leaving.id}, 'x'), (${interest}, ${leaving.id}, 'x')`.execute(
    db,
  );
  const key = await createKey(db, { name: "Tableau", scopes: ["grants:read"], days: 30 }, leaving);
  expect(key.ok).toBe(true);
  const hanging = await whatHangsOn(db, leaving.id);
  expect([hanging.files.length, hanging.opinions.length, hanging.editions.length, hanging.keys.length]).toEqual([3, 2, 1, 1]);

  expect(await leave(db, { id: leaving.id, to: null, keys: "revoke" }, admin)).toEqual({ ok: false, reason: "successor" });
  expect(await leave(db, { id: leaving.id, to: leaving.id, keys: "revoke" }, admin)).toEqual({ ok: false, reason: "successor" });
  expect(await leave(db, { id: leaving.id, to: heir.id, keys: "revoke" }, heir)).toEqual({ ok: false, reason: "forbidden" });
  const twice = await Promise.all([1, 2].map(() => leave(db, { id: leaving.id, to: heir.id, keys: "revoke" }, admin)));
  expect(twice.filter(({ ok }) => ok)).toHaveLength(1);

  const whose = async (file: string | undefined) => (await officersOn(db, file!)).map(({ userId }) => userId);
  expect([await whose(own), await whose(interest), await whose(shared), await whose(closed)]).toEqual([
    [heir.id],
    [],
    [heir.id],
    [leaving.id],
  ]);
  const { rows } = await sql<{
    application: string;
    userId: string;
  }>`SELECT application, user_id FROM assignment ORDER BY application`.execute(db);
  expect(rows).toEqual([{ application: own, userId: heir.id }]);
  expect((await listKeys(db)).every((key) => key.createdBy !== leaving.id || key.revokedAt !== null)).toBe(true);
  expect((await officersOf(db)).map(({ id }) => id)).not.toContain(leaving.id);
  const log = await sql<{
    action: string;
  }>`SELECT action FROM event WHERE kind = 'account' AND record = ${leaving.id} ORDER BY event.id`.execute(db);
  expect(log.rows.map(({ action }) => action)).toEqual(["closed", "handed_over"]);
});

it("keeps the last administrator, whichever way two of them go at the same instant", async () => {
  const other = await makeActor(db, "administrator", "Autre");
  const done = await Promise.all([
    leave(db, { id: other.id, to: null, keys: "revoke" }, admin),
    leave(db, { id: admin.id, to: null, keys: "revoke" }, other),
  ]);
  expect(done.filter(({ ok }) => ok)).toHaveLength(1);
  expect(done).toContainEqual({ ok: false, reason: "last" });
  const left = await sql<{ id: string }>`SELECT id FROM auth."user" WHERE role = 'administrator' AND "closedAt" IS NULL`.execute(db);
  await expect(sql`UPDATE auth."user" SET role = 'reader' WHERE id = ${left.rows[0]!.id}`.execute(db)).rejects.toMatchObject({
    constraint: "last_administrator",
  });
});
