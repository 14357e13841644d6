import { setTimeout as sleep } from "node:timers/promises";
import { drained, write } from "../ledger.ts";
import type { Scenario } from "../scenario.ts";
import { doubled } from "../smtp.ts";
import { startNode } from "../stand.ts";

/** Two processes on one database: they share every job, and take every request. */
export const twoNodes: Scenario = {
  name: "two-nodes",
  what: () => "two nodes on one database, each request to either, each job done by one of them",
  files: 150,
  async run({ stand, node, mail, ledger, quick }) {
    const other = await startNode(stand, { VILLE_MONDE_SMTP_URL: mail.url });
    let turn = 0;
    try {
      const writing = write(stand, ledger, () => (turn++ % 2 === 0 ? node.base : other.base), stand.senders, 20);
      await sleep(quick ? 5_000 : 20_000);
      await writing.stop();
      if (!(await drained(stand))) throw new Error("jobs still wait");
    } finally {
      await other.stop();
    }
    if (doubled(mail) > 0) throw new Error(`${doubled(mail)} mails left twice, and nothing had been killed`);
    return `${mail.taken.size} mails, each sent once`;
  },
};
