import { createHash } from "node:crypto";
import { z } from "zod";
import type { Database } from "../platform/database/connect.ts";
import { localeOf } from "../platform/i18n/languages.ts";
import type { Task } from "../platform/jobs/jobs.ts";
import { queueMail } from "../platform/mail/actions.ts";
import { timeZone } from "../platform/time-zone.ts";
import { kindNames } from "../register/kinds.ts";
import { changesFor, type Item, type ItemsOf, lastEvent } from "./change-store.ts";
import { addressesOf, type Due, markTold, takeDue } from "./digest-store.ts";
import { type CallMoment, momentsFor, takeMoments } from "./moment-store.ts";
import { moments, nextDigest, topicTypes } from "./rules.ts";
import { ABOUT } from "./store.ts";

/** People of one transaction. */
const BATCH = 100;
/** Of one topic in one mail; the rest is one link away. */
export const MOST_OF_TOPIC = 12;

/**
 * What a mail is about, kept with it until it is sent. The words are made then, from what is public then: a record that
 * was withdrawn meanwhile is in no mail.
 */
const contentSchema = z.object({
  moments: z.array(z.object({ edition: z.string(), moment: z.enum(moments) })),
  items: z.array(
    z.object({
      type: z.enum(topicTypes),
      value: z.string(),
      kind: z.enum(kindNames as [(typeof kindNames)[number]]),
      record: z.string(),
      event: z.number(),
    }),
  ),
  totals: z.array(z.object({ type: z.enum(topicTypes), value: z.string(), total: z.number() })),
  /** The start of the log that this person had been told of. */
  since: z.number(),
});
export type Content = z.infer<typeof contentSchema>;
export const readContent = (params: unknown): Content =>
  contentSchema.parse(JSON.parse(z.object({ content: z.string() }).parse(params).content));

/** The task of the clock that writes the digests that are due. Killed, or run twice at once, it tells each thing once. */
export function digestTask({ db }: { db: Database }): Task {
  return async (_payload, { signal }) => {
    while (!signal.aborted && (await writeDigests(db, new Date())) > 0);
  };
}

/** Writes some of the digests that are due, in one transaction; how many people it took. */
export async function writeDigests(db: Database, now: Date): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const due = await takeDue(trx, now, BATCH);
    if (due.length === 0) return 0;
    const ids = due.map(({ id }) => id);
    const upto = await lastEvent(trx);
    const changed = await changesFor(trx, ids, upto, MOST_OF_TOPIC);
    const called = await momentsFor(trx, ids, now);
    for (const person of due)
      await write(trx, "follow_digest", person, contentOf(person, changed.get(person.id), called.get(person.id)), upto);
    await markTold(trx, due, upto, now, (rhythm) => nextDigest(rhythm, now, timeZone()));
    return due.length;
  });
}

/** A call that is told of by its moment is not told of as a change too. */
function contentOf({ seenEvent }: Due, { items, totals }: ItemsOf = { items: [], totals: [] }, called: CallMoment[] = []): Content {
  const told = new Set(called.map(({ edition }) => edition));
  const left = items.filter(({ kind, record }: Item) => !(kind === "edition" && told.has(record)));
  return { moments: called, items: left, totals, since: seenEvent };
}

type Template = "follow_digest" | "follow_calls";
async function write(
  trx: Database,
  template: Template,
  { id, email, locale }: Pick<Due, "id" | "email" | "locale">,
  content: Content,
  upto: number,
): Promise<void> {
  if (content.items.length === 0 && content.moments.length === 0) return;
  await queueMail(trx, {
    to: email,
    locale: localeOf(locale),
    template,
    params: { content: JSON.stringify(content) },
    dedupeKey: `follow ${id} ${upto} ${digestOf(content)}`,
    aboutKind: ABOUT,
    aboutId: id,
    confidential: true,
  });
}
const digestOf = (content: Content) => createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 16);

/** The task of the clock that tells at once of calls that open, close in a week, or have results. */
export function callAlertTask({ db }: { db: Database }): Task {
  return async () => void (await tellMoments(db, new Date()));
}

export async function tellMoments(db: Database, now: Date): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const taken = await takeMoments(trx, now);
    if (taken.size === 0) return 0;
    const addresses = await addressesOf(trx, [...taken.keys()]);
    for (const [id, called] of taken) {
      const person = addresses.get(id);
      if (person) await write(trx, "follow_calls", { id, ...person }, { moments: called, items: [], totals: [], since: 0 }, now.getTime());
    }
    return taken.size;
  });
}
