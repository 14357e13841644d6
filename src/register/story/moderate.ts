import { type Actor, may } from "../../platform/accounts/rights.ts";
import { type Database, transactIf } from "../../platform/database/connect.ts";
import { localeOf } from "../../platform/i18n/languages.ts";
import { queueMail } from "../../platform/mail/actions.ts";
import { type Desk, type Outcome, ownPath, parse } from "./actions.ts";
import { languageTag } from "./languages.ts";
import { logStory } from "./log.ts";
import { aboutForm, checkPicture, isMinor, shortenedForm, translationForm } from "./rules.ts";
import { ownToken } from "./secrets.ts";
import { type StoryState, storyMoves } from "./states.ts";
import { addConsent, addWording, contactOf, lockStory, type StoryRow, updateStory, wordingsOf } from "./store.ts";

/** The moves of a story that this person may make now; `blocked`: why one may not be made yet. */
export function openMoves(story: StoryRow, by: Actor): { name: string; reason: boolean; blocked: string | undefined }[] {
  return Object.entries(storyMoves[story.state]).flatMap(([name, { right, reason, when }]) =>
    right && may(by, right) ? [{ name, reason: reason === true, blocked: when?.({ ...story, by: by.id }) }] : [],
  );
}

/** Makes one move of the table of states; a refusal is told to the teller with its reason, a publication too. */
export async function moveStory(db: Database, desk: Desk, id: string, name: string, by: Actor, reason = ""): Promise<Outcome> {
  return held(db, id, by, async (trx, story) => {
    const move = openMoves(story, by).find((one) => one.name === name);
    if (!move) return { ok: false, reason: "state" };
    if (move.blocked) return { ok: false, reason: move.blocked };
    const words = reason.trim().slice(0, 2_000);
    if (move.reason && words === "") return { ok: false, reason: "reason" };
    const to = storyMoves[story.state][name]!.to;
    await updateStory(trx, id, { state: to, ...stamps(to, by), reason: to === "refused" ? words : null });
    await logStory(trx, id, actionOf(story, to, name), by);
    const email = (await contactOf(trx, id))?.email;
    if (email && (to === "refused" || to === "published"))
      await queueMail(trx, {
        to: email,
        locale: localeOf(story.locale),
        template: to === "refused" ? "story_refused" : "story_published",
        params: { link: desk.baseUrl + ownPath(ownToken(desk.secret, story.form)), reason: words },
        confidential: true,
        aboutKind: "story",
        aboutId: id,
      });
    return { ok: true };
  });
}

function stamps(to: StoryState, by: Actor) {
  const now = new Date();
  if (to === "accepted") return { acceptedBy: by.id };
  if (to === "published") return { publishedBy: by.id, publishedAt: now, decidedAt: now };
  if (to === "refused") return { decidedAt: now, acceptedBy: null, publishedBy: null };
  return { acceptedBy: null, publishedBy: null, decidedAt: null };
}

/** As the log names it: what mirrors of the open data must hear of is "published" and "withdrawn". */
function actionOf(story: StoryRow, to: StoryState, name: string): string {
  if (to === "published") return story.scopes.includes("data") ? "published" : "exhibited";
  return story.state === "published" ? "withdrawn" : name;
}

/** Keeps a translation, or a shorter wording, beside what was told. A newer one of the same language replaces it. */
export async function addTranslation(db: Database, id: string, input: Record<string, unknown>, by: Actor): Promise<Outcome> {
  const read = parse<{ language: string; title: string | null; words: string; author: string; machine: boolean }>(translationForm, input);
  if (!read.ok) return { ok: false, reason: "invalid", problems: read.problems };
  return held(db, id, by, async (trx, story) => {
    const language = languageTag(read.document.language)!;
    const told = (await wordingsOf(trx, id)).findLast(({ role }) => role !== "translation");
    if (told?.language === language) return { ok: false, reason: "invalid", problems: [{ path: "language", code: "story_same_language" }] };
    return prepared(trx, story, by, () => addWording(trx, id, { ...read.document, language, role: "translation" }));
  });
}

export async function addShortened(db: Database, id: string, input: Record<string, unknown>, by: Actor): Promise<Outcome> {
  const read = parse<{ title: string | null; words: string; author: string }>(shortenedForm, input);
  if (!read.ok) return { ok: false, reason: "invalid", problems: read.problems };
  return held(db, id, by, async (trx, story) => {
    const told = (await wordingsOf(trx, id)).findLast(({ role }) => role === "original" || role === "correction")!;
    return prepared(trx, story, by, () => addWording(trx, id, { ...read.document, role: "shortened", language: told.language }));
  });
}

/** Sets right what stands around the words; a picture is shown once someone has looked at it. */
export async function describeStory(db: Database, id: string, input: Record<string, unknown>, by: Actor): Promise<Outcome> {
  const read = parse<Record<string, unknown> & { pictureAlt: string | null; pictureChecked: boolean }>(aboutForm, input);
  if (!read.ok) return { ok: false, reason: "invalid", problems: read.problems };
  return held(db, id, by, async (trx, story) => {
    const problems = story.picture ? checkPicture({ ageBand: story.ageBand, pictureAlt: read.document.pictureAlt }) : [];
    if (problems.length > 0) return { ok: false, reason: "invalid", problems };
    const { pictureChecked, ...rest } = read.document;
    return prepared(trx, story, by, () => updateStory(trx, id, { ...rest, pictureChecked: pictureChecked && story.picture !== null }));
  });
}

/** Says that the guardian of a minor was asked and agrees. */
export async function confirmGuardian(db: Database, id: string, by: Actor): Promise<Outcome> {
  return held(db, id, by, async (trx, story) => {
    if (!isMinor(story.ageBand) || story.guardianCheckedAt) return { ok: false, reason: "state" };
    return prepared(trx, story, by, async () => {
      await updateStory(trx, id, { guardianCheckedBy: by.id, guardianCheckedAt: new Date() });
      await addConsent(trx, id, { givenBy: "guardian", scopes: story.scopes, version: story.consentVersion });
    });
  });
}

/** Does a work of the desk and logs it: under a name that what is public hears of, where the story is shown. */
async function prepared(trx: Database, story: StoryRow, by: Actor, work: () => Promise<void>): Promise<Outcome> {
  if (story.state === "withdrawn") return { ok: false, reason: "state" };
  await work();
  await updateStory(trx, story.id, {});
  await logStory(trx, story.id, story.state === "published" ? "reworded" : "prepared", by);
  return { ok: true };
}

function held(db: Database, id: string, by: Actor, work: (trx: Database, story: StoryRow) => Promise<Outcome>): Promise<Outcome> {
  if (!may(by, "story.moderate")) return Promise.resolve({ ok: false, reason: "forbidden" });
  return transactIf<Outcome>(
    db,
    async (trx) => {
      const story = await lockStory(trx, id);
      return story ? work(trx, story) : { ok: false, reason: "not_found" };
    },
    ({ ok }) => ok,
  );
}
