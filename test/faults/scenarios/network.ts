import { setTimeout as sleep } from "node:timers/promises";
import { nextAnswers, write } from "../ledger.ts";
import { startWire, type Wire } from "../proxy.ts";
import type { Scenario } from "../scenario.ts";

let wire: Wire;

/** The network to the database: slow, cut, dead without a word. */
export const network: Scenario = {
  name: "network",
  what: () => "a network to the database that is slow (30 ms each way), cut again and again, and dead without a word for 15 s",
  files: 150,
  async prepare(stand) {
    wire = await startWire(stand.databaseUrl);
    return { env: { DATABASE_URL: wire.url }, undo: () => wire.stop() };
  },
  async run({ stand, node, ledger, quick, random }) {
    const writing = write(stand, ledger, () => node.base, stand.senders);
    const seconds = quick ? 4 : 15;
    const before = ledger.sent.size + ledger.paid.size;
    wire.delay(30);
    await sleep(seconds * 1_000);
    const slow = ledger.sent.size + ledger.paid.size - before;
    wire.delay(0);
    for (let n = 0; n < seconds; n++) {
      await sleep(random() * 2_000);
      wire.cut();
    }
    await node.ready();
    wire.hold(true);
    await sleep(seconds * 1_000);
    wire.hold(false);
    wire.cut();
    const back = await nextAnswers(ledger);
    await sleep(2_000);
    await writing.stop();
    if (slow === 0) throw new Error("nothing was written over the slow network");
    return `${slow} writes over the slow network; a dozen writes answered ${(back / 1000).toFixed(1)} s after the dead one came back`;
  },
};
