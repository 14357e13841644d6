import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Locale } from "../platform/i18n/languages.ts";
import type { Services } from "../platform/web/env.ts";
import type { ProjectSelection } from "./datasets/project-store.ts";
import type { Making, PublicFile } from "./files.ts";
import { type Kept, KeptFiles } from "./kept-files.ts";
import { type PublicState, publicState } from "./public-state-store.ts";
import { inSnapshot } from "./snapshot.ts";

/** Where the files of the open data are made and kept, for one set of services. */
export interface Desk {
  /** What is public now. */
  state(): Promise<PublicState>;
  /** Differs whenever a file might: with what is public, the city's settings, the address and the program itself. */
  markOf(state: PublicState): string;
  /** The whole file, kept. */
  whole(file: PublicFile, locale: Locale): Promise<Kept & { state: PublicState }>;
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

// Which build runs, asked at the start: by the first visit, a new one may have replaced its files.
const { mtimeMs, size } = statSync(fileURLToPath(import.meta.url));

function openDesk({ published: db, city, baseUrl, config, content }: Services): Desk {
  const kept = new KeptFiles(join(config.dataDir, "exports"));
  const settings = createHash("sha256")
    .update(JSON.stringify([city, baseUrl, mtimeMs, size]))
    .digest("base64url")
    .slice(0, 8);
  const markOf = (state: PublicState) => `${state.mark}-${settings}`;
  let seen: { version: number; state: PublicState } | undefined;

  async function state(): Promise<PublicState> {
    const { version, fresh } = content;
    if (fresh && seen?.version === version) return seen.state;
    const now = await publicState(db);
    seen = { version, state: now };
    return now;
  }

  const nameOf = (file: PublicFile, locale: Locale) => (file.localised ? `${file.path}.${locale}` : file.path);
  return {
    state,
    markOf,
    bytes: async (file, locale) => (await kept.find(nameOf(file, locale), markOf(await state()), file.packed))?.copies.identity?.bytes,
    async whole(file, locale) {
      let from = await state();
      const copy = await kept.get(nameOf(file, locale), markOf(from), file.packed, (write) =>
        inSnapshot(db, async (snapshot) => {
          from = await publicState(snapshot);
          return write({ mark: markOf(from), content: file.make({ db: snapshot, city, baseUrl, locale, state: from }) });
        }),
      );
      return { ...copy, state: from };
    },
    rows: (file, locale, from, selection) =>
      file.make({ db, city, baseUrl, locale, state: from, ...(selection ? { selection } : {}) } satisfies Making),
  };
}
