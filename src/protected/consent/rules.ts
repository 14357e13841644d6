import { choice, type DocumentOf, flag, requiredDate, requiredText, text } from "../../register/record/fields.ts";
import { defineKind, type Problem } from "../../register/record/kind.ts";
import { monthsLater, requiredLongText, toTheDay } from "../fields.ts";

/** What a person may allow, each apart (GDPR art. 7: specific). "name": under their own name rather than the pseudonym. */
export const scopes = ["text", "name", "country", "picture", "exhibition", "press", "schools"] as const;
export type Scope = (typeof scopes)[number];

/** Asked again after this many months at most. */
const LONGEST_MONTHS = 60;

const scopeFields = { text: flag(), name: flag(), country: flag(), picture: flag(), exhibition: flag(), press: flag(), schools: flag() };

/** What is kept sealed of a consent: in whose words, how it was received. */
export const consentFields = {
  words: requiredLongText(4_000),
  language: requiredText({ max: 2, pattern: /^[a-z]{2}$/ }),
  givenBy: choice(["person", "legal_guardian"]),
  guardianName: text(),
  receivedBy: requiredText(),
  received: choice(["signed_paper", "signed_file", "recording", "message", "before_witness"]),
  evidence: text({ max: 1_000 }),
};
export type ConsentDocument = DocumentOf<typeof consentFields>;

export const consentForm = defineKind(
  "consent",
  { ...scopeFields, givenOn: requiredDate(), validUntil: requiredDate(), ...consentFields },
  (value): Problem[] => [
    ...toTheDay(value, "givenOn", "validUntil"),
    ...(scopes.some((scope) => value[scope]) ? [] : [{ path: "text", code: "consent_for_nothing" }]),
    ...(value.validUntil < value.givenOn ? [{ path: "validUntil", code: "before_start" }] : []),
    ...(value.givenOn.length === 10 && value.validUntil > monthsLater(value.givenOn, LONGEST_MONTHS)
      ? [{ path: "validUntil", code: "consent_too_long" }]
      : []),
    ...(value.givenBy === "legal_guardian" && !value.guardianName ? [{ path: "guardianName", code: "required" }] : []),
  ],
);
export type ConsentTyped = DocumentOf<typeof consentForm.fields>;

/** Who is under age does not consent alone (GDPR art. 8; French law 78-17, art. 45 and the parental authority of the civil code). */
export const ofMinor = ({ givenBy }: ConsentTyped, minor: boolean): Problem[] =>
  minor && givenBy !== "legal_guardian" ? [{ path: "givenBy", code: "consent_of_minor" }] : [];
