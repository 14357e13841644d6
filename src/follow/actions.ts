import { mayMail } from "../platform/accounts/throttle.ts";
import type { Database } from "../platform/database/connect.ts";
import { isDeadlock } from "../platform/database/connect.ts";
import { textIn } from "../platform/localised.ts";
import { queueMail } from "../platform/mail/actions.ts";
import type { Letterhead } from "../platform/mail/letter.ts";
import { timeZone } from "../platform/time-zone.ts";
import type { Problem } from "../register/record/kind.ts";
import { hrefOfFollow } from "../ui/paths.ts";
import { lastEvent } from "./change-store.ts";
import { digestOf, isPersonalLink, newToken } from "./links.ts";
import { addressOf, type Choice, isWhole, MOST_TOPICS, nextDigest, readChoice, topicKey } from "./rules.ts";
import {
  erase,
  type Follower,
  findFollower,
  findRequest,
  forgetRequests,
  insertRequest,
  putFollower,
  putTopics,
  requestsOf,
  setChoice,
} from "./store.ts";
import { namesOfTopics } from "./topic-store.ts";
import { topicWords } from "./words.ts";

/** The part of the services by which people follow. */
export interface FollowDesk {
  db: Database;
  /** What is public: only that can be followed. */
  published: Database;
  mail: Letterhead;
}

const CONFIRM_HOURS = 48;
/** Links mailed to an address in a day that nobody followed: beyond, our form would be filling a stranger's mailbox. */
const MOST_REQUESTS = 5;

/**
 * Someone asks to follow, in the name of an address. Nothing is kept of it but the request, until its owner confirms; the
 * answer is the same whether the address is known or not.
 */
export async function askToFollow(
  desk: FollowDesk,
  values: Record<string, string[] | undefined>,
  now: Date,
): Promise<{ ok: true } | { ok: false; problems: Problem[] }> {
  const email = addressOf(values.email?.[0] ?? "");
  const { choice, problems } = await readPublicChoice(desk, values);
  if (!email) problems.unshift({ path: "email", code: values.email?.[0]?.trim() ? "email" : "required" });
  if (!email || !choice || problems.length > 0) return { ok: false, problems };
  await desk.db.transaction().execute(async (trx) => {
    const lately = new Date(now.getTime() - 24 * 3_600_000);
    if ((await requestsOf(trx, email, lately)) >= MOST_REQUESTS || !(await mayMail(trx, email))) return;
    const { token, digest } = newToken();
    await insertRequest(trx, {
      ...choice,
      email,
      tokenSha256: digest,
      expiresAt: new Date(now.getTime() + CONFIRM_HOURS * 3_600_000),
    });
    const names = await namesOfTopics(desk.published, choice.topics);
    await queueMail(trx, {
      to: email,
      locale: choice.locale,
      template: "follow_confirm",
      params: {
        site: textIn(desk.mail.city.title, choice.locale)?.text ?? desk.mail.baseUrl,
        hours: CONFIRM_HOURS,
        topics: choice.topics.map((topic) => `- ${topicWords(topic, names, choice.locale)}`).join("\n"),
        link: `${desk.mail.baseUrl}${hrefOfFollow(choice.locale, "confirm")}?jeton=${token}`,
      },
      // What is in the link opens a subscription: the office does not see it, and it goes once it is sent.
      confidential: true,
    });
  });
  return { ok: true };
}

/** What a link asks to confirm, while it is good. */
export const requestOf = (db: Database, token: string, now: Date) => findRequest(db, digestOf(token), now);

/** Takes the link as the word of the owner of the address, once. The topics are added to those followed already. */
export async function confirm(
  { db }: FollowDesk,
  token: string,
  now: Date,
): Promise<{ ok: true; id: string } | { ok: false; reason: "link" }> {
  const work = () =>
    db.transaction().execute(async (trx) => {
      const request = await findRequest(trx, digestOf(token), now);
      if (!request) return { ok: false as const, reason: "link" as const };
      const start = { event: await lastEvent(trx), now, nextAt: nextDigest(request.rhythm, now, timeZone()) };
      const id = await putFollower(trx, request, start);
      await putTopics(trx, id, request.topics, { most: MOST_TOPICS });
      await forgetRequests(trx, request.email);
      return { ok: true as const, id };
    });
  // A link that is followed twice at once: one of them may have to begin again.
  return work().catch((error: unknown) => (isDeadlock(error) ? work() : Promise.reject(error)));
}

/** Who a personal link belongs to. */
export async function followerOf({ db, mail }: FollowDesk, id: string, key: string): Promise<Follower | undefined> {
  return isPersonalLink(mail.secret, "mine", id, key) ? findFollower(db, id) : undefined;
}

/** Puts what a person chose in the place of what was there. */
export async function change(
  desk: FollowDesk,
  id: string,
  key: string,
  values: Record<string, string[] | undefined>,
  now: Date,
): Promise<{ ok: true; choice: Choice } | { ok: false; reason: "link" } | { ok: false; reason: "problems"; problems: Problem[] }> {
  if (!isPersonalLink(desk.mail.secret, "mine", id, key)) return { ok: false, reason: "link" };
  const { choice, problems } = await readPublicChoice(desk, values);
  if (!choice || problems.length > 0) return { ok: false, reason: "problems", problems };
  const found = await desk.db.transaction().execute(async (trx) => {
    if (!(await setChoice(trx, id, choice, nextDigest(choice.rhythm, now, timeZone())))) return false;
    await putTopics(trx, id, choice.topics, { most: MOST_TOPICS, replace: true });
    return true;
  });
  return found ? { ok: true, choice } : { ok: false, reason: "link" };
}

/** Ends a subscription and forgets its address, by the link under each mail or on its own page. The same link again is true. */
export async function stop({ db, mail }: FollowDesk, id: string, key: string): Promise<boolean> {
  if (!isPersonalLink(mail.secret, "stop", id, key) && !isPersonalLink(mail.secret, "mine", id, key)) return false;
  await db.transaction().execute((trx) => erase(trx, { id }));
  return true;
}

/** Forgets an address whose owner asks the office to (GDPR, article 17). False when nothing was kept of it. */
export async function eraseAddress(
  db: Database,
  typed: string,
): Promise<{ ok: true; found: boolean } | { ok: false; problems: Problem[] }> {
  const email = addressOf(typed);
  if (!email) return { ok: false, problems: [{ path: "email", code: typed.trim() ? "email" : "required" }] };
  return { ok: true, found: await db.transaction().execute((trx) => erase(trx, { email })) };
}

/** A choice among what is public now. */
async function readPublicChoice(
  { published }: FollowDesk,
  values: Record<string, string[] | undefined>,
): Promise<{ choice?: Choice; problems: Problem[] }> {
  const { choice, problems } = readChoice(values);
  if (!choice) return { problems };
  const names = await namesOfTopics(published, choice.topics);
  const gone = choice.topics.filter((topic) => !isWhole(topic.type) && !names.has(topicKey(topic)));
  if (gone.length === 0) return { choice, problems };
  return { problems: [{ path: "topics", code: "topic_gone", values: { topics: gone.map(({ value }) => value).join(", ") } }] };
}
