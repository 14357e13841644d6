import { connect as connectTcp, type Socket } from "node:net";
import { StartupError } from "../startup-error.ts";

export type Verdict =
  | { state: "clean" }
  | { state: "infected"; threat: string }
  /** The scanner heard the file and did not say: of this file alone, for all one knows. */
  | { state: "refused"; fault: string }
  /** Nobody is there: of every file for now. */
  | { state: "away"; fault: string };
export interface Scanner {
  scan(bytes: Uint8Array): Promise<Verdict>;
}

/** In milliseconds without a word from the scanner. It loads for half a minute after its start, and reads 20 MB in a second. */
const SILENCE_MS = 60_000;
const CHUNK = 64 * 1024;
const MOST_ANSWER = 4_096;

let current: Scanner | undefined;
/** The scanner of this process; undefined: files are kept as they come. */
export const scanner = (): Scanner | undefined => current;
export function setScanner(next: Scanner | undefined): void {
  current = next;
}

/**
 * ClamAV by its daemon (clamd, INSTREAM), at `tcp://host:3310` or `unix:/run/clamav/clamd.ctl`. One connection a file.
 * Throws a StartupError where the address is none.
 */
export function clamd(address: string, silenceMs = SILENCE_MS): Scanner {
  const where = placeOf(address);
  return { scan: (bytes) => ask(where, bytes, silenceMs) };
}

function placeOf(address: string): { path: string } | { host: string; port: number } {
  const [, path] = /^unix:(\/[^\0]+)$/.exec(address) ?? [];
  if (path) return { path };
  const [, host, port] = /^tcp:\/\/(?:\[([\da-f:]+)\]|([\w.-]+)):(\d{1,5})$/i.exec(address)?.filter(Boolean) ?? [];
  if (host && Number(port) <= 65_535) return { host, port: Number(port) };
  throw new StartupError("VILLE_MONDE_CLAMD is not usable: give an address such as tcp://localhost:3310 or unix:/run/clamav/clamd.ctl.");
}

function ask(where: ReturnType<typeof placeOf>, bytes: Uint8Array, silenceMs: number): Promise<Verdict> {
  return new Promise((resolve) => {
    const socket = connectTcp(where);
    let said = "";
    let there = false;
    let ended = false;
    let fault = "cut off";
    const end = (verdict: Verdict) => {
      if (ended) return;
      ended = true;
      socket.destroy();
      resolve(verdict);
    };
    const failed = (why: string) => end({ state: there ? "refused" : "away", fault: why });
    socket.setTimeout(silenceMs, () => failed("no answer"));
    socket.on("connect", () => {
      there = true;
      void send(socket, bytes, () => ended);
    });
    socket.on("data", (chunk: Buffer) => {
      said += chunk.toString("latin1");
      const stop = said.indexOf("\0");
      if (stop >= 0) end(verdictOf(said.slice(0, stop)));
      else if (said.length > MOST_ANSWER) failed("an answer that is none of clamd's");
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      fault = ["EPIPE", "ECONNRESET"].includes(error.code!)
        ? "cut off while it was sent, as what is above StreamMaxLength is"
        : (error.code ?? fault);
    });
    socket.on("close", () => failed(fault));
  });
}

/** zINSTREAM: pieces, each after its length in four bytes, and a length of nought. */
async function send(socket: Socket, bytes: Uint8Array, ended: () => boolean): Promise<void> {
  socket.write("zINSTREAM\0");
  for (let at = 0; at < bytes.length && !ended(); at += CHUNK) {
    const piece = bytes.subarray(at, at + CHUNK);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(piece.length);
    socket.write(length);
    if (!socket.write(piece)) await new Promise((go) => socket.once("drain", go).once("close", go));
  }
  if (!ended()) socket.write(Buffer.alloc(4));
}

function verdictOf(answer: string): Verdict {
  if (answer === "stream: OK") return { state: "clean" };
  const [, threat] = /^stream: (.{1,200}) FOUND$/.exec(answer) ?? [];
  if (threat) return { state: "infected", threat: threat.replace(/[^\x20-\x7e]/g, "?") };
  if (/size limit exceeded/i.test(answer)) return { state: "refused", fault: "too large for the scanner (StreamMaxLength)" };
  if (/ERROR$/.test(answer)) return { state: "refused", fault: answer.replace(/[^\x20-\x7e]/g, "?").slice(0, 200) };
  return { state: "refused", fault: "an answer that is none of clamd's" };
}
