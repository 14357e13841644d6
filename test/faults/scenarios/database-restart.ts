import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stopPostmaster } from "../../../src/platform/database/embedded/postmaster.ts";
import { nextAnswers, write } from "../ledger.ts";
import type { Scenario } from "../scenario.ts";

/** The database is restarted as its operator would, for an upgrade or a setting. */
export const databaseRestart: Scenario = {
  name: "database-restart",
  what: (quick) => `${quick ? 2 : 10} restarts of the database in good order, under load`,
  files: 150,
  async run({ stand, node, ledger, quick }) {
    const writing = write(stand, ledger, () => node.base, stand.senders);
    const away: number[] = [];
    for (let n = 0; n < (quick ? 2 : 10); n++) {
      await sleep(1_500);
      await stopPostmaster(join(stand.folder, "database", "postgres"), () => {});
      away.push(await nextAnswers(ledger));
    }
    await writing.stop();
    if (node.starts() > 1) throw new Error("the program ended: it should have waited");
    return `a dozen writes answered ${(Math.max(...away) / 1000).toFixed(1)} s after at most; the program ran on`;
  },
};
