import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { currentEdition } from "../../../src/register/edition/store.ts";
import { editRecord } from "../../../src/register/record/actions.ts";
import { write } from "../ledger.ts";
import type { Scenario } from "../scenario.ts";

const HOUR = 3_600_000;
let clock = "";

/** The clock of the program's machine jumps; that of the database is the one that counts. */
export const clockJump: Scenario = {
  name: "clock-jump",
  what: () => "the program's clock an hour, then two days ahead, then two days behind, across a deadline",
  files: 120,
  async prepare(stand) {
    clock = join(stand.folder, "clock");
    writeFileSync(clock, "0");
    return { env: { VILLE_MONDE_CLOCK_FILE: clock }, flags: ["--import", join(import.meta.dirname, "../clock.ts")] };
  },
  async run({ stand, node, ledger, quick }) {
    const pause = quick ? 1_500 : 5_000;
    const writing = write(stand, ledger, () => node.base, stand.senders, 60);
    for (const hours of [1, 48, 0, -48]) {
      writeFileSync(clock, String(hours * HOUR));
      await sleep(pause);
    }
    // Two days behind, the program would still take what is late: the database does not.
    const record = (await currentEdition(stand.db, stand.edition))!;
    const closesAt = new Date(Math.ceil(Date.now() / 1000) * 1000 + 2_000);
    const by = { id: "faults", name: "Faults", role: "system" } as const;
    const document = { ...record.document, closesAt: `${closesAt.toISOString().slice(0, 19)}Z` };
    const edited = await editRecord(stand.db, "edition", stand.edition, record.version, document, by);
    if (!edited.ok) throw new Error("the deadline could not be set");
    await sleep(3_000 + pause);
    await writing.stop();
    writeFileSync(clock, "0");
    const { rows } = await sql<{ late: number; odd: number }>`
      SELECT count(*) FILTER (WHERE submitted_at > ${closesAt})::int AS late,
        count(*) FILTER (WHERE abs(extract(epoch FROM submitted_at - updated_at)) > 3600)::int AS odd
      FROM application WHERE edition = ${stand.edition} AND state <> 'draft'`.execute(stand.db);
    if (rows[0]!.late > 0) throw new Error(`${rows[0]!.late} files were taken after the deadline`);
    return "no file was taken after the deadline of the database's clock";
  },
};
