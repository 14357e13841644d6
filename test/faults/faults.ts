// `npm run faults [-- NAME …] [--quick] [--seed N]`: breaks the program and what it stands on while people write, then
// holds what it answered against what is so. Keeps its rows in docs/reliability.md; `--quick`: fewer rounds, nothing kept.
// Exit 1 when a write that was answered is lost, a payment doubled, or a rule broken.
import { spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { drained, emptyLedger, settle } from "./ledger.ts";
import { keepReliability, type Row } from "./report.ts";
import type { Scenario } from "./scenario.ts";
import { clockJump } from "./scenarios/clock-jump.ts";
import { databaseRestart } from "./scenarios/database-restart.ts";
import { diskFull } from "./scenarios/disk-full.ts";
import { kills } from "./scenarios/kills.ts";
import { mailDown } from "./scenarios/mail-down.ts";
import { migration } from "./scenarios/migration.ts";
import { network } from "./scenarios/network.ts";
import { twoNodes } from "./scenarios/two-nodes.ts";
import { doubled, startMailServer } from "./smtp.ts";
import { makeStand, signAllIn, startNode } from "./stand.ts";

const scenarios = [kills, databaseRestart, network, diskFull, clockJump, mailDown, twoNodes, migration];
const args = process.argv.slice(2);
const quick = args.includes("--quick");
const seedAt = args.indexOf("--seed");
const seed = seedAt >= 0 ? Number(args[seedAt + 1]) : randomInt(2 ** 31);
const names = args.filter((one, i) => !one.startsWith("--") && i !== seedAt + 1 * Number(seedAt >= 0));
const TESTS = "tests";
const unknown = names.filter((name) => name !== TESTS && !scenarios.some((one) => one.name === name));
if (unknown.length > 0 || !Number.isInteger(seed)) {
  console.error(`There is no fault “${unknown.join(", ")}”: ${[...scenarios.map(({ name }) => name), TESTS].join(", ")}.`);
  process.exit(2);
}

/** mulberry32: the same faults for the same seed. */
function sequence(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function attempt(scenario: Scenario): Promise<Row> {
  const start = performance.now();
  const files = quick ? Math.min(scenario.files, 24) : scenario.files;
  const [stand, mail] = [await makeStand(files), await startMailServer()];
  const faults: string[] = [];
  const ledger = emptyLedger();
  let [said, undo] = ["", async () => {}];
  try {
    const prepared = (await scenario.prepare?.(stand)) ?? {};
    undo = prepared.undo ?? undo;
    const node = await startNode(stand, { VILLE_MONDE_SMTP_URL: mail.url, ...prepared.env }, prepared.flags);
    try {
      await signAllIn(stand, node.base);
      said = await scenario.run({ stand, node, mail, ledger, quick, random: sequence(seed) });
      await node.ready();
      if (!(await drained(stand))) faults.push("jobs or mails still wait two minutes after");
    } finally {
      await node.stop();
    }
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error));
  }
  const account = await settle(stand, ledger);
  await undo().catch((error) => faults.push(String(error)));
  await mail.stop();
  await stand.stop();
  for (const fault of [...account.lost, ...account.doubled, ...account.broken]) faults.push(fault);
  return {
    what: scenario.what(quick),
    seconds: Math.round((performance.now() - start) / 1000),
    said,
    acknowledged: account.acknowledged,
    unanswered: ledger.unanswered,
    lost: account.lost.length,
    doubled: account.doubled.length,
    mails: mail.taken.size,
    mailsDoubled: doubled(mail),
    faults,
  };
}

const rows: Row[] = [];
for (const scenario of scenarios) {
  if (names.length > 0 && !names.includes(scenario.name)) continue;
  console.log(`${scenario.name}: ${scenario.what(quick)} …`);
  const row = await attempt(scenario);
  rows.push(row);
  console.log(
    `  ${row.faults.length === 0 ? "held" : "BROKEN"} in ${row.seconds} s: ${row.acknowledged} writes answered, ${row.unanswered} not; ${row.lost} lost, ${row.doubled} payments doubled; ${row.mails} mails, ${row.mailsDoubled} twice. ${row.said}`,
  );
  for (const fault of row.faults.slice(0, 20)) console.log(`  - ${fault}`);
}
// The tests of faults, each of its rounds: `npm test` runs a few.
const wanted = !quick && (names.length === 0 || names.includes(TESTS));
const everyRound = { ...process.env, VILLE_MONDE_ALL_ROUNDS: "1" };
const tests = wanted ? spawnSync("npx", ["vitest", "run", "test/faults"], { stdio: "inherit", env: everyRound }).status === 0 : undefined;
if (!quick) keepReliability(rows, seed, tests);
const broken = rows.filter(({ faults }) => faults.length > 0).length + Number(tests === false);
console.log(`${rows.length + Number(wanted) - broken} of ${rows.length + Number(wanted)} held (seed ${seed})`);
process.exit(broken > 0 ? 1 : 0);
