import { inOrder, unique } from "../record/checks.ts";
import {
  choice,
  country,
  date,
  list,
  localised,
  reference,
  requiredNumber,
  requiredReference,
  terms,
  text,
  url,
} from "../record/fields.ts";
import { commonFields, defineKind, sourceFields } from "../record/kind.ts";

export const prizeRoles = ["giver", "partner", "host", "funder"] as const;

/** A prize that comes back: who gives it, the city's part in it, its editions and its laureates. */
export const prize = defineKind(
  "prize",
  {
    ...commonFields,
    organisation: reference("organisation"),
    role: choice(prizeRoles, { initial: "partner" }),
    programme: reference("programme"),
    since: date(),
    until: date(),
    recurrence: localised({ max: 300 }),
    place: reference("place"),
    themes: terms("theme"),
    website: url(),
    editions: list("prize_edition", {
      year: requiredNumber({ min: 1900, max: 2200, step: 1 }),
      heldOn: date(),
      occasion: reference("occasion"),
      note: localised({ max: 1_000 }),
    }),
    laureates: list("prize_laureate", {
      year: requiredNumber({ min: 1900, max: 2200, step: 1 }),
      person: text({ max: 200 }),
      organisation: reference("organisation"),
      country: country(),
      work: localised({ max: 500 }),
      distinction: localised({ max: 300 }),
    }),
    media: list("prize_media", { media: requiredReference("media") }),
    documents: list("prize_document", { document: requiredReference("document") }),
    ...sourceFields,
  },
  (value) => [
    ...inOrder(value, "since", "until"),
    ...unique(value.editions, (line) => line.year, "editions"),
    ...value.laureates.flatMap((line, i) =>
      (line.person === null) === (line.organisation === null) ? [{ path: `laureates.${i}.person`, code: "person_or_organisation" }] : [],
    ),
  ],
);
