import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { languages } from "../platform/i18n/languages.ts";
import type { Problem } from "../register/record/kind.ts";

/** What can be followed. Those without a value come first; "everything" and "calls" are one topic each. */
export const topicTypes = ["everything", "calls", "theme", "country", "partner", "programme", "network", "call"] as const;
export type TopicType = (typeof topicTypes)[number];
export const wholeTypes = ["everything", "calls"] as const satisfies TopicType[];
/** Those that name one of many: a code, or the identifier of a record. */
export const valuedTypes = ["theme", "country", "partner", "programme", "network", "call"] as const satisfies TopicType[];
export type ValuedType = (typeof valuedTypes)[number];

export interface Topic {
  type: TopicType;
  /** A code or an identifier; "" where the type is the whole topic. */
  value: string;
}

export const rhythms = ["weekly", "monthly"] as const;
export type Rhythm = (typeof rhythms)[number];

/** What a person asks to be told, and when. */
export interface Choice {
  topics: Topic[];
  rhythm: Rhythm;
  /** Of the calls among the topics, at once. */
  alerts: boolean;
  locale: (typeof languages)[number];
}

/** As many as a person can have in view; more is a program, or "everything". */
export const MOST_TOPICS = 60;

export const isWhole = (type: TopicType): type is (typeof wholeTypes)[number] => (wholeTypes as readonly string[]).includes(type);
export const topicKey = ({ type, value }: Topic): string => `${type} ${value}`;

const value = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,119}$/);
export const topicSchema = z
  .object({ type: z.enum(topicTypes), value: z.string() })
  .refine((topic) => (isWhole(topic.type) ? topic.value === "" : value.safeParse(topic.value).success));

/** The topics that a form or an address names: "everything" and "calls" ticked, the others by their values. Unknown words are left out. */
export function readTopics(values: Record<string, readonly string[] | undefined>): Topic[] {
  const named = topicTypes.flatMap((type): Topic[] =>
    isWhole(type)
      ? values[type]?.some(Boolean)
        ? [{ type, value: "" }]
        : []
      : (values[type] ?? []).filter((one) => value.safeParse(one).success).map((one) => ({ type, value: one })),
  );
  return [...new Map(named.map((topic) => [topicKey(topic), topic])).values()];
}

const address = z.email().max(200);

/** An address in the one form in which it is kept; undefined when it is none. */
export function addressOf(typed: string): string | undefined {
  const trimmed = typed.trim().toLowerCase();
  return address.safeParse(trimmed).success ? trimmed : undefined;
}

const choiceOf = z.object({ rhythm: z.enum(rhythms), locale: z.enum(languages) });

/** Reads what a form sends: a choice, or what is wrong with it by field. */
export function readChoice(values: Record<string, readonly string[] | undefined>): { choice?: Choice; problems: Problem[] } {
  const topics = readTopics(values);
  const rest = choiceOf.safeParse({ rhythm: values.rhythm?.[0], locale: values.locale?.[0] });
  const problems: Problem[] = [
    ...(topics.length === 0 ? [{ path: "topics", code: "no_topic" }] : []),
    ...(topics.length > MOST_TOPICS ? [{ path: "topics", code: "too_many_topics", values: { most: MOST_TOPICS } }] : []),
    ...(rest.success ? [] : rest.error.issues.map((issue) => ({ path: String(issue.path[0]), code: "choice" }))),
  ];
  if (problems.length > 0 || !rest.success) return { problems };
  return { choice: { topics, alerts: Boolean(values.alerts?.some(Boolean)), ...rest.data }, problems };
}

/** The hour at which digests leave, by the clocks of the city. */
const HOUR = 7;

/** When the next digest is due: the Monday, or the first of the month, that comes after `now`, at seven. */
export function nextDigest(rhythm: Rhythm, now: Date, zone: string): Date {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone);
  const start = rhythm === "weekly" ? today.toPlainDate().subtract({ days: today.dayOfWeek - 1 }) : today.toPlainDate().with({ day: 1 });
  const step = rhythm === "weekly" ? { weeks: 1 } : { months: 1 };
  const at = (date: Temporal.PlainDate) => date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from({ hour: HOUR }) });
  const this_ = at(start);
  const next = Temporal.ZonedDateTime.compare(this_, today) > 0 ? this_ : at(start.add(step));
  return new Date(next.epochMilliseconds);
}

/** The mails of the room. Their addresses are read by the program that sends them, and not in the office. */
export const followTemplates = ["follow_confirm", "follow_digest", "follow_calls"] as const;

/** The moments of a call that are told: it opens, it closes in a week, its first grants are public. */
export const moments = ["opens", "closing", "results"] as const;
export type Moment = (typeof moments)[number];
/** How long before the deadline the second is. */
export const CLOSING_DAYS = 7;
/** A moment that is older is news no more: a process that slept for a month does not tell of last month's calls. */
export const TOLD_WITHIN_DAYS = 2;
