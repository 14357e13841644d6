import type { Actor } from "../../platform/accounts/rights.ts";
import { type ChainReport, entryHashes, verifyChain } from "../../platform/audit/store.ts";
import { type Database, transact } from "../../platform/database/connect.ts";
import { dayOf } from "../../platform/instants.ts";
import { queueMail } from "../../platform/mail/actions.ts";
import { type AnchorProblem, type AnchorReport, checkAnchors } from "../anchor/check.ts";
import { keptLines } from "../anchor/file.ts";
import { anchorText, daysWithout, digestOf, lineOf, type SignedAnchor, STALE_MS } from "../anchor/rules.ts";
import { anchorsAfter, anchorTimes, lastAnchor, signedOf } from "../anchor/store.ts";
import { type ProtectedFault, protectedFault } from "./protected-store.ts";
import { administrators, type Check, firstEntryAt, insertCheck, lastCheck, lastWholeCheck } from "./store.ts";

export interface Verification {
  chain: ChainReport;
  /** The anchors of the database, and those that this machine keeps beside it. */
  anchors: AnchorReport;
  kept: AnchorReport;
  /** What does not hold in the logs of the compartment of people at risk. */
  people: { fault: ProtectedFault; at: number } | undefined;
  /** Days of the city on which no anchor was made, from the first on. */
  missing: string[];
  /** The first thing that does not hold; undefined when all of it does. */
  fault: { fault: string; at: number } | undefined;
}
export interface VerificationServices {
  db: Database;
  dataDir: string;
  baseUrl: string;
}

/**
 * Holds the log against its own chain and against the anchors, and keeps what came of it. `whole`: from the first entry;
 * else from the last that was found good. The administrators are told by mail when something is found that was not known.
 */
export async function verifyLog(
  { db, dataDir, baseUrl }: VerificationServices,
  by: Pick<Actor, "id" | "name">,
  { whole = true, onProgress }: { whole?: boolean; onProgress?: (done: number, total: number) => void } = {},
): Promise<Verification> {
  const last = await lastCheck(db);
  const from = whole || !last || last.fault !== null || last.lastId === 0 ? undefined : { id: last.lastId, hash: last.lastHash };
  const chain = await verifyChain(db, { ...(from ? { from } : {}), ...(onProgress ? { onProgress } : {}) });
  const hashesOf = (ids: number[]) => entryHashes(db, ids);
  const signed = await allAnchors(db);
  const anchors = await checkAnchors(signed.map(lineOf), hashesOf);
  const known = new Map(signed.map(({ anchor }) => [anchor.number, digestOf(anchorText(anchor))]));
  const kept = await checkAnchors(await keptLines(dataDir), hashesOf, { known });
  // A line that a crash cut was written again; one that is gone shows by the next.
  kept.problems = kept.problems.filter(({ fault }) => fault !== "unreadable");
  const people = await protectedFault(db);
  const fault = faultOf(chain, [...anchors.problems, ...kept.problems]) ?? people;
  await transact(db, async (trx) => {
    const { head, entries } = chain;
    const number = await insertCheck(trx, {
      ...{ actor: by.id, actorName: by.name, fromId: (from?.id ?? 0) + 1, lastId: head.id, lastHash: head.hash, entries },
      ...{ fault: fault?.fault ?? null, faultAt: fault?.at ?? null },
    });
    if (fault && last?.fault !== fault.fault) await tellAdministrators(trx, baseUrl, number);
  });
  const days = anchors.times.map(dayOf);
  return { chain, anchors, kept, people, missing: daysWithout(days, dayOf(new Date())), fault };
}

const BATCH = 1_000;
export async function allAnchors(db: Database): Promise<SignedAnchor[]> {
  const all: SignedAnchor[] = [];
  for (;;) {
    const rows = await anchorsAfter(db, all.at(-1)?.anchor.number ?? 0, BATCH);
    all.push(...rows.map(signedOf));
    if (rows.length < BATCH) return all;
  }
}

function faultOf(chain: ChainReport, problems: readonly AnchorProblem[]): Verification["fault"] {
  if (chain.broken && chain.broken.fault !== "unguarded") return { fault: chain.broken.fault, at: chain.broken.id };
  // Where the log itself is no longer what it was comes before what is amiss with an anchor alone.
  const worst = problems.find(({ between }) => between) ?? problems[0];
  if (worst) return { fault: `anchor_${worst.fault}`, at: worst.between ? worst.between[1] : (worst.number ?? worst.line) };
  return chain.broken && { fault: chain.broken.fault, at: chain.broken.id };
}

async function tellAdministrators(trx: Database, baseUrl: string, check: number): Promise<void> {
  const people = await administrators(trx);
  const link = `${baseUrl}/bureau/journal`;
  await Promise.all(
    people.map(({ name, email, locale }) =>
      queueMail(trx, {
        ...{ to: email, name, locale, template: "log_broken", params: { name, link } },
        dedupeKey: `log broken ${check} ${email}`,
      }),
    ),
  );
}

/** How the log stands, without reading it. */
export interface Health {
  check: Check | undefined;
  wholeCheck: Check | undefined;
  anchor: { at: Date; number: number; head: number; sha256: string } | undefined;
  /** broken: the last verification found something. anchor: the head was not anchored for 36 hours. unchecked: not verified for as long. */
  alarms: ("broken" | "anchor" | "unchecked")[];
  missing: string[];
}

export async function healthOf(db: Database, now: Date): Promise<Health> {
  const [check, wholeCheck, kept, times] = await Promise.all([lastCheck(db), lastWholeCheck(db), lastAnchor(db), anchorTimes(db)]);
  const old = (at: Date | undefined) => at === undefined || now.getTime() - at.getTime() > STALE_MS;
  const alarms: Health["alarms"] = [];
  if (check?.fault) alarms.push("broken");
  // A site of this morning has had no time for either.
  const young = !old(await firstEntryAt(db));
  if (!young && old(kept?.madeAt)) alarms.push("anchor");
  if (!young && old(check?.at)) alarms.push("unchecked");
  const anchor = kept && { at: kept.madeAt, number: kept.number, head: signedOf(kept).anchor.head.id, sha256: digestOf(kept.body) };
  return { check, wholeCheck, anchor, alarms, missing: daysWithout(times.map(dayOf), dayOf(now)) };
}
