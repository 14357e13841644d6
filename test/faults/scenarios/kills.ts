import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findPostmaster } from "../../../src/platform/database/embedded/postmaster.ts";
import { write } from "../ledger.ts";
import type { Scenario } from "../scenario.ts";

/** The program or its database is killed without warning, again and again, while people write. */
export const kills: Scenario = {
  name: "kills",
  what: (quick) => `${quick ? 10 : 200} random SIGKILLs of the program or of its database, under load`,
  files: 400,
  async run({ stand, node, ledger, quick, random }) {
    const [wanted, cluster] = [quick ? 10 : 200, join(stand.folder, "database", "postgres")];
    const writing = write(stand, ledger, () => node.base, stand.senders, quick ? 30 : 400);
    let [program, database] = [0, 0];
    for (let n = 0; n < wanted; n++) {
      // From the first instants of a start to a second of work after it.
      await sleep(200 + random() * 1_300);
      if (random() < 0.5) {
        node.kill();
        program++;
      } else {
        const postmaster = findPostmaster(cluster);
        if (postmaster) process.kill(postmaster.pid, "SIGKILL");
        database++;
      }
      if (random() < 0.7) await node.ready();
    }
    await node.ready();
    await sleep(3_000);
    await writing.stop();
    return `${program} of the program, ${database} of the database`;
  },
};
