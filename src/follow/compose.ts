import type { Database } from "../platform/database/connect.ts";
import { type Locale, localeOf } from "../platform/i18n/languages.ts";
import { translator } from "../platform/i18n/messages.ts";
import { showInstant } from "../platform/instants.ts";
import { type Localised, textIn } from "../platform/localised.ts";
import { type Composer, escaped, type Letterhead } from "../platform/mail/letter.ts";
import { timeZone } from "../platform/time-zone.ts";
import { href, hrefOfRecord } from "../ui/paths.ts";
import { type Told, toldOf } from "./change-store.ts";
import { type Content, readContent } from "./digest.ts";
import { personalLink } from "./links.ts";
import { type EditionTold, editionsTold } from "./moment-store.ts";
import { topicKey, topicTypes } from "./rules.ts";
import { findFollower } from "./store.ts";
import { namesOfTopics } from "./topic-store.ts";
import { pageOfTopic, topicWords } from "./words.ts";

/** A part of a digest: what it is about, and the records, each a link with a few words. */
export interface Group {
  title: string;
  lines: { name: string; href: string; note: string }[];
  /** What the mail leaves out, and where it is. */
  more?: { words: string; href: string };
}

/** Makes the words of a digest when it leaves, from what is public then; nothing for someone who has stopped meanwhile. */
export function digestComposer({ db, published, mail }: { db: Database; published: Database; mail: Letterhead }): Composer {
  return async ({ aboutId, locale: tag, params, createdAt }) => {
    const follower = aboutId ? await findFollower(db, aboutId) : undefined;
    if (!follower) return undefined;
    const locale = localeOf(tag);
    const t = translator(locale);
    const groups = await groupsOf(published, readContent(params), locale, mail.baseUrl, createdAt);
    const n = groups.reduce((sum, { lines }) => sum + lines.length, 0);
    if (n === 0) return undefined;
    const site = textIn(mail.city.title, locale)?.text ?? mail.baseUrl;
    const mine = personalLink(mail, "mine", follower.id, locale);
    const subject =
      groups[0]!.lines.length === n && n === 1 ? `${groups[0]!.lines[0]!.name} · ${site}` : t("follow.mail.subject", { count: n, site });
    return {
      subject: subject.replace(/\s+/g, " ").slice(0, 250),
      text: [t("follow.mail.intro", { site }), ...groups.map(textOf), `${t("follow.mail.mine")} ${mine}`].join("\n\n"),
      html: [
        `<h1>${escaped(t("follow.mail.intro", { site }))}</h1>`,
        ...groups.map(htmlOf),
        `<p><a href="${escaped(mine)}">${escaped(t("follow.mail.mine"))}</a></p>`,
      ].join("\n"),
      out: { url: personalLink(mail, "stop", follower.id, locale), words: t("follow.mail.stop") },
    };
  };
}

/** What is still public of what a mail was to say: the calls first, then topic after topic. */
export async function groupsOf(published: Database, content: Content, locale: Locale, baseUrl: string, writtenAt: Date): Promise<Group[]> {
  const [records, editions, names] = await Promise.all([
    toldOf(published, content.items),
    editionsTold(
      published,
      content.moments.map(({ edition }) => edition),
    ),
    namesOfTopics(published, content.items),
  ]);
  const t = translator(locale);
  const calls: Group = {
    title: t("follow.mail.calls"),
    lines: content.moments.flatMap(({ edition, moment }) => {
      const told = editions.get(edition);
      return told ? [callLine(told, moment, locale, baseUrl)] : [];
    }),
  };
  const topics = [...Map.groupBy(content.items, topicKey).values()]
    .sort(([a], [b]) => topicTypes.indexOf(b!.type) - topicTypes.indexOf(a!.type))
    .map((items): Group => {
      const topic = items[0]!;
      const lines = items.flatMap(({ kind, record }) => {
        const told = records.get(`${kind} ${record}`);
        return told ? [recordLine(told, locale, baseUrl, writtenAt)] : [];
      });
      const total = content.totals.find((one) => topicKey(one) === topicKey(topic))?.total ?? items.length;
      const rest = total - items.length;
      return {
        title: topicWords(topic, names, locale),
        lines,
        ...(rest > 0 ? { more: { words: t("follow.mail.more", { count: rest }), href: baseUrl + pageOfTopic(locale, topic) } } : {}),
      };
    });
  return [calls, ...topics].filter(({ lines }) => lines.length > 0);
}

const nameIn = (name: Localised, locale: Locale, demo: boolean): string => {
  const words = (textIn(name, locale)?.text ?? "").replace(/\s+/g, " ");
  return demo ? `${words} (${translator(locale)("common.demo").toLowerCase()})` : words;
};

function callLine(
  { id, name, opensAt, closesAt, demo }: EditionTold,
  moment: Content["moments"][number]["moment"],
  locale: Locale,
  baseUrl: string,
) {
  const show = (at: string) => showInstant(locale, at, timeZone());
  return {
    name: nameIn(name, locale, demo),
    href: baseUrl + href(locale, "edition", { id }),
    note: translator(locale)(`follow.mail.moment.${moment}`, { opens: show(opensAt), closes: show(closesAt) }),
  };
}

/** New is what was published in the month before the mail: an older one was changed. */
const NEW_MS = 32 * 86_400_000;

function recordLine({ kind, id, name, demo, publishedAt }: Told, locale: Locale, baseUrl: string, writtenAt: Date) {
  const t = translator(locale);
  const isNew = publishedAt !== null && writtenAt.getTime() - publishedAt.getTime() < NEW_MS;
  return {
    name: nameIn(name, locale, demo),
    href: baseUrl + (hrefOfRecord(locale, kind, id) ?? href(locale, "home")),
    note: `${t.dynamic(`kind.${kind}`)}, ${t(isNew ? "follow.mail.new" : "follow.mail.changed")}`,
  };
}

const textOf = ({ title, lines, more }: Group): string =>
  [
    title.toUpperCase(),
    ...lines.map(({ name, href: address, note }) => `- ${name} · ${note}\n  ${address}`),
    ...(more ? [`${more.words} ${more.href}`] : []),
  ].join("\n");

const htmlOf = ({ title, lines, more }: Group): string =>
  [
    `<h2>${escaped(title)}</h2>`,
    "<ul>",
    ...lines.map(({ name, href: address, note }) => `<li><a href="${escaped(address)}">${escaped(name)}</a>, ${escaped(note)}</li>`),
    "</ul>",
    ...(more ? [`<p><a href="${escaped(more.href)}">${escaped(more.words)}</a></p>`] : []),
  ].join("\n");
