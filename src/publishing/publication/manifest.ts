import { createHash } from "node:crypto";
import { z } from "zod";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(0);
const difference = z.int();

/** A file of a publication. Sizes in bytes. */
const entry = z.strictObject({
  /** After /data/. */
  path: z.string().min(1),
  /** Of the names in it, where the file comes in several. */
  language: z.string().optional(),
  /** Where it is found as it is today. */
  url: z.url(),
  /** Where it is found as it was then, kept for the last publications. */
  copy: z.url(),
  media_type: z.string(),
  bytes: count,
  sha256,
  /** Records: lines of a table, activities, features. Absent where they are not counted. */
  rows: count.optional(),
  /** held: it failed its check, the last good content stays. */
  status: z.enum(["new", "changed", "unchanged", "held"]),
  /** The publication in which this content first went out. */
  since: z.int().min(1),
  /** From the publication before, of a file that changed; records where each has an identifier. */
  change: z
    .strictObject({
      bytes: difference,
      rows: difference.optional(),
      records: z.strictObject({ added: count, changed: count, removed: count }).optional(),
    })
    .optional(),
});

/** Why a file did not go out as it is: a check that it failed, and on what; or a fault in its making. */
const problem = z.strictObject({
  path: z.string(),
  language: z.string().optional(),
  code: z.enum(["check", "failed"]),
  message: z.string().optional(),
});

const manifestSchema = z.strictObject({
  format: z.literal("ville-monde-manifest/1"),
  number: z.int().min(1),
  made_at: z.iso.datetime(),
  publisher: z.strictObject({ name: z.record(z.string(), z.string()), url: z.url() }),
  licence: z.url(),
  /** Of what was public then: differs whenever that does. */
  public_state: z.strictObject({ mark: z.string(), at: z.iso.datetime() }),
  /** The manifest before: the chain shows one that was altered or taken away. */
  previous: z.strictObject({ number: z.int().min(1), sha256 }).nullable(),
  /** SHA-256 of the public key (SubjectPublicKeyInfo, DER) whose signature stands beside. */
  key: z.strictObject({ algorithm: z.literal("Ed25519"), sha256 }),
  files: z.array(entry),
  problems: z.array(problem),
  /** Paths of the publication before that are no longer published. */
  removed: z.array(z.string()),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type Entry = Manifest["files"][number];
export type Problem = Manifest["problems"][number];

/** The bytes that are signed. */
export const manifestText = (manifest: Manifest): string => `${JSON.stringify(manifest, null, 2)}\n`;

export const digestOf = (bytes: string | Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** A manifest that was read from somewhere; undefined when it is none. */
export function readManifest(text: string): Manifest | undefined {
  try {
    const parsed = manifestSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

export const keyOf = ({ path, language }: Pick<Entry, "path" | "language">): string => (language ? `${path} ${language}` : path);

/** What a copy is called beside its manifest: "projects.fr.geojson". */
export const copyName = ({ path, language }: Pick<Entry, "path" | "language">): string =>
  language ? path.replace(/(\.[^.]+)$/, `.${language}$1`) : path;
