import { createHash, hash } from "node:crypto";
import { z } from "zod";

/**
 * A backup is one file of the format age (age-encryption.org/v1) that holds a gzip of a tar (POSIX ustar): without this
 * program, `age -d -i IDENTITY FILE | tar xz` opens it. Its entries, in their order:
 *
 * head.json           what it is, and what was there to be copied
 * keys/…              the keys of the data folder, but for the one that seals people at risk
 * database/S.T/NNNNNN the rows of a table, in parts: the text format of COPY, the columns as head.json names them
 * jobs.jsonl          what waited in the queue
 * files/…             files, by their SHA-256; publications/… the copies of what was published
 * city/…              the folder of the city
 * foot.json           counts and digests of all that came before
 * foot.sig            of foot.json by the site’s key (Ed25519, 64 bytes)
 */
export const FORMAT = "ville-monde-backup/1";

const table = z.object({ schema: z.string().min(1), name: z.string().min(1), columns: z.array(z.string().min(1)) });
export type TableColumns = z.infer<typeof table>;

export const headSchema = z.object({
  format: z.string(),
  madeAt: z.iso.datetime(),
  /** The versions of the program and of the server. */
  program: z.string(),
  postgres: z.string(),
  city: z.string(),
  /** Names of the migrations that the database had. */
  migrations: z.array(z.string().min(1)).min(1),
  tables: z.array(table),
  /** Tables that are not in it: sign-ins under way, and what a crash may lose. */
  leftOut: z.array(z.string()),
  /** Keys that stood in the settings and not in the data folder: the new site is given them in the same way. */
  fromSettings: z.array(z.string()),
  /** The keys, by their names, without which the files of people at risk do not open. None of them is in here. */
  protectedKeys: z.array(z.string()),
  /** PEM. Signs the foot. */
  publicKey: z.string(),
});
export type Head = z.infer<typeof headSchema>;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const tableFoot = z.object({ rows: z.number().int().min(0), bytes: z.number().int().min(0), sha256, rowsDigest: sha256 });
export type TableFoot = z.infer<typeof tableFoot>;

export const footSchema = z.object({
  head: sha256,
  /** By "schema.name". */
  tables: z.record(z.string(), tableFoot),
  sequences: z.array(z.object({ schema: z.string(), name: z.string(), last: z.string().regex(/^-?\d+$/), called: z.boolean() })),
  /** Every other entry, by its name. */
  entries: z.record(z.string(), sha256),
  files: z.number().int().min(0),
  /** Files that the database names and that were not there. */
  missing: z.array(z.string()),
});
export type Foot = z.infer<typeof footSchema>;

export const nameOf = ({ schema, name }: { schema: string; name: string }): string => `${schema}.${name}`;
export const digestOf = (bytes: Uint8Array | string): string => hash("sha256", bytes, "hex");

/**
 * What a table holds, whatever the order of its rows: the count, and the sum of the digests of the lines that COPY gives
 * (each row is one line). `sha256` is of the very bytes, in their order.
 */
export class RowsDigest {
  rows = 0;
  bytes = 0;
  #lanes = new Uint32Array(8);
  #whole = createHash("sha256");
  #rest: Buffer = Buffer.alloc(0);

  update(chunk: Buffer): void {
    this.#whole.update(chunk);
    this.bytes += chunk.length;
    let text = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    for (let end = text.indexOf(10); end >= 0; end = text.indexOf(10)) {
      const line = hash("sha256", text.subarray(0, end), "buffer");
      for (let i = 0; i < 8; i++) this.#lanes[i]! += line.readUInt32BE(i * 4);
      this.rows++;
      text = text.subarray(end + 1);
    }
    // A line that is not over yet: of its own, so that the chunk may go.
    this.#rest = Buffer.from(text);
  }

  end(): TableFoot {
    const sum = Buffer.alloc(32);
    this.#lanes.forEach((lane, i) => void sum.writeUInt32BE(lane, i * 4));
    return { rows: this.rows, bytes: this.bytes, sha256: this.#whole.digest("hex"), rowsDigest: sum.toString("hex") };
  }
}
