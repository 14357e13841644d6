import { dayOfInstant } from "../../platform/instants.ts";
import { timeZone } from "../../platform/time-zone.ts";
import { inOrder, oneOf } from "../record/checks.ts";
import {
  choice,
  date,
  flag,
  instant,
  internal,
  list,
  localised,
  number,
  reference,
  requiredDate,
  requiredReference,
  requiredText,
  terms,
  text,
  url,
} from "../record/fields.ts";
import { commonFields, defineKind, type Problem, sourceFields } from "../record/kind.ts";

export const occasionTypes = [
  "state_visit",
  "city_meeting",
  "delegation",
  "technical_visit",
  "reception",
  "commemoration",
  "celebration",
  "cultural",
  "conference",
  "summit",
  "sport",
  "ceremony",
  "school",
] as const;
export const occasionStates = ["planned", "confirmed", "held", "postponed", "cancelled"] as const;
export const directions = ["here", "abroad", "online"] as const;
export const audiences = ["public", "invitation", "closed"] as const;
export const actorRoles = ["organiser", "co_organiser", "host", "guest", "delegation", "speaker", "supporter"] as const;

/**
 * Something that takes place: a visit, a ceremony, a festival, a summit. `startsOn` is as precise as it is known,
 * `startsAt` the instant where the hour is known too. Protocol, notes and follow-up stay in the office; one that is
 * `sensitive` is never published (the database refuses it).
 */
export const occasion = defineKind(
  "occasion",
  {
    ...commonFields,
    type: choice(occasionTypes),
    direction: choice(directions, { initial: "here" }),
    state: choice(occasionStates, { initial: "planned" }),
    audience: choice(audiences, { optional: true }),
    startsOn: requiredDate(),
    endsOn: date(),
    startsAt: instant(),
    endsAt: instant(),
    parent: reference("occasion"),
    programme: reference("programme"),
    places: list("occasion_place", { place: requiredReference("place"), venue: localised({ max: 300 }) }),
    actors: list("occasion_actor", {
      partner: reference("partner"),
      organisation: reference("organisation"),
      network: reference("network"),
      person: text({ max: 200 }),
      role: choice(actorRoles),
      note: localised({ max: 500 }),
    }),
    purpose: localised({ long: true, max: 5_000 }),
    outcome: localised({ long: true, max: 5_000 }),
    attendance: number({ min: 0, step: 1 }),
    links: list("occasion_link", {
      project: reference("project"),
      award: reference("award"),
      agreement: reference("agreement"),
      note: localised({ max: 500 }),
    }),
    priorities: terms("priority"),
    themes: terms("theme"),
    goals: terms("sdg-goal"),
    website: url(),
    media: list("occasion_media", { media: requiredReference("media") }),
    documents: list("occasion_document", { document: requiredReference("document") }),
    protocol: internal(text({ long: true, max: 5_000 })),
    followUps: internal(
      list("occasion_follow_up", { task: requiredText({ max: 500 }), owner: text({ max: 120 }), dueOn: date(), doneOn: date() }),
    ),
    notes: internal(text({ long: true, max: 5_000 })),
    sensitive: internal(flag()),
    ...sourceFields,
  },
  (value) => [
    ...inOrder(value, "startsOn", "endsOn"),
    ...(value.startsAt && value.endsAt && value.startsAt > value.endsAt ? [{ path: "endsAt", code: "before_start" }] : []),
    ...hourOfAnotherDay(value),
    ...value.actors.flatMap((line, i) => oneOf(line, ["partner", "organisation", "network", "person"], `actors.${i}`)),
    ...value.links.flatMap((line, i) => oneOf(line, ["project", "award", "agreement"], `links.${i}`)),
  ],
);

/** An hour belongs to the day that is given: by the clocks of the city here, and a day more or less elsewhere in the world. */
function hourOfAnotherDay({ startsOn, startsAt, direction }: { startsOn: string; startsAt: string | null; direction: string }): Problem[] {
  if (!startsAt) return [];
  if (startsOn.length < 10) return [{ path: "startsOn", code: "hour_without_day" }];
  const apart = Math.abs(Date.parse(dayOfInstant(startsAt, timeZone())) - Date.parse(startsOn)) / 86_400_000;
  return apart > (direction === "here" ? 0 : 1) ? [{ path: "startsAt", code: "hour_of_another_day" }] : [];
}
