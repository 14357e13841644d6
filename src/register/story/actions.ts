import { z } from "zod";
import { type Database, transactIf } from "../../platform/database/connect.ts";
import { type Locale, localeOf } from "../../platform/i18n/languages.ts";
import { queueMail } from "../../platform/mail/actions.ts";
import type { Kind, Problem } from "../record/kind.ts";
import { parseDocument } from "../record/parse.ts";
import { type Collector, citiesOf, collectorOfToken, storyThemes } from "./collector-store.ts";
import { languageTag } from "./languages.ts";
import { collectorActor, logStory, teller } from "./log.ts";
import {
  CONSENT_VERSION,
  type CollectedForm,
  checkPicture,
  collectedForm,
  correctionForm,
  isMinor,
  plainText,
  type Scope,
  type StoryForm,
  scopesForm,
  storyForm,
} from "./rules.ts";
import { isToken, newStoryId, ownToken, sha256 } from "./secrets.ts";
import { mayCorrect } from "./states.ts";
import {
  addConsent,
  addWording,
  contactOf,
  insertStory,
  lockStory,
  putContact,
  type StoryRow,
  storyOfToken,
  updateStory,
  wordingsOf,
} from "./store.ts";

export type Refused = { ok: false; reason: string; problems?: Problem[] };
export type Outcome<T = object> = ({ ok: true } & T) | Refused;

/** The installation whose links are made. */
export interface Desk {
  secret: string;
  /** Without a slash at the end. */
  baseUrl: string;
}
export interface Telling {
  /** The number of the form that was sent: a second time is the same story. */
  form: string;
  project: string;
  locale: Locale;
  /** SHA-256 of a picture that was kept. */
  picture?: string | undefined;
  /** Of a partner city; none where people tell their own. */
  collector?: Collector | undefined;
  /** Fictional, told by the demonstration, under an identifier of its own. */
  demo?: boolean;
  id?: string;
}

export const ownPath = (token: string) => `/recits/suivi/${token}`;

/**
 * Takes in a story: all of it or nothing. Nothing of it is shown before it was read by the desk. Returns the secret of its
 * own link, by which the teller sees it, mends it, takes it back. `again`: this very form was taken before.
 */
export async function tellStory(
  db: Database,
  desk: Desk,
  input: Record<string, unknown>,
  telling: Telling,
): Promise<Outcome<{ id: string; token: string; again: boolean }>> {
  const read = await readTelling(db, input, telling);
  if (!read.ok) return { ok: false, reason: "invalid", problems: read.problems };
  const story = read.document;
  const [id, token] = [telling.id ?? newStoryId(), ownToken(desk.secret, telling.form)];
  const by = telling.collector ? collectorActor(telling.collector.id) : teller(id);
  return transactIf<Outcome<{ id: string; token: string; again: boolean }>>(
    db,
    async (trx) => {
      const kept = await insertStory(trx, { ...rowOf(story, telling), id, tokenSha256: sha256(token) });
      if (!kept) return { ok: true, id: (await storyOfToken(trx, sha256(token)))?.id ?? "", token, again: true };
      const { title, words } = story;
      await addWording(trx, id, { role: "original", language: languageTag(story.language)!, title, words });
      await addConsent(trx, id, {
        givenBy: telling.collector ? "collector" : "teller",
        scopes: story.scopes,
        version: CONSENT_VERSION,
        ...(story.consentOn ? { givenOn: story.consentOn, evidence: story.evidence ?? null } : {}),
      });
      const minor = isMinor(story.ageBand);
      if (story.email || minor)
        await putContact(trx, {
          story: id,
          email: story.email ?? null,
          guardianName: minor ? story.guardianName : null,
          guardianContact: minor ? story.guardianContact : null,
        });
      await logStory(trx, id, "received", by);
      if (story.email)
        await queueMail(trx, {
          to: story.email,
          locale: telling.locale,
          template: "story_received",
          params: { link: desk.baseUrl + ownPath(token) },
          confidential: true,
          aboutKind: "story",
          aboutId: id,
        });
      return { ok: true, id, token, again: false };
    },
    ({ ok }) => ok,
  );
}

type Read = { ok: true; document: StoryForm & Partial<CollectedForm> } | { ok: false; problems: Problem[] };

/** Reads what a form holds, with all that is wrong in it. */
export async function readTelling(
  db: Database,
  input: Record<string, unknown>,
  telling: Pick<Telling, "project" | "picture" | "collector">,
): Promise<Read> {
  const read: Read = parse(telling.collector ? collectedForm : storyForm, input);
  const picture = telling.picture ? checkPicture({ ageBand: String(input.ageBand), pictureAlt: plainOf(input.pictureAlt) }) : [];
  if (!read.ok || picture.length > 0) return { ok: false, problems: [...(read.ok ? [] : read.problems), ...picture] };
  const unknown = await unknownChoices(db, telling.project, read.document);
  return unknown.length > 0 ? { ok: false, problems: unknown } : read;
}

function rowOf(story: StoryForm, telling: Telling) {
  const { nature, contributor, nameKind, ageBand, neighbourhood, themes, yearFrom, yearTo, scopes } = story;
  return {
    project: telling.project,
    partner: telling.collector?.partner ?? story.partner,
    collector: telling.collector?.id ?? null,
    form: telling.form,
    locale: telling.locale,
    nature,
    contributor,
    nameKind,
    displayName: nameKind === "none" ? null : story.displayName,
    ageBand,
    neighbourhood,
    themes,
    yearFrom,
    yearTo,
    picture: telling.picture ?? null,
    pictureAlt: telling.picture ? story.pictureAlt : null,
    pictureCredit: telling.picture ? story.pictureCredit : null,
    scopes: scopes as string[],
    consentVersion: CONSENT_VERSION,
    demo: telling.demo ?? false,
  };
}

/** The story of a link, or the words of why not. */
export async function readOwn(db: Database, token: string): Promise<StoryRow | undefined> {
  return isToken(token) ? storyOfToken(db, sha256(token)) : undefined;
}

/** The collector of a link, as long as it is good. */
export async function readCollector(db: Database, token: string): Promise<Collector | undefined> {
  return isToken(token) ? collectorOfToken(db, sha256(token)) : undefined;
}

/**
 * Keeps other words beside those that were told: the story is no longer shown until the desk has read them. The first
 * words stay.
 */
export async function correctStory(db: Database, token: string, input: Record<string, unknown>): Promise<Outcome> {
  const read = parse<{ language: string; title: string | null; words: string }>(correctionForm, input);
  if (!read.ok) return { ok: false, reason: "invalid", problems: read.problems };
  return own(db, token, async (trx, story) => {
    if (!mayCorrect(story.state)) return { ok: false, reason: "state" };
    const { title, words, language } = read.document;
    await addWording(trx, story.id, { role: "correction", language: languageTag(language)!, title, words });
    await updateStory(trx, story.id, { state: "received", acceptedBy: null, publishedBy: null, decidedAt: null });
    await logStory(trx, story.id, story.state === "published" ? "withdrawn" : "corrected", teller(story.id));
    return { ok: true };
  });
}

/** Changes the uses that the teller allows: at once. Without "site", a story that was shown is no longer. */
export async function changeScopes(db: Database, token: string, input: Record<string, unknown>): Promise<Outcome> {
  const read = parse<{ scopes: Scope[] }>(scopesForm, input);
  if (!read.ok) return { ok: false, reason: "invalid", problems: read.problems };
  const { scopes } = read.document;
  return own(db, token, async (trx, story) => {
    if (story.state === "withdrawn") return { ok: false, reason: "state" };
    const hidden = story.state === "published" && !scopes.includes("site");
    await updateStory(trx, story.id, {
      scopes: scopes as string[],
      consentVersion: CONSENT_VERSION,
      consentedAt: new Date(),
      ...(hidden ? { state: "in_moderation" as const, acceptedBy: null, publishedBy: null } : {}),
    });
    await addConsent(trx, story.id, { givenBy: "teller", scopes, version: CONSENT_VERSION });
    await logStory(trx, story.id, actionOfScopes(story, scopes, hidden), teller(story.id));
    return { ok: true };
  });
}

function actionOfScopes(story: StoryRow, now: readonly string[], hidden: boolean): string {
  if (story.state !== "published") return "rescoped";
  if (hidden || (story.scopes.includes("data") && !now.includes("data"))) return "withdrawn";
  return now.includes("data") ? "published" : "exhibited";
}

/** Takes a story back: it is shown nowhere from now on; its words are erased later. By its teller, or the city that gathered it. */
export async function withdrawStory(db: Database, token: string): Promise<Outcome> {
  return own(db, token, async (trx, story) => withdraw(trx, story, teller(story.id)));
}
export async function withdrawCollected(db: Database, token: string, id: string): Promise<Outcome> {
  const collector = await readCollector(db, token);
  if (!collector) return { ok: false, reason: "not_found" };
  return transactIf<Outcome>(
    db,
    async (trx) => {
      const story = await lockStory(trx, id);
      if (story?.collector !== collector.id) return { ok: false, reason: "not_found" };
      return withdraw(trx, story, collectorActor(collector.id));
    },
    ({ ok }) => ok,
  );
}

async function withdraw(trx: Database, story: StoryRow, by: Parameters<typeof logStory>[3]): Promise<Outcome> {
  // Once more is no fault: it is what was wanted.
  if (story.state === "withdrawn") return { ok: true };
  await updateStory(trx, story.id, { state: "withdrawn", withdrawnAt: new Date(), acceptedBy: null, publishedBy: null });
  await addConsent(trx, story.id, { givenBy: story.collector ? "collector" : "teller", scopes: [], version: CONSENT_VERSION });
  await logStory(trx, story.id, story.state === "published" ? "withdrawn" : "taken_back", by);
  const email = (await contactOf(trx, story.id))?.email;
  if (email)
    await queueMail(trx, {
      to: email,
      locale: localeOf(story.locale),
      template: "story_withdrawn",
      params: {},
      aboutKind: "story",
      aboutId: story.id,
    });
  return { ok: true };
}

/** What was told last, and everything that was made of it. */
export async function ownWordings(db: Database, story: string) {
  const wordings = await wordingsOf(db, story);
  return { wordings, told: wordings.findLast(({ role }) => role === "original" || role === "correction") };
}

async function own(db: Database, token: string, work: (trx: Database, story: StoryRow) => Promise<Outcome>): Promise<Outcome> {
  return transactIf<Outcome>(
    db,
    async (trx) => {
      const found = await readOwn(trx, token);
      const story = found && (await lockStory(trx, found.id));
      return story ? work(trx, story) : { ok: false, reason: "not_found" };
    },
    ({ ok }) => ok,
  );
}

async function unknownChoices(db: Database, project: string, { partner, themes }: StoryForm): Promise<Problem[]> {
  const cities = partner === null ? [] : await citiesOf(db, project);
  const codes = themes.length === 0 ? [] : (await storyThemes(db)).map(({ code }) => code);
  const stray = themes.find((code) => !codes.includes(code));
  return [
    ...(partner !== null && !cities.some(({ id }) => id === partner) ? [{ path: "partner", code: "choice", values: { allowed: "" } }] : []),
    ...(stray ? [{ path: "themes", code: "choice", values: { allowed: "" } }] : []),
  ];
}

const plainOf = (value: unknown): string | null => (typeof value === "string" && value.trim() !== "" ? value : null);
const strings = z.record(z.string(), z.unknown());

/** What a form gives, without what turns the direction of a text, held against its fields. */
export function parse<D>(kind: Kind<any>, input: Record<string, unknown>): { ok: true; document: D } | { ok: false; problems: Problem[] } {
  const plain = Object.fromEntries(
    Object.entries(strings.parse(input)).map(([name, value]) => [name, typeof value === "string" ? plainText(value) : value]),
  );
  const read = parseDocument(kind, plain);
  return read.ok ? { ok: true, document: read.document as D } : read;
}
