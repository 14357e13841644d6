import { choice, type DocumentOf, date, flag, list, requiredDate, requiredText, text } from "../../register/record/fields.ts";
import { defineKind, type Problem } from "../../register/record/kind.ts";
import { inOrder, isEmail, toTheDay } from "../fields.ts";

export const personKinds = ["artist", "writer", "journalist", "defender", "other"] as const;
export type PersonKind = (typeof personKinds)[number];

const contacts = {
  name: requiredText(),
  role: text(),
  phone: text({ max: 60 }),
  email: text({ max: 200 }),
  channel: text({ max: 300 }), // the way that is safe for them
};
const places = { from: date(), until: date(), address: requiredText({ max: 600 }), note: text({ max: 1_000 }) };

/** All that is said of a person: sealed whole. */
export const personFields = {
  name: requiredText(),
  knownAs: text(),
  birth: date(),
  minor: flag(),
  origin: text(),
  languages: text(),
  work: text({ long: true, max: 4_000 }),
  persecution: text({ long: true, max: 20_000 }),
  safety: text({ long: true, max: 10_000 }),
  family: text({ long: true, max: 4_000 }),
  needs: text({ long: true, max: 4_000 }),
  contacts: list("protected_contact", contacts),
  places: list("protected_place", places),
  notes: text({ long: true, max: 20_000 }),
};
export type PersonDocument = DocumentOf<typeof personFields>;

function check(value: PersonDocument): Problem[] {
  return [
    ...value.contacts.flatMap(({ email }, i) => (email && !isEmail(email) ? [{ path: `contacts.${i}.email`, code: "email" }] : [])),
    ...value.places.flatMap(({ from, until }, i) => inOrder(from, until, `places.${i}.until`)),
  ];
}
export const personForm = defineKind("protected", personFields, check);
/** A new file: the kind that stands in clear, then the rest. */
export const newPersonForm = defineKind("protected", { kind: choice(personKinds), ...personFields }, check);

/** The next day on which a guardian looks whether the file must be kept. */
export const reviewForm = defineKind("protected", { reviewOn: requiredDate() }, (value) => toTheDay(value, "reviewOn"));

export const openingReasons = ["follow_up", "residency", "consent", "safety", "access_request", "review", "legal", "other"] as const;
/** Why a file is opened: asked before anything of it is. */
export const openingForm = defineKind(
  "opening",
  { reason: choice(openingReasons), words: text({ max: 500 }) },
  ({ reason, words }): Problem[] => (reason === "other" && !words ? [{ path: "words", code: "required" }] : []),
);

/** In months. Files are looked at twice a year. */
export const REVIEW_MONTHS = 6;
/** In minutes: for how long a file that was opened for a reason stays open to who opened it. */
export const OPEN_MINUTES = 15;
