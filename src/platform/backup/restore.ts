import { createHash, createPublicKey, verify } from "node:crypto";
import { verifyChain } from "../audit/store.ts";
import { connect } from "../database/connect.ts";
import { knownMigrations, migrate } from "../database/migrate.ts";
import { StartupError } from "../startup-error.ts";
import { digestTable, openClient, type WaitingJob } from "./dump-store.ts";
import { digestOf, type Foot, footSchema, type Head, nameOf, RowsDigest } from "./format.ts";
import { type Place, placesOf } from "./places.ts";
import { openBackup, type Read, whole } from "./read.ts";
import { beginLoad, claim, copyIn, endLoad, type Inflow, release, seeAll } from "./restore-store.ts";
import { checkVersions } from "./rules.ts";

export interface RestoreOrder {
  /** The backup. */
  path: string;
  identities: readonly string[];
  /** An empty database. */
  databaseUrl: string;
  /** Where files and keys go; undefined: they are read and compared, and nothing is written. */
  into?: Place | undefined;
  /** SHA-256 of the key (DER) that must have signed it. */
  signer?: string | undefined;
  /** Mails that waited leave. */
  sendMails?: boolean | undefined;
  /** Told how many rows and files are there. */
  onProgress?: ((done: number) => void) | undefined;
}

export interface Restored {
  head: Head;
  foot: Foot;
  rows: number;
  entries: number;
  /** Mails that waited and were kept. */
  keptMails: number;
  jobs: number;
  /** Of the key that signed it. */
  fingerprint: string;
  /** Where the settings of the city were put, when they are not those of the program. */
  cityDir?: string;
}

/**
 * Brings back a backup, whole, and compares it with what it says of itself: every table by the digest of its rows, every
 * file, the signature, the chain of the log. A restore that does not end leaves the database marked: no program starts on
 * it, and the next restore empties it. Throws a StartupError for what the operator can put right.
 */
export async function restoreBackup(order: RestoreOrder): Promise<Restored> {
  const opened = await openBackup(order.path, order.identities);
  try {
    const { head } = opened;
    checkVersions(head, await knownMigrations());
    const fingerprint = fingerprintOf(head.publicKey);
    if (order.signer && order.signer !== fingerprint)
      throw new StartupError(`${order.path} was signed by the key ${fingerprint}, not by ${order.signer}: it is not of that site.`);
    const client = await openClient(order.databaseUrl);
    try {
      await claim(client, order.path);
      await migrate(order.databaseUrl, { to: head.migrations.at(-1)!, restoring: true });
      const guards = await beginLoad(client, head);
      const taken = await takeIn(opened.rest, order, head, (table) => copyIn(client, table));
      await endLoad(client, head, taken.foot, guards);
      await seeAll(client);
      for (const table of head.tables) {
        const [was, is] = [taken.foot.tables[nameOf(table)], await digestTable(client, table)];
        if (was?.rowsDigest !== is.rowsDigest || was.rows !== is.rows)
          throw new StartupError(
            `${nameOf(table)} holds ${is.rows} rows that are not the ${was?.rows} of the backup: nothing may be done with this database.`,
          );
      }
      const entries = await chainOf(order.databaseUrl);
      // A trial keeps its mark: nothing is ever done with that database.
      const { kept, jobs } = order.into ? await release(client, taken.jobs, order.sendMails ?? false) : { kept: 0, jobs: 0 };
      const rows = Object.values(taken.foot.tables).reduce((sum, one) => sum + one.rows, 0);
      return {
        head,
        foot: taken.foot,
        rows,
        entries,
        keptMails: kept,
        jobs,
        fingerprint,
        ...(taken.cityDir ? { cityDir: taken.cityDir } : {}),
      };
    } finally {
      await client.end().catch(() => {});
    }
  } finally {
    opened.close();
  }
}

async function chainOf(url: string): Promise<number> {
  const { db, close } = connect(url, { max: 1 });
  try {
    const { entries, broken } = await verifyChain(db);
    if (broken)
      throw new StartupError(`The log of the backup does not hold: entry ${broken.id} was altered or taken away before it was made.`);
    return entries;
  } finally {
    await close();
  }
}

interface Taken {
  foot: Foot;
  jobs: WaitingJob[];
  cityDir?: string;
}

/** Reads all entries into their places, and what they say of themselves. */
async function takeIn(
  entries: AsyncIterable<Read>,
  order: RestoreOrder,
  head: Head,
  inflowOf: (table: Head["tables"][number]) => Inflow,
): Promise<Taken> {
  const tables = new Map(head.tables.map((table) => [nameOf(table), table]));
  const place = placesOf(order);
  const [seen, small] = [new Map<string, string>(), new Map<string, string>()];
  let current: { name: string; inflow: Inflow; digest: RowsDigest } | undefined;
  let [jobs, footText, signature, done]: [WaitingJob[], Buffer | undefined, Buffer | undefined, number] = [[], undefined, undefined, 0];
  const endTable = async () => {
    if (!current) return;
    await current.inflow.end();
    const { rows, sha256 } = current.digest.end();
    seen.set(current.name, `${rows} ${sha256}`);
    done += rows;
    current = undefined;
  };
  for await (const { name, content } of entries) {
    const [room = "", ...rest] = name.split("/");
    if (room === "database") {
      const table = tables.get(rest[0] ?? "");
      if (!table) throw new StartupError(`${order.path} holds ${name}, which its head does not name.`);
      if (current?.name !== rest[0]) {
        await endTable();
        current = { name: nameOf(table), inflow: inflowOf(table), digest: new RowsDigest() };
      }
      for await (const chunk of content) {
        current!.digest.update(chunk);
        await current!.inflow.write(chunk);
      }
      order.onProgress?.(done + current!.digest.rows);
      continue;
    }
    await endTable();
    if (name === "foot.json") footText = await whole(content);
    else if (name === "foot.sig") signature = await whole(content);
    else if (room === "files" || room === "publications") await place.byDigest(room, rest[0] ?? "", content);
    else {
      const bytes = await whole(content);
      small.set(name, digestOf(bytes));
      if (name === "jobs.jsonl")
        jobs = bytes
          .toString("utf8")
          .split("\n")
          .filter(Boolean)
          .map((line) => JSON.parse(line) as WaitingJob);
      else if (room === "keys") await place.key(rest.join("/"), bytes);
      else if (room === "city") place.city(rest.join("/"), bytes);
    }
    order.onProgress?.(++done);
  }
  await endTable();
  const foot = footOf(order.path, footText, signature, head);
  const wrong = (what: string) => new StartupError(`${order.path} is not what its foot says (${what}): take another backup.`);
  for (const [name, { rows, sha256 }] of Object.entries(foot.tables)) {
    if (!tables.has(name) || (rows > 0 && seen.get(name) !== `${rows} ${sha256}`)) throw wrong(name);
  }
  for (const table of tables.keys()) if (!foot.tables[table]) throw wrong(table);
  if (JSON.stringify([...small].toSorted()) !== JSON.stringify(Object.entries(foot.entries).toSorted()))
    throw wrong("its settings and keys");
  const cityDir = await place.end();
  return { foot, jobs, ...(cityDir ? { cityDir } : {}) };
}

function footOf(path: string, text: Buffer | undefined, signature: Buffer | undefined, head: Head): Foot {
  if (!text || !signature) throw new StartupError(`${path} has no end: it was cut while it was made.`);
  if (!verify(null, text, createPublicKey(head.publicKey), signature))
    throw new StartupError(`${path} is not signed by the key that it names: someone else made it.`);
  const foot = footSchema.parse(JSON.parse(text.toString("utf8")));
  if (foot.head !== digestOf(Buffer.from(JSON.stringify(head, null, 1))))
    throw new StartupError(`${path} is not what its foot says (its head).`);
  return foot;
}

function fingerprintOf(publicKey: string): string {
  const der = createPublicKey(publicKey).export({ type: "spki", format: "der" });
  return createHash("sha256").update(der).digest("hex");
}
