import type { City } from "../../platform/city.ts";
import { type Database, published } from "../../platform/database/connect.ts";
import { enqueue, type Task } from "../../platform/jobs/jobs.ts";
import { publicState } from "../public-state-store.ts";
import { inSnapshot } from "../snapshot.ts";
import { checkIati } from "./check.ts";
import { type Line, lastCheck, putCheck } from "./check-store.ts";

const TASK = "check_iati";

/** Asks for a check, once however many ask. */
export async function askForCheck(db: Database): Promise<void> {
  await enqueue(db, TASK, { again: true }, { key: TASK, maxAttempts: 3 });
}

/** Checks the IATI files as they would go out and keeps what it finds. By the clock, only when something has changed since. */
export function checkIatiTask(services: { db: Database; city: City; baseUrl: string }): Task {
  return async ({ again = false }: { again?: boolean }) => void (await checkAndKeep(services, { again }));
}

/** False when nothing has changed since the last check. */
export async function checkAndKeep(
  { db, city, baseUrl }: { db: Database; city: City; baseUrl: string },
  { again }: { again: boolean },
): Promise<boolean> {
  const last = again ? undefined : await lastCheck(db);
  if (last && last.mark === (await publicState(published(db))).mark) return false;
  const { mark, report } = await inSnapshot(published(db), async (snapshot) => ({
    mark: (await publicState(snapshot)).mark,
    report: await checkIati({ db: snapshot, city, baseUrl }),
  }));
  const { findings, faults, ...summary } = report;
  const lines = [
    ...findings.map(
      ({ kind = null, record = null, identifier = null, severity, rule, message }): Line => ({
        ...{ kind, record, identifier, severity, rule, message },
      }),
    ),
    ...faults.map(({ kind, record, code }): Line => ({ kind, record, identifier: null, severity: "remark", rule: code, message: "" })),
  ];
  await putCheck(db, mark, summary, lines);
  return true;
}
