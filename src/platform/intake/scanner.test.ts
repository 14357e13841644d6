import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { clamd } from "./scanner.ts";
import { docxOf, pdfOf } from "./testing.ts";

let folder: string;
let server: Server | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vm-clamd-"));
});
afterEach(() => {
  server?.close();
  server = undefined;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A daemon that answers as it is told: `heard` is all that came, `socket` the one who asks. */
async function fake(behave: (socket: Socket, heard: Buffer) => void): Promise<string> {
  server = createServer((socket) => {
    let heard: Buffer = Buffer.alloc(0);
    socket.on("error", () => {});
    socket.on("data", (chunk: Buffer) => {
      heard = Buffer.concat([heard, chunk]);
      behave(socket, heard);
    });
  });
  await new Promise<void>((done) => server!.listen(0, "127.0.0.1", done));
  return `tcp://127.0.0.1:${(server.address() as { port: number }).port}`;
}
const whole = (heard: Buffer) => heard.subarray(-4).equals(Buffer.alloc(4));
const answers = (text: string) => (socket: Socket, heard: Buffer) => void (whole(heard) && socket.end(text));
const bytes = new Uint8Array(200_000).fill(65);

describe("a scanner", () => {
  it("is sent the whole file in pieces, and believed", async () => {
    let heard: Buffer = Buffer.alloc(0);
    const at = await fake((socket, all) => {
      heard = all;
      answers("stream: OK\0")(socket, all);
    });
    expect(await clamd(at).scan(bytes)).toEqual({ state: "clean" });
    expect(heard.subarray(0, 10).toString()).toBe("zINSTREAM\0");
    let [at2, sent] = [10, 0];
    for (let length = heard.readUInt32BE(at2); length > 0; length = heard.readUInt32BE(at2))
      [at2, sent] = [at2 + 4 + length, sent + length];
    expect([sent, at2 + 4]).toEqual([bytes.length, heard.length]);
  });

  it.each([
    ["stream: Win.Test-1 FOUND\0", { state: "infected", threat: "Win.Test-1" }],
    ["INSTREAM size limit exceeded. ERROR\0", { state: "refused", fault: "too large for the scanner (StreamMaxLength)" }],
    ["stream: Can't allocate memory ERROR\0", { state: "refused", fault: "stream: Can't allocate memory ERROR" }],
    ["HTTP/1.1 400 Bad Request\r\n\0", { state: "refused", fault: "an answer that is none of clamd's" }],
    ["x".repeat(10_000), { state: "refused", fault: "an answer that is none of clamd's" }],
    ["stream: O", { state: "refused", fault: "cut off" }],
    ["", { state: "refused", fault: "cut off" }],
  ])("that answers %j", async (text, verdict) => {
    expect(await clamd(await fake(answers(text))).scan(bytes)).toEqual(verdict);
  });

  it("answers in drops, or before it has heard all", async () => {
    const drops = await fake((socket, heard) => {
      if (!whole(heard)) return;
      for (const letter of "stream: OK\0") socket.write(letter);
    });
    expect(await clamd(drops).scan(bytes)).toEqual({ state: "clean" });
    server!.close();
    const early = await fake((socket) => void socket.write("INSTREAM size limit exceeded. ERROR\0"));
    expect(await clamd(early).scan(new Uint8Array(5_000_000))).toMatchObject({ state: "refused" });
  });

  it("that is silent or breaks off has not said; one that is not there is away", async () => {
    expect(await clamd(await fake(() => {}), 100).scan(bytes)).toEqual({ state: "refused", fault: "no answer" });
    server!.close();
    const broken = await fake((socket) => void socket.resetAndDestroy());
    expect(await clamd(broken).scan(new Uint8Array(5_000_000))).toMatchObject({ state: "refused" });
    expect(await clamd(`unix:${join(folder, "nobody")}`).scan(bytes)).toEqual({ state: "away", fault: "ENOENT" });
    expect(() => clamd("localhost:3310")).toThrow(/VILLE_MONDE_CLAMD/);
  });
});

// The string that every scanner knows (EICAR), in two so that this file is none.
const EICAR = `X5O!P%@AP[4\\PZX54(P^)7CC)7}$${"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"}!$H+H*`;
const there = spawnSync("clamd", ["--version"]).status === 0;

describe.runIf(there)("ClamAV itself", () => {
  let daemon: ChildProcess;
  let socket: string;
  beforeAll(async () => {
    socket = join(folder, "clamd.sock");
    // A database of one signature: the real one is fetched from elsewhere.
    await writeFile(join(folder, "own.ndb"), `Eicar-Test:0:*:${Buffer.from(EICAR).toString("hex")}\n`);
    const settings = [
      `LocalSocket ${socket}`,
      `DatabaseDirectory ${folder}`,
      "Foreground yes",
      "StreamMaxLength 2M",
      `TemporaryDirectory ${folder}`,
    ];
    if (userInfo().uid === 0) settings.push("User root");
    await writeFile(join(folder, "clamd.conf"), `${settings.join("\n")}\n`);
    await chmod(folder, 0o755);
    daemon = spawn("clamd", ["--config-file", join(folder, "clamd.conf")], { stdio: "ignore" });
    const ready = () =>
      new Promise<boolean>((done) => {
        const one = connect(socket, () => done(true)).on("error", () => done(false));
        one.on("connect", () => one.destroy());
      });
    while (!(await ready())) {
      if (daemon.exitCode !== null) throw new Error(`clamd ended with ${daemon.exitCode}`);
      await sleep(100);
    }
  }, 120_000);
  afterAll(async () => {
    if (!daemon || daemon.exitCode !== null) return;
    const gone = new Promise((done) => daemon.once("exit", done));
    daemon.kill();
    await gone;
  });

  it("finds what it looks for, in a file and inside an archive, and lets the rest pass", async () => {
    const scanner = clamd(`unix:${socket}`);
    expect(await scanner.scan(pdfOf())).toEqual({ state: "clean" });
    const infected = { state: "infected", threat: expect.stringMatching(/^Eicar-Test/) };
    expect(await scanner.scan(new Uint8Array(Buffer.from(EICAR)))).toEqual(infected);
    expect(await scanner.scan(docxOf({ name: "word/media/note.txt", content: EICAR }))).toEqual(infected);
    expect(await scanner.scan(new Uint8Array(3_000_000))).toMatchObject({
      state: "refused",
      fault: expect.stringContaining("StreamMaxLength"),
    });
  });
});
