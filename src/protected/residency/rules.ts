import { cents, choice, type DocumentOf, date, list, reference, requiredDate, requiredText, text } from "../../register/record/fields.ts";
import { defineKind, type Problem } from "../../register/record/kind.ts";
import { inOrder, toTheDay } from "../fields.ts";

export const residencyKinds = ["icorn", "artist", "journalist", "defender"] as const;
export type ResidencyKind = (typeof residencyKinds)[number];

/** What is said of a residency: sealed. The programme and the network are named by their identifiers. */
export const residencyFields = {
  programme: reference("programme"),
  network: reference("network"),
  host: text({ max: 600 }),
  startsOn: date(),
  endsOn: date(),
  partner: text({ max: 600 }),
  grantNumber: text({ max: 60 }),
  support: list("protected_support", {
    type: choice(["living", "housing", "travel", "health", "legal", "work", "schooling", "other"]),
    amountCents: cents(),
    note: text({ max: 1_000 }),
  }),
  steps: list("protected_step", { datedOn: requiredDate(), note: requiredText({ max: 1_000 }) }),
  notes: text({ long: true, max: 20_000 }),
};
export type ResidencyDocument = DocumentOf<typeof residencyFields>;
/** As it is kept: with the day of each move. */
export type KeptResidency = ResidencyDocument & { moves: { on: string; state: string }[] };

const check = ({ startsOn, endsOn }: ResidencyDocument): Problem[] => inOrder(startsOn, endsOn, "endsOn");
export const residencyForm = defineKind("residency", residencyFields, check);
export const newResidencyForm = defineKind("residency", { kind: choice(residencyKinds), ...residencyFields }, check);

/** A move and its day. */
export const moveForm = defineKind("residency", { on: requiredDate() }, (value) => toTheDay(value, "on"));
