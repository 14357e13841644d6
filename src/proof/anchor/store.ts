import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import { type Anchor, anchorText, digestOf, type SignedAnchor } from "./rules.ts";

/** An anchor as it is kept: `body` is the text that was signed. */
export interface KeptAnchor {
  number: number;
  madeAt: Date;
  body: string;
  signature: Buffer;
  publicKey: string;
}
const columns = ["number", "madeAt", "body", "signature", "publicKey"] as const;

export const signedOf = ({ body, signature, publicKey }: Pick<KeptAnchor, "body" | "signature" | "publicKey">): SignedAnchor => ({
  anchor: JSON.parse(body) as Anchor,
  signature,
  publicKey,
});

/** The last anchor, or undefined while there is none. */
export function lastAnchor(db: Database): Promise<KeptAnchor | undefined> {
  return db.selectFrom("auditAnchor").select(columns).orderBy("number", "desc").limit(1).executeTakeFirst();
}

/** Those after a number, in their order. */
export function anchorsAfter(db: Database, number: number, limit: number): Promise<KeptAnchor[]> {
  return db.selectFrom("auditAnchor").select(columns).where("number", ">", number).orderBy("number").limit(limit).execute();
}

/** When each was made, in their order. */
export async function anchorTimes(db: Database): Promise<Date[]> {
  const rows = await db.selectFrom("auditAnchor").select("madeAt").orderBy("number").execute();
  return rows.map(({ madeAt }) => madeAt);
}

export async function insertAnchor(trx: Database, { anchor, signature, publicKey }: SignedAnchor): Promise<void> {
  const body = anchorText(anchor);
  await trx
    .insertInto("auditAnchor")
    .values({
      number: anchor.number,
      madeAt: new Date(anchor.made_at),
      head: anchor.head.id,
      headHash: Buffer.from(anchor.head.sha256, "hex"),
      body,
      sha256: digestOf(body),
      signature: Buffer.from(signature),
      publicKey,
    })
    .execute();
}

/** One anchor at a time, on all nodes, until this transaction ends. */
export async function takeTurn(trx: Database): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('ville-monde.anchor'))`.execute(trx);
}

/** When an entry was written, and how many there are up to it. */
export async function entryInfo(db: Database, id: number): Promise<{ at: Date; entries: number } | undefined> {
  const { rows } = await sql<{ at: Date; entries: number }>`
    SELECT at, (SELECT count(*) FROM event b WHERE b.id <= e.id) AS entries FROM event e WHERE id = ${id}`.execute(db);
  return rows[0];
}
