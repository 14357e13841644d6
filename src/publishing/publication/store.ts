import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";

/** A publication as anyone may read it. */
export interface Publication {
  number: number;
  at: Date;
  mark: string;
  manifest: string;
  sha256: string;
  signature: Buffer;
  publicKey: string;
}
/** What the office sees in its list. */
export interface PublicationListed {
  number: number;
  at: Date;
  sha256: string;
  added: number;
  changed: number;
  unchanged: number;
  held: number;
  actor: string;
  actorName: string;
}

const columns = ["number", "at", "mark", "manifest", "sha256", "signature", "publicKey"] as const;

/** The last publication, or the one of a number; undefined when there is none. */
export function findPublication(db: Database, number?: number): Promise<Publication | undefined> {
  const query = db.selectFrom("publication").select(columns);
  return (number === undefined ? query.orderBy("number", "desc").limit(1) : query.where("number", "=", number)).executeTakeFirst();
}

/** Those after a number, in their order: to walk the whole chain. */
export function publicationsAfter(db: Database, number: number, limit: number): Promise<Publication[]> {
  return db.selectFrom("publication").select(columns).where("number", ">", number).orderBy("number").limit(limit).execute();
}

export const PUBLICATIONS_PER_PAGE = 30;

/** The newest first. `page` is counted from 1. */
export async function listPublications(db: Database, page: number): Promise<{ rows: PublicationListed[]; count: number }> {
  const rows = await db
    .selectFrom("publication")
    .select(["number", "at", "sha256", "added", "changed", "unchanged", "held", "actor", "actorName"])
    .orderBy("number", "desc")
    .limit(PUBLICATIONS_PER_PAGE)
    .offset((page - 1) * PUBLICATIONS_PER_PAGE)
    .execute();
  const last = await db
    .selectFrom("publication")
    .select((eb) => eb.fn.max<number | null>("number").as("count"))
    .executeTakeFirst();
  return { rows, count: last?.count ?? 0 };
}

export async function insertPublication(
  trx: Database,
  row: Omit<Publication, "at"> &
    Pick<PublicationListed, "added" | "changed" | "unchanged" | "held"> & { at: Date; actor: string; actorName: string },
): Promise<void> {
  await trx.insertInto("publication").values(row).execute();
}

/** False when another process is making a publication: one at a time, on all nodes, until this transaction ends. */
export async function takeTurn(trx: Database): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean }>`SELECT pg_try_advisory_xact_lock(hashtext('ville-monde.publication')) AS mine`.execute(trx);
  return rows[0]!.mine;
}

/** Reads as the register stood at one moment, in as many transactions as are asked for: one that fails spoils no other. */
export type Moment = <T>(read: (snapshot: Database) => Promise<T>) => Promise<T>;

const readOnly = (db: Database) => db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only");

/** Holds one moment of the register while `work` lasts. */
export function atOneMoment<T>(db: Database, work: (moment: Moment) => Promise<T>): Promise<T> {
  return readOnly(db).execute(async (holder) => {
    const { rows } = await sql<{ id: string }>`SELECT pg_export_snapshot() AS id`.execute(holder);
    return work((read) =>
      readOnly(db).execute(async (trx) => {
        await sql`SET TRANSACTION SNAPSHOT ${sql.lit(rows[0]!.id)}`.execute(trx);
        return read(trx);
      }),
    );
  });
}

/** True when a publication is asked for and not yet made. */
export async function isAsked(db: Database): Promise<boolean> {
  const { rows } = await sql<{
    asked: boolean;
  }>`SELECT EXISTS (SELECT 1 FROM graphile_worker.jobs WHERE task_identifier = 'publish_files' AND attempts < max_attempts) AS asked`.execute(
    db,
  );
  return rows[0]!.asked;
}
