import type { Actor } from "../accounts/rights.ts";
import { listAccounts } from "../accounts/store.ts";
import { logEvent } from "../audit/log.ts";
import type { Database } from "../database/connect.ts";
import type { Files } from "../files.ts";
import { localeOf, mainLanguage } from "../i18n/languages.ts";
import type { Task } from "../jobs/jobs.ts";
import { queueMail } from "../mail/actions.ts";
import { filesToScan, postpone, sendersOf, settle } from "./scan-store.ts";
import { type Scanner, scanner } from "./scanner.ts";

export interface ScanDesk {
  db: Database;
  files: Files;
  baseUrl: string;
}

/** In one go: the next goes on with the rest. */
const MOST = 200;
/** After so many files in a row of which it did not say, it is taken for away. */
const MOST_REFUSED = 5;
const clock: Actor = { id: "clock", name: "Scanner", role: "system" };

/**
 * Scans what waits. A scanner that does not answer ends it: everything waits on as it did. Returns how many of each.
 */
export async function scanFiles(desk: ScanDesk, by: Scanner | undefined = scanner()) {
  const done = { clean: 0, infected: 0, refused: 0, away: false };
  if (!by) return done;
  let inARow = 0;
  for (const sha256 of await filesToScan(desk.db, MOST)) {
    const bytes = await desk.files.get(sha256);
    if (!bytes) {
      await postpone(desk.db, sha256, "the bytes are not there");
      continue;
    }
    const verdict = await by.scan(bytes);
    inARow = verdict.state === "refused" ? inARow + 1 : 0;
    if (verdict.state === "away" || inARow > MOST_REFUSED) return { ...done, away: true };
    done[verdict.state]++;
    if (verdict.state === "refused") await postpone(desk.db, sha256, verdict.fault);
    else if (verdict.state === "clean") await settle(desk.db, sha256, "clean", null);
    else await desk.db.transaction().execute((trx) => quarantine(trx, desk, sha256, verdict.threat));
  }
  return done;
}

/** Closed to everyone, said in the log, told to who sent it and to the administrators. */
async function quarantine(trx: Database, { baseUrl }: ScanDesk, sha256: string, threat: string): Promise<void> {
  if (!(await settle(trx, sha256, "infected", threat))) return;
  const arrivals = await sendersOf(trx, sha256);
  await logEvent(
    trx,
    { kind: "file", id: sha256, document: { threat, uses: [...new Set(arrivals.map(({ use }) => use))] } },
    "quarantined",
    clock,
  );
  for (const { name: file, person, aboutKind, aboutId } of arrivals) {
    if (!person) continue;
    await queueMail(trx, {
      to: person.email,
      name: person.name,
      locale: localeOf(person.locale),
      template: "file_infected",
      params: { name: person.name, file, link: baseUrl + placeOf(person.role, aboutKind, aboutId) },
      dedupeKey: `infected ${sha256} ${person.id}`,
      ...(aboutKind && aboutId ? { aboutKind, aboutId } : {}),
    });
  }
  for (const { id, name, email } of await listAccounts(trx, ["administrator"]))
    await queueMail(trx, {
      to: email,
      name,
      locale: mainLanguage(),
      template: "file_quarantined",
      params: { name, threat, link: `${baseUrl}/bureau/quarantaine` },
      dedupeKey: `quarantined ${sha256} ${id}`,
    });
}

/** Where whoever sent a file sends another. */
function placeOf(role: string, kind: string | null, id: string | null): string {
  if (role !== "applicant") return "/bureau";
  return kind === "application" && id ? `/espace/demandes/${id}` : "/espace";
}

export const scanFilesTask =
  (desk: ScanDesk): Task =>
  async () =>
    void (await scanFiles(desk));
