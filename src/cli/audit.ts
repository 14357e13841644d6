import { type ChainFault, entryHashes, lastEntry } from "../platform/audit/store.ts";
import type { Database } from "../platform/database/connect.ts";
import { makeAnchor } from "../proof/anchor/actions.ts";
import { type AnchorFault, type AnchorReport, checkAnchors } from "../proof/anchor/check.ts";
import { readCopy } from "../proof/anchor/copy.ts";
import { linesOf } from "../proof/anchor/file.ts";
import { type Verification, verifyLog } from "../proof/verification/actions.ts";
import type { ProtectedFault } from "../proof/verification/protected-store.ts";
import { mailAnchor } from "../proof/verification/task.ts";
import { signingKey } from "../publishing/publication/keys.ts";
import { type Command, type CommandContext, cityOf, complain, type ExitCode, options, say, type Work } from "./command.ts";
import { progress, readInput, UsageError } from "./io.ts";

export const auditCommand: Command = {
  usage: "audit verify [--anchors FILE|URL] [--key PUBLIC_KEY_FILE] | audit anchor",
  parse(args) {
    const { values, positionals } = options(args, { anchors: { type: "string" }, key: { type: "string" } });
    const [verb, ...rest] = positionals;
    if (rest.length > 0 || (verb !== "verify" && verb !== "anchor")) throw new UsageError("audit what?");
    if (verb === "anchor" && (values.anchors ?? values.key) !== undefined) throw new UsageError("--anchors and --key go with verify");
    if (values.key !== undefined && values.anchors === undefined) throw new UsageError("--key goes with --anchors");
    if (verb === "anchor") return anchor;
    return verify(values.anchors, values.key === undefined ? undefined : Buffer.from(readInput(values.key)).toString("utf8"));
  },
};

const anchor: Work = async ({ config, db }) => {
  await cityOf({ config, db });
  const baseUrl = config.url ?? `http://localhost:${config.port}`;
  const made = await makeAnchor(
    { db, baseUrl, dataDir: config.dataDir, key: await signingKey(config) },
    { also: (trx, line) => mailAnchor(trx, config.anchorMail, line) },
  );
  if (made.ok) {
    say(made.line);
    return 0;
  }
  if (made.reason === "broken") tellChain(made.report.broken!);
  else complain("the log is empty: there is nothing to anchor yet");
  return 1;
};

const verify =
  (where: string | undefined, publicKey: string | undefined): Work =>
  async (context) => {
    const lines = where === undefined ? undefined : await copyOf(where);
    await cityOf(context);
    const here = await verifyHere(context);
    const code = tellHere(here, context);
    if (!lines) return code;
    const taken = await checkAnchors(lines, (ids) => entryHashes(context.db, ids), { publicKey });
    return (await tellTaken(where!, taken, here, context.db, publicKey !== undefined)) || code;
  };

const copyOf = async (where: string) =>
  /^https?:\/\//.test(where) ? readCopy(where) : linesOf(Buffer.from(readInput(where)).toString("utf8"));

async function verifyHere({ config, db }: CommandContext): Promise<Verification> {
  const bar = progress("entries");
  const baseUrl = config.url ?? `http://localhost:${config.port}`;
  const by = { id: "cli", name: "Command line" };
  return verifyLog({ db, dataDir: config.dataDir, baseUrl }, by, { onProgress: bar.tell }).finally(bar.end);
}

function tellHere({ chain, anchors, kept, people, missing, fault }: Verification, { config }: CommandContext): ExitCode {
  if (chain.broken) tellChain(chain.broken);
  for (const problem of anchors.problems) complain(`the anchors of the database: ${told(problem)}`);
  for (const problem of kept.problems) complain(`${config.dataDir}/audit-anchors.jsonl, line ${problem.line}: ${told(problem)}`);
  if (people) complain(`entry ${people.at}: ${protectedFaults[people.fault]}`);
  tellDays(missing);
  if (!fault) say(`${chain.entries} entries: the chain holds`);
  say(`${anchors.anchors} anchors in the database, ${kept.anchors} beside it; sure up to entry ${anchors.sureUpTo} of ${chain.head.id}`);
  if (anchors.keys.length > 1)
    say(`the anchors are signed by ${anchors.keys.length} keys, one after the other: ${anchors.keys.join(", ")}`);
  if (fault) complain(REMEDY);
  return fault ? 1 : 0;
}

async function tellTaken(where: string, taken: AnchorReport, here: Verification, db: Database, pinned: boolean): Promise<ExitCode> {
  for (const problem of taken.problems) complain(`${where}, line ${problem.line}: ${told(problem)}`);
  if (taken.anchors === 0) {
    complain(`${where} holds no anchor: give a copy of /data/audit-anchors`);
    return 1;
  }
  if (!pinned) complain("no --key: the keys named in that copy are believed");
  const last = (await lastEntry(db))?.id ?? 0;
  say(`${where}: ${taken.anchors} anchors, sure up to entry ${taken.sureUpTo} of ${last}`);
  if (taken.problems.length > 0 && !here.fault) complain(REMEDY);
  return taken.problems.length > 0 ? 1 : 0;
}

function tellDays(missing: readonly string[]): void {
  if (missing.length === 0) return;
  const shown = missing.slice(-10);
  complain(`no anchor was made on ${missing.length} days: ${missing.length > shown.length ? "…, " : ""}${shown.join(", ")}`);
}

const REMEDY =
  "Change nothing: stop the program, copy the database and the data folder as they are for the inquiry, find the last backup for which " +
  "audit verify --anchors with a copy kept elsewhere holds, and restore it: see docs/proof.md.";

const chainFaults: Record<ChainFault, string> = {
  altered: "what it says was altered",
  unexplained: "something of it was erased, and no entry says by whose order",
  removed_before: "an entry before it was removed",
  inserted: "it was inserted, or the one before was altered",
  gone: "it is no longer there: the end of the log was cut off",
  rewritten: "it is another than it was at the last verification or anchor: the log was rewritten",
  unguarded: "up to it all hold, but the database no longer refuses to change them: a trigger of the table event is off",
};
const protectedFaults: Record<ProtectedFault, string> = {
  protected_altered: "the line that it seals, in the log of who read and changed files of people at risk, was altered or removed",
  protected_unsealed:
    "after it, a line stands in the log of who read and changed files of people at risk that no entry seals: it was inserted",
};
const tellChain = ({ id, fault }: { id: number; fault: ChainFault }) => complain(`entry ${id}: ${chainFaults[fault]}`);

const anchorFaults: Record<AnchorFault, string> = {
  unreadable: "is no anchor",
  signature: "the signature is not that key’s: it was altered",
  other_key: "it is signed by another key than the one given",
  order: "it does not follow the one before: an anchor was altered or taken away",
  entry_gone: "the entry that it names is no longer there: the end of the log was cut off",
  entry_differs: "the entry that it names is another than it was: the log was rewritten",
  unknown: "the database no longer has this anchor",
  differs: "the database has another anchor of that number",
};
const told = ({ number, fault, between }: AnchorReport["problems"][number]) =>
  `${number === undefined ? "it" : `anchor ${number}:`} ${anchorFaults[fault]}${between ? ` (between entry ${between[0] + 1} and entry ${between[1]})` : ""}`;
