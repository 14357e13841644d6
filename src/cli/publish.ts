import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { Actor } from "../platform/accounts/rights.ts";
import { openBlobs } from "../platform/blobs.ts";
import { publishFiles } from "../publishing/publication/actions.ts";
import { Copies } from "../publishing/publication/copies.ts";
import { signingKey } from "../publishing/publication/keys.ts";
import { keyOf, type Manifest } from "../publishing/publication/manifest.ts";
import { type Fault, type Verified, verifyHere, verifyTaken } from "../publishing/publication/verify.ts";
import { verifySite } from "../publishing/publication/verify-site.ts";
import { type Command, type CommandContext, cityOf, complain, type ExitCode, options, say, type Work } from "./command.ts";
import { progress, readInput, UsageError } from "./io.ts";

const commandLine: Actor = { id: "cli", name: "Command line", role: "system" };

export const publishCommand: Command = {
  usage: "publish [--dry-run] | publish verify [MANIFEST_FILE|MANIFEST_URL] [--key PUBLIC_KEY_FILE]",
  parse(args) {
    const { values, positionals } = options(args, { "dry-run": { type: "boolean" }, key: { type: "string" } });
    const [verb, what, ...rest] = positionals;
    if (rest.length > 0 || (verb !== undefined && verb !== "verify")) throw new UsageError("publish what?");
    if (verb === undefined) {
      if (values.key !== undefined) throw new UsageError("--key goes with verify");
      return (context) => publish(context, values["dry-run"] ?? false);
    }
    if (values["dry-run"]) throw new UsageError("--dry-run does not go with verify: it changes nothing");
    if (what === undefined && values.key !== undefined) throw new UsageError("--key goes with a manifest");
    return verify(what, values.key === undefined ? undefined : textOf(values.key));
  },
};

const textOf = (path: string) => Buffer.from(readInput(path)).toString("utf8");

async function publish({ config, db }: CommandContext, dryRun: boolean): Promise<ExitCode> {
  const city = await cityOf({ config, db });
  const bar = progress("files");
  const services = {
    ...{ db, city, baseUrl: config.url ?? `http://localhost:${config.port}`, dataDir: config.dataDir, key: await signingKey(config) },
    blobs: await openBlobs(config),
    onFault: (path: string, error: unknown) => complain(`${path}: could not be made: ${error instanceof Error ? error.message : error}`),
  };
  const result = await publishFiles(services, commandLine, { dryRun, onProgress: bar.tell }).finally(bar.end);
  if (result.outcome === "busy") {
    complain("another publication is being made: try again once it is done");
    return 1;
  }
  if (result.outcome === "unchanged") say(`nothing has changed since publication ${result.manifest.number}`);
  else tell(result.manifest, dryRun ? "dry run, nothing written: publication" : "publication");
  return result.manifest.problems.length > 0 ? 1 : 0;
}

function tell({ number, files, problems, removed }: Manifest, what: string): void {
  for (const file of files.filter(({ status }) => status === "new" || status === "changed")) {
    const records = file.change?.records;
    say(
      `${file.status} ${keyOf(file)}: ${file.bytes} bytes${file.rows === undefined ? "" : `, ${file.rows} rows`}` +
        (records ? `, records: ${records.added} added, ${records.changed} changed, ${records.removed} removed` : ""),
    );
  }
  for (const path of removed) say(`removed ${path}`);
  for (const { code, message, ...file } of problems)
    complain(`${keyOf(file)}: ${code === "check" ? `not fit to go out: ${message}` : "could not be made"}, its last good content stays`);
  const n = (status: string) => files.filter((file) => file.status === status).length;
  say(`${what} ${number}: new ${n("new")}, changed ${n("changed")}, unchanged ${n("unchanged")}, held ${problems.length}`);
}

/** What is asked for is read before any database is opened. */
function verify(what: string | undefined, key: string | undefined): Work {
  if (what === undefined)
    return async ({ db, config }) => {
      const bar = progress("publications");
      return report(await verifyHere(db, new Copies(config.dataDir, await openBlobs(config)), bar.tell).finally(bar.end));
    };
  if (/^https?:\/\//.test(what))
    return async () => {
      if (key === undefined) complain("no --key: the site’s own key is believed");
      const bar = progress("files");
      try {
        return report(await verifySite(what, key, bar.tell).finally(bar.end));
      } catch (error) {
        complain((error as Error).message);
        return 1;
      }
    };
  const [text, signature] = [textOf(what), readInput(`${what}.sig`)];
  const beside = what.replace(/\.json$/, ".pub");
  return async ({ config }) => {
    // Its own key, where none is given and none stands beside.
    const publicKey = key ?? (existsSync(beside) ? textOf(beside) : (await signingKey(config)).publicKey);
    return report(await verifyTaken(text, signature, publicKey, dirname(what)));
  };
}

const faults: Record<Fault["fault"], string> = {
  unreadable: "is no manifest",
  signature: "its signature is not that key’s: it was altered",
  other_key: "names another key than the one it was signed with",
  digest: "its digest is not the one recorded",
  previous: "does not follow the one before: one was altered or taken away",
  size: "its size is not the one in the manifest",
  content: "its content is not the one in the manifest",
  missing: "is no longer there",
};

function report({ manifests, files, absent, faults: found }: Verified): ExitCode {
  for (const { about, fault } of found) complain(`${about}: ${faults[fault]}`);
  say(
    `${manifests} manifests and ${files} files looked at, ${absent} not there, ${found.length === 0 ? "all hold" : `${found.length} do not hold`}`,
  );
  return found.length === 0 ? 0 : 1;
}
