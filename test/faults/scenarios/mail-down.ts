import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { drained, write } from "../ledger.ts";
import type { Scenario } from "../scenario.ts";
import { doubled } from "../smtp.ts";

/** The mail server is away for an hour: the hour of the queue, passed by bringing its next tries forward. */
export const mailDown: Scenario = {
  name: "mail-down",
  what: () => "the mail server away for an hour (the waits between tries brought forward), then killed and back in the middle of a mailing",
  files: 120,
  async run({ stand, node, mail, ledger, quick, random }) {
    await mail.goAway();
    const writing = write(stand, ledger, () => node.base, stand.senders, 20);
    await sleep(quick ? 4_000 : 15_000);
    await writing.stop();
    // The queue tries after 3 s, 7 s, 20 s, 55 s, 148 s, 403 s, 1 097 s: seven tries fill the first half hour, an eighth the hour.
    for (let tries = 0; tries < 8; tries++) {
      await sql`UPDATE graphile_worker._private_jobs SET run_at = now() WHERE locked_at IS NULL`.execute(stand.db);
      await sleep(quick ? 700 : 2_000);
    }
    const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM outgoing_mail WHERE state = 'failed'`.execute(stand.db);
    if (rows[0]!.n > 0) throw new Error(`${rows[0]!.n} mails were given up within the hour`);
    if (mail.taken.size > 0) throw new Error("a mail left while the server was away");
    await mail.comeBack();
    // Killed while it sends: the one case in which a mail may arrive twice, under one Message-ID.
    for (let n = 0; n < (quick ? 2 : 6); n++) {
      await sql`UPDATE graphile_worker._private_jobs SET run_at = now() WHERE locked_at IS NULL`.execute(stand.db);
      await sleep(300 + random() * 500);
      node.kill();
      await node.ready();
    }
    if (!(await drained(stand))) throw new Error("mails still wait");
    return `${mail.taken.size} mails arrived, ${doubled(mail)} of them twice (one Message-ID)`;
  },
};
