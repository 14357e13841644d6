import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { write } from "../ledger.ts";
import type { Scenario } from "../scenario.ts";

const MB = 1024 * 1024;
let folder = "";

/** The disk of what the program keeps beside its database (uploads, receipts) fills up, then has room again. */
export const diskFull: Scenario = {
  name: "disk-full",
  what: () => "the disk of the program's files full, then with room again",
  files: 100,
  async prepare(stand) {
    folder = join(stand.folder, "program");
    const kept = join(stand.folder, "kept");
    execFileSync("cp", ["-a", folder, kept]);
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    // Needs root, as mounting does everywhere.
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=24m", "tmpfs", folder]);
    execFileSync("cp", ["-a", `${kept}/.`, folder]);
    return { undo: async () => void execFileSync("umount", ["-l", folder]) };
  },
  async run({ stand, node, ledger, quick }) {
    const writing = write(stand, ledger, () => node.base, stand.senders, 40);
    await sleep(quick ? 2_000 : 5_000);
    const ballast = join(folder, "ballast");
    let size = 0;
    try {
      for (; size < 64; size++) writeFileSync(ballast, Buffer.alloc(MB), { flag: "a" });
    } catch {
      // Full.
    }
    const [sent, status] = [ledger.sent.size, await fetch(`${node.base}/fr`).then((page) => page.status)];
    await sleep(quick ? 3_000 : 10_000);
    const meanwhile = ledger.sent.size - sent;
    rmSync(ballast);
    await sleep(quick ? 2_000 : 5_000);
    await writing.stop();
    if (node.starts() > 1) throw new Error("the program ended");
    if (status !== 200) throw new Error(`a public page answered ${status}`);
    return `pages were read, and ${meanwhile} files sent meanwhile; receipts followed when there was room`;
  },
};
