import { type Actor, may } from "../../platform/accounts/rights.ts";
import { listAccounts } from "../../platform/accounts/store.ts";
import { logEvent } from "../../platform/audit/log.ts";
import type { City } from "../../platform/city.ts";
import type { Database } from "../../platform/database/connect.ts";
import { type Locale, localeOf, mainLanguage } from "../../platform/i18n/languages.ts";
import { queueMail } from "../../platform/mail/actions.ts";
import { isUnreachable } from "../../platform/mail/rules.ts";
import { type Outcome, parse, refuse } from "../acts.ts";
import { accountOf } from "../subject/erase-store.ts";
import { answerForm, deskForm, extendForm, identityForm, ownForm } from "./rules.ts";
import { type DataRequest, findRequest, forgetWho, insertRequest, lockRequest, setAnswer, setExtension, setIdentity } from "./store.ts";

interface Desk {
  db: Database;
  baseUrl: string;
  city: Pick<City, "privacy">;
}
const PATH = "/bureau/demandes-donnees";
const SUBJECT = "data_request";

const log = (trx: Database, id: string, action: string, document: Record<string, unknown>, by: Actor) =>
  logEvent(trx, { kind: SUBJECT, id, document }, action, by);

/** A person asks, signed in: who it is is known. */
export async function askOwn(
  desk: Desk,
  input: unknown,
  person: Actor & { email: string },
  locale: Locale,
  today: string,
): Promise<Outcome<{ id: string }>> {
  const read = parse(ownForm, input);
  if (!read.ok) return read;
  const { right, words } = read.value;
  return desk.db.transaction().execute(async (trx): Promise<Outcome<{ id: string }>> => {
    const email = person.email.toLowerCase();
    const id = await insertRequest(trx, {
      rightAsked: right,
      channel: "space",
      userId: person.id,
      email,
      name: person.name,
      locale,
      words,
      identity: "account",
      receivedOn: today,
    });
    await log(trx, id, "received", { right, channel: "space" }, person);
    await acknowledge(trx, (await findRequest(trx, id))!);
    await tellDesk(trx, desk.baseUrl, id);
    return { ok: true, id };
  });
}

/** Notes a request that came another way; the month runs from the day on which it came. */
export async function noteRequest(desk: Desk, input: unknown, today: string, by: Actor): Promise<Outcome<{ id: string }>> {
  if (!may(by, "privacy.manage")) return refuse("forbidden");
  const read = parse(deskForm, input);
  if (!read.ok) return read;
  const { right, channel, email, name, words, receivedOn } = read.value;
  if (receivedOn > today) return { ok: false, reason: "invalid", problems: [{ path: "receivedOn", code: "future" }] };
  return desk.db.transaction().execute(async (trx): Promise<Outcome<{ id: string }>> => {
    const account = await accountOf(trx, email);
    const id = await insertRequest(trx, {
      rightAsked: right,
      channel,
      userId: account?.id ?? null,
      email,
      name: name || account?.name || "",
      locale: mainLanguage(),
      words,
      identity: "unproven",
      receivedOn,
    });
    await log(trx, id, "received", { right, channel }, by);
    return { ok: true, id };
  });
}

/** Puts down how it was ascertained who asks. */
export function proveIdentity(desk: Desk, id: string, input: unknown, by: Actor): Promise<Outcome> {
  return change(desk, id, by, identityForm, input, async (trx, { identity, note }) => {
    await setIdentity(trx, id, identity, note);
    await log(trx, id, "identity_shown", { identity }, by);
    return { ok: true };
  });
}

/** Two more months (art. 12(3)): the person is told why within the first. */
export function extendRequest(desk: Desk, id: string, input: unknown, today: string, by: Actor): Promise<Outcome> {
  return change(desk, id, by, extendForm, input, async (trx, { reason }, request) => {
    if (request.extendedReason !== null) return refuse("extended");
    if (today > request.dueOn) return refuse("too_late_to_extend");
    const dueOn = await setExtension(trx, id, reason);
    await log(trx, id, "extended", { dueOn }, by);
    await write(trx, request, "data_request_extended", { reason, due: dueOn, ...appeal(desk, request) });
    return { ok: true };
  });
}

/** Answers: what was done, or why not, with the ways of appeal, which the mail names (art. 12(4)). */
export function answerRequest(desk: Desk, id: string, input: unknown, today: string, by: Actor): Promise<Outcome> {
  return change(desk, id, by, answerForm, input, async (trx, { outcome, answer, tell }, request) => {
    if (outcome === "done" && request.identity === "unproven") return refuse("unproven");
    await setAnswer(trx, id, outcome, answer, today, by);
    await log(trx, id, outcome === "done" ? "answered" : "refused", { right: request.rightAsked }, by);
    if (tell)
      await write(trx, request, outcome === "done" ? "data_request_done" : "data_request_refused", { answer, ...appeal(desk, request) });
    if (outcome === "done" && request.rightAsked === "erasure") await forgetWho(trx, id);
    return { ok: true };
  });
}

/** Notes that a copy of someone's data was taken for them. */
export async function noteExport(db: Database, id: string, by: Actor): Promise<void> {
  await db.transaction().execute((trx) => log(trx, id, "exported", {}, by));
}

async function change<S extends Parameters<typeof parse>[0]>(
  desk: Desk,
  id: string,
  by: Actor,
  form: S,
  input: unknown,
  work: (trx: Database, value: Extract<ReturnType<typeof parse<S>>, { ok: true }>["value"], request: DataRequest) => Promise<Outcome>,
): Promise<Outcome> {
  if (!may(by, "privacy.manage")) return refuse("forbidden");
  const read = parse(form, input);
  if (!read.ok) return read;
  return desk.db.transaction().execute(async (trx): Promise<Outcome> => {
    const request = await lockRequest(trx, id);
    if (!request) return refuse("not_found");
    if (request.state !== "open") return refuse("answered");
    return work(trx, read.value, request);
  });
}

/** Where the person may complain, in the words of the city's settings. */
function appeal({ city }: Desk, request: DataRequest): { authority: string } {
  const { name, url } = city.privacy.authority;
  return { authority: `${name[request.locale] ?? Object.values(name)[0]} (${url})` };
}

const acknowledge = (trx: Database, request: DataRequest) => write(trx, request, "data_request_received", { due: request.dueOn });

async function write(trx: Database, request: DataRequest, template: string, params: Record<string, string>): Promise<void> {
  if (!request.email || isUnreachable(request.email)) return;
  const locale = localeOf(request.locale);
  const { due, ...rest } = params;
  await queueMail(trx, {
    to: request.email,
    name: request.name || null,
    locale,
    template,
    params: { name: request.name || request.email, ...rest, ...(due ? { due: dayWords(due, locale) } : {}) },
    aboutKind: SUBJECT,
    aboutId: request.id,
    // What was answered is between the two: the list of mails of the office does not show it.
    confidential: true,
  });
}

async function tellDesk(trx: Database, baseUrl: string, id: string): Promise<void> {
  for (const { email, name } of await listAccounts(trx, ["administrator"]))
    if (!isUnreachable(email))
      await queueMail(trx, {
        to: email,
        name,
        locale: mainLanguage(),
        template: "data_request_desk",
        params: { name, link: `${baseUrl}${PATH}/${id}` },
        aboutKind: SUBJECT,
        aboutId: id,
      });
}

const dayWords = (on: string, locale: Locale) =>
  new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${on}T00:00:00Z`));
