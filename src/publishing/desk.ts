import { createHash } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import type { City } from "../platform/city.ts";
import { mayGive } from "../platform/content.ts";
import { type Locale, languages, mainLanguage } from "../platform/i18n/languages.ts";
import type { Services } from "../platform/web/env.ts";
import type { ProjectSelection } from "./datasets/project-store.ts";
import type { Making, Measure, PublicFile } from "./files.ts";
import { type Kept, KeptFiles } from "./kept-files.ts";
import { NotFit, offers } from "./public-file.ts";
import { type PublicState, publicState } from "./public-state-store.ts";
import { inSnapshot } from "./snapshot.ts";

/** Where the files of the open data are made and kept, for one set of services. */
export interface Desk {
  /** What is public now. */
  state(): Promise<PublicState>;
  /** Differs whenever a file might: with what is public, the city's settings, the address and the program itself. */
  markOf(state: PublicState): string;
  /** The whole file, kept. Throws NotFit when it must not go out. */
  whole(file: PublicFile, locale: Locale): Promise<Kept & { state: PublicState }>;
  /** Why the file of a state does not go out; undefined when it does, or has not been made yet. */
  held(file: PublicFile, state: PublicState): NotFit | undefined;
  /** The last copy that was kept, of whatever state. */
  last(file: PublicFile, locale: Locale): Promise<(Kept & { state: PublicState }) | undefined>;
  /** How many bytes the whole file has, if it has been made. */
  bytes(file: PublicFile, locale: Locale): Promise<number | undefined>;
  /** Its rows, or some of them, as they are read: nothing is kept, and no connection is held while the reader is slow. */
  rows(file: PublicFile, locale: Locale, state: PublicState, selection?: ProjectSelection): AsyncIterable<string | Uint8Array>;
}

const desks = new WeakMap<Services, Desk>();

export function deskOf(services: Services): Desk {
  let desk = desks.get(services);
  if (!desk) desks.set(services, (desk = openDesk(services)));
  return desk;
}

// Which build runs, the same on every node; asked at the start: by the first visit, a new one may have replaced its files.
const build = createHash("sha256")
  .update(readFileSync(fileURLToPath(import.meta.url)))
  .digest("base64url");

function openDesk(services: Services): Desk {
  const { published: db, baseUrl, config, content, log } = services;
  const kept = new KeptFiles(join(config.dataDir, "exports"));
  const settings = new WeakMap<City, string>();
  const settingsMark = ({ city } = services) => {
    let mark = settings.get(city);
    if (!mark) {
      mark = createHash("sha256")
        .update(JSON.stringify([city, baseUrl, build]))
        .digest("base64url")
        .slice(0, 8);
      settings.set(city, mark);
    }
    return mark;
  };
  const markOf = (state: PublicState) => `${state.mark}-${settingsMark()}`;
  let seen: { version: number; state: PublicState } | undefined;

  async function state(): Promise<PublicState> {
    const { version } = content;
    if (mayGive(content) && seen?.version === version) return seen.state;
    const now = await publicState(db);
    seen = { version, state: now };
    return now;
  }

  /** Of a file that is kept at a state: a catalogue asks while it is made itself, so that none may be made here. */
  const made = (from: PublicState) => async (file: PublicFile, locale: Locale) => {
    const found = await kept.find(nameOf(file, locale), markOf(from), file.packed);
    return found && measured(found);
  };

  const nameOf = (file: PublicFile, locale: Locale) => (file.localised ? `${file.path}.${locale}` : file.path);
  const guarded = (file: PublicFile, making: Making) => (file.guard ? file.guard(file.make(making)) : file.make(making));
  /** Made once, and not again before something changes. */
  const notFit = new Map<string, { mark: string; reason: NotFit }>();
  const heldAt = (file: PublicFile, mark: string) => {
    const held = notFit.get(file.path);
    return held?.mark === mark ? held.reason : undefined;
  };
  return {
    state,
    markOf,
    bytes: async (file, locale) => (await kept.find(nameOf(file, locale), markOf(await state()), file.packed))?.copies.identity?.bytes,
    async whole(file, locale) {
      // One after the other, and without those that cannot be made: the catalogue does without their sizes.
      for (const other of (file.describes ?? []).filter((one) => offers(services.city, one)))
        for (const one of other.localised ? languages : [mainLanguage()]) await this.whole(other, one).catch(() => undefined);
      let from = await state();
      const held = heldAt(file, markOf(from));
      if (held) throw held;
      const copy = await kept
        .get(nameOf(file, locale), markOf(from), file.packed, (write) =>
          inSnapshot(db, async (snapshot) => {
            from = await publicState(snapshot);
            const making = { db: snapshot, city: services.city, baseUrl, locale, state: from, made: made(from) };
            return write({ mark: markOf(from), content: guarded(file, making) });
          }),
        )
        .catch((error: unknown) => {
          if (error instanceof NotFit && !heldAt(file, markOf(from))) {
            notFit.set(file.path, { mark: markOf(from), reason: error });
            log.error({ file: file.path, reason: error.message }, "a file of the open data is not fit to go out: the last one stays");
          }
          throw error;
        });
      return { ...copy, state: from };
    },
    held: (file, from) => heldAt(file, markOf(from)),
    async last(file, locale) {
      const copy = await kept.last(nameOf(file, locale), file.packed);
      return copy && { ...copy, state: { mark: copy.mark, at: copy.at } };
    },
    rows: (file, locale, from, selection) =>
      guarded(file, { db, city: services.city, baseUrl, locale, state: from, made: made(from), ...(selection ? { selection } : {}) }),
  };
}

const digests = new Map<string, Promise<string>>();
const MOST_DIGESTS = 1_000;

/** The size and the digest of a kept file, which is read once for it: its path names its state. */
async function measured({ copies }: Kept): Promise<Measure> {
  const { path, bytes } = copies.identity!;
  let digest = digests.get(path);
  if (!digest) {
    if (digests.size >= MOST_DIGESTS) digests.clear();
    digests.set(path, (digest = sha256Of(path)));
    digest.catch(() => digests.delete(path));
  }
  return { bytes, sha256: await digest };
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
