import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Actor } from "../../platform/accounts/rights.ts";
import { logEvent } from "../../platform/audit/log.ts";
import type { Blobs } from "../../platform/blobs.ts";
import type { City } from "../../platform/city.ts";
import { type Database, published } from "../../platform/database/connect.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import type { PublicFile } from "../files.ts";
import { type PublicState, publicState } from "../public-state-store.ts";
import { Copies } from "./copies.ts";
import type { SigningKey } from "./keys.ts";
import { likeCsv, makeFile, versions } from "./make.ts";
import { copyName, digestOf, type Entry, keyOf, type Manifest, manifestText, type Problem, readManifest } from "./manifest.ts";
import { countsOf, entriesByKey, entryOf, heldEntry, isSame, type Made } from "./rules.ts";
import { atOneMoment, findPublication, insertPublication, publicationsAfter, takeTurn } from "./store.ts";

/** Of how many publications the files themselves are kept; the manifests are kept for ever. */
export const KEPT_PUBLICATIONS = 5;

export interface PublicationServices {
  db: Database;
  city: City;
  baseUrl: string;
  dataDir: string;
  /** Where the copies are kept; absent: in the data folder. */
  blobs?: Blobs | undefined;
  key: SigningKey;
  onFault?(path: string, error: unknown): void;
}

export type PublishOutcome =
  /** `manifest` was signed and kept; with `dryRun` it is what would be. */
  | { outcome: "made"; manifest: Manifest }
  /** Every file is what it was in the last publication: there is nothing to add to it. */
  | { outcome: "unchanged"; manifest: Manifest }
  /** Another process is at it. */
  | { outcome: "busy" };

/**
 * Makes every public file from one moment of the register and signs the list of them. All of it or nothing: until the
 * last line is written, the last publication is the one before. A file that may not go out leaves its last good content.
 */
export async function publishFiles(
  desk: PublicationServices,
  by: Actor,
  options: { dryRun?: boolean; onProgress?: (done: number, total: number) => void } = {},
): Promise<PublishOutcome> {
  const { db, dataDir, blobs } = desk;
  return db.transaction().execute(async (trx) => {
    if (!(await takeTurn(trx))) return { outcome: "busy" };
    const last = await findPublication(trx);
    const previous = last && readManifest(last.manifest);
    const copies = new Copies(dataDir, blobs);
    const folder = await copies.draftFolder();
    try {
      const all = await atOneMoment(published(db), async (moment) => {
        const state = await moment(publicState);
        return { state, ...(await makeAll(desk, { moment, state, copies, folder }, previous, options.onProgress)) };
      });
      const manifest = manifestOf(desk, all, previous, last?.sha256);
      if (isSame(previous, manifest)) return { outcome: "unchanged", manifest: previous! };
      if (options.dryRun) return { outcome: "made", manifest };
      // One that is unchanged is kept again only where its copy was lost.
      for (const entry of manifest.files)
        if (entry.status !== "held" && (await copies.size(entry.sha256)) !== entry.bytes)
          await copies.keep(join(folder, copyName(entry)), entry.sha256);
      await record(trx, desk, manifest, by);
      await forgetOldCopies(trx, copies, manifest);
      return { outcome: "made", manifest };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

async function makeAll(
  { city, baseUrl, onFault = () => {} }: PublicationServices,
  making: Pick<Parameters<typeof makeFile>[2], "moment" | "state" | "copies" | "folder">,
  previous: Manifest | undefined,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<{ made: Made[]; problems: Problem[] }> {
  const before = entriesByKey(previous);
  const [made, problems]: [Made[], Problem[]] = [[], []];
  const all = versions(city);
  const measures = new Map<string, Made>();
  const measureOf = ({ path, localised }: PublicFile, language: Locale) => measures.get(keyOf(localised ? { path, language } : { path }));
  for (const [i, version] of all.entries()) {
    const { file, language } = version;
    const known = before.get(keyOf({ path: file.path, ...(language ? { language } : {}) }));
    const result = await makeFile(version, known, { ...making, city, baseUrl, measureOf, onFault });
    if ("made" in result) {
      made.push(result.made);
      measures.set(keyOf(result.made), result.made);
    } else problems.push(result.problem);
    onProgress(i + 1, all.length);
  }
  return { made: likeCsv(made, before), problems };
}

function manifestOf(
  { city, baseUrl, key }: PublicationServices,
  { state, made, problems }: { state: PublicState; made: Made[]; problems: Problem[] },
  previous: Manifest | undefined,
  previousDigest: string | undefined,
): Manifest {
  const number = (previous?.number ?? 0) + 1;
  const before = entriesByKey(previous);
  const place = ({ path, language }: Pick<Entry, "path" | "language">, of: number) => ({
    url: `${baseUrl}/data/${path}${language ? `?lang=${language}` : ""}`,
    copy: `${baseUrl}/data/manifests/${of}/${copyName({ path, ...(language ? { language } : {}) })}`,
  });
  const held = problems.flatMap((problem) => before.get(keyOf(problem)) ?? []);
  const files = [
    ...made.map((one) => entryOf(one, before.get(keyOf(one)), number, place)),
    ...held.map((entry) => heldEntry(entry, number, place)),
  ].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const kept = new Set(files.map(keyOf));
  return {
    format: "ville-monde-manifest/1",
    number,
    made_at: new Date().toISOString(),
    publisher: { name: city.name as Record<string, string>, url: baseUrl },
    licence: city.licence.url,
    public_state: { mark: state.mark, at: state.at.toISOString() },
    previous: previous && previousDigest ? { number: previous.number, sha256: previousDigest } : null,
    key: { algorithm: "Ed25519", sha256: key.fingerprint },
    files,
    problems,
    removed: [...before.keys()].filter((name) => !kept.has(name)).sort(),
  };
}

async function record(trx: Database, { key }: PublicationServices, manifest: Manifest, by: Actor): Promise<void> {
  const text = manifestText(manifest);
  const sha256 = digestOf(text);
  await insertPublication(trx, {
    number: manifest.number,
    at: new Date(manifest.made_at),
    mark: manifest.public_state.mark,
    manifest: text,
    sha256,
    signature: key.sign(text),
    publicKey: key.publicKey,
    ...countsOf(manifest),
    actor: by.id,
    actorName: by.name,
  });
  const document = { number: manifest.number, sha256, ...countsOf(manifest) };
  await logEvent(trx, { kind: "publication", id: String(manifest.number), version: 1, document }, "made", by, []);
}

async function forgetOldCopies(trx: Database, copies: Copies, { number }: Manifest): Promise<void> {
  const kept = await publicationsAfter(trx, number - KEPT_PUBLICATIONS, KEPT_PUBLICATIONS);
  const wanted = kept.flatMap(({ manifest }) => readManifest(manifest)?.files.map(({ sha256 }) => sha256) ?? []);
  await copies.forgetAllBut(new Set(wanted));
}
