import { z } from "zod";
import { choice, type DocumentOf, type Field, flag, number, reference, requiredText, terms, text } from "../record/fields.ts";
import { defineKind, type Problem } from "../record/kind.ts";
import { languageTag } from "./languages.ts";

export const natures = ["memory", "reaction", "teaching"] as const;
export const contributors = [
  "resident",
  "pupil",
  "teacher",
  "social_worker",
  "association",
  "historian",
  "anthropologist",
  "councillor",
  "other",
] as const;
export const nameKinds = ["first_name", "pseudonym", "none"] as const;
/** Under fifteen is a choice of the form, to be told why not; it is never kept. "adult": no more is said. */
export const ageBands = ["under_15", "15_17", "18_29", "30_49", "50_69", "70_plus", "adult"] as const;
/** What a teller may consent to, each apart (GDPR art. 7): without "site", nothing is shown here. */
export const scopes = ["site", "panels", "schools", "press", "data"] as const;
export type Scope = (typeof scopes)[number];

/** The text of consent that the form shows now: a test holds its words to this version. Other words, another version. */
export const CONSENT_VERSION = "2026-11";
export const MAX_WORDS = 10_000;
const MIN_WORDS = 20;

/** Marks that turn the direction of what follows them: they could make a text say on the screen what it does not hold. */
const TURNING = /[\u202a-\u202e\u2066-\u2069\ufeff]/g;
/** What was typed, without the marks that a reader cannot see and a page must not obey. */
export const plainText = (typed: string): string => typed.normalize("NFC").replace(TURNING, "");

const scopeList: Field<Scope[]> = {
  ...(terms("story-scope") as unknown as Field<Scope[]>),
  schema: z
    .array(z.enum(scopes))
    .max(20)
    .refine((list) => list.length > 0, { error: "scopes", params: { code: "story_scopes" } })
    .transform((list) => scopes.filter((scope) => list.includes(scope))),
};
/** A box that must be ticked. */
const ticked = (code: string): Field<boolean> => ({ ...flag(), schema: z.boolean().refine((is) => is, { error: code, params: { code } }) });
const language = () => requiredText({ max: 35 });

const told = {
  language: language(),
  title: text({ max: 160 }),
  words: requiredText({ max: MAX_WORDS }),
};
/** Who tells what, and for which uses: the form of the public, and that of a partner city. */
const tellerFields = {
  nature: choice(natures, { initial: "memory" }),
  ...told,
  yearFrom: number({ min: 1900, max: 2200, step: 1 }),
  yearTo: number({ min: 1900, max: 2200, step: 1 }),
  themes: terms("story-theme"),
  partner: reference("partner"),
  neighbourhood: text({ max: 120 }),
  contributor: choice(contributors, { optional: true }),
  nameKind: choice(nameKinds),
  displayName: text({ max: 60 }),
  ageBand: choice(ageBands),
  pictureAlt: text({ max: 300 }),
  pictureCredit: text({ max: 120 }),
  guardianName: text({ max: 120 }),
  guardianContact: text({ max: 200 }),
  scopes: scopeList,
};
const toldFields = { ...tellerFields, email: text({ max: 200 }), agreed: ticked("story_agree") };
const collectedFields = {
  ...tellerFields,
  consentOn: requiredText({ pattern: /^\d{4}-\d{2}-\d{2}$/ }),
  evidence: requiredText({ max: 400 }),
  agreed: ticked("story_agree_collected"),
};
type Teller = DocumentOf<typeof tellerFields>;
export type StoryForm = DocumentOf<typeof toldFields>;
export type CollectedForm = DocumentOf<typeof collectedFields>;

/** What the public's own form holds, beside a picture. */
export const storyForm = defineKind("story", toldFields, (story) => [...checkTeller(story), ...checkEmail(story.email)]);
/** The same, filled in by a partner city for someone whose consent it holds. */
export const collectedForm = defineKind("story", collectedFields, (story) => [
  ...checkTeller(story),
  ...checkDay(story.consentOn),
  ...needed(story.agreed, "agreed", "story_agree_collected"),
]);

/** What a teller may mend later: the words. */
export const correctionForm = defineKind("story", told, checkWords);
/** And the uses that they allow. None is to take it back, which is another button. */
export const scopesForm = defineKind("story", { scopes: scopeList });

/** What the desk makes of the words, beside them: a translation, a shorter wording. */
export const translationForm = defineKind("story", { ...told, author: requiredText({ max: 120 }), machine: flag() }, (form) =>
  checkLanguage(form.language),
);
export const shortenedForm = defineKind("story", { title: told.title, words: told.words, author: requiredText({ max: 120 }) });
/** What the desk may set right around them. */
export const aboutForm = defineKind(
  "story",
  {
    nature: tellerFields.nature,
    partner: tellerFields.partner,
    neighbourhood: tellerFields.neighbourhood,
    contributor: tellerFields.contributor,
    themes: tellerFields.themes,
    yearFrom: tellerFields.yearFrom,
    yearTo: tellerFields.yearTo,
    pictureAlt: tellerFields.pictureAlt,
    pictureCredit: tellerFields.pictureCredit,
    pictureChecked: flag(),
  },
  checkYears,
);
export const collectorForm = defineKind("story", {
  partner: { ...reference("partner"), empty: undefined } as Field<string>,
  label: requiredText({ max: 120 }),
  months: number({ min: 1, max: 24, step: 1 }),
});

/** Minors between fifteen, the age at which French law lets one consent alone online (loi 78-17, art. 45), and majority. */
export const isMinor = (ageBand: string): boolean => ageBand === "15_17";

function checkTeller(story: Teller): Problem[] {
  const minor = isMinor(story.ageBand);
  const name = story.displayName ?? "";
  return [
    ...checkWords(story),
    ...checkYears(story),
    ...needed(story.ageBand !== "under_15", "ageBand", "story_under_15"),
    ...needed(story.nameKind === "none" || name !== "", "displayName", "required"),
    ...needed(story.nameKind !== "first_name" || name.split(/\s+/).length <= 2, "displayName", "story_first_name"),
    ...needed(!minor || !/\s/.test(name), "displayName", "story_minor_name"),
    ...needed(!minor || !!story.guardianName, "guardianName", "story_guardian"),
    ...needed(!minor || !!story.guardianContact, "guardianContact", "story_guardian"),
    ...needed(story.scopes.length > 0, "scopes", "story_scopes"),
  ];
}

/** What goes with a picture: words for who does not see it; none of a minor. */
export function checkPicture(story: { ageBand: string; pictureAlt: string | null }): Problem[] {
  return [
    ...needed(!isMinor(story.ageBand), "picture", "story_minor_picture"),
    ...needed(isMinor(story.ageBand) || !!story.pictureAlt, "pictureAlt", "story_picture_alt"),
  ];
}

function checkWords({ words, language: tag }: { words: string; language: string }): Problem[] {
  return [...checkLanguage(tag), ...needed(words.length >= MIN_WORDS, "words", "story_short", { minimum: MIN_WORDS })];
}
const checkLanguage = (tag: string): Problem[] => needed(languageTag(tag) !== undefined, "language", "story_language");
function checkYears({ yearFrom, yearTo }: { yearFrom: number | null; yearTo: number | null }): Problem[] {
  return needed(yearFrom === null || yearTo === null || yearFrom <= yearTo, "yearTo", "story_years");
}
const checkEmail = (typed: string | null): Problem[] => needed(typed === null || z.email().safeParse(typed).success, "email", "email");
function checkDay(day: string): Problem[] {
  const good = !Number.isNaN(Date.parse(`${day}T00:00:00Z`)) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
  return needed(good, "consentOn", "day");
}

function needed(holds: boolean, path: string, code: string, values?: Record<string, number>): Problem[] {
  return holds ? [] : [{ path, code, ...(values ? { values } : {}) }];
}
