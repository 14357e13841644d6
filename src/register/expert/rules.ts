import { inOrder, unique } from "../record/checks.ts";
import { choice, date, list, number, reference, requiredDate, requiredText, terms, text, texts } from "../record/fields.ts";
import { commonFields, defineKind, sourceFields } from "../record/kind.ts";

export const languageLevels = ["basic", "working", "fluent", "native"] as const;

/** Someone of the city's services, or of an agency, who may be sent on a mission. Stays in the office: it is personal data. */
export const expert = defineKind(
  "expert",
  {
    ...commonFields,
    service: text({ max: 200 }),
    organisation: reference("organisation"),
    post: text({ max: 200 }),
    skills: terms("skill"),
    languages: list("expert_language", { language: requiredText({ max: 2, pattern: /^[a-z]{2}$/ }), level: choice(languageLevels) }),
    countries: texts(),
    yearlyDays: number({ min: 0, max: 366, step: 0.5 }),
    availableFrom: date(),
    absences: list("expert_absence", { startsOn: requiredDate(), endsOn: requiredDate(), note: text({ max: 300 }) }),
    email: text({ max: 254, pattern: /^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$/ }),
    phone: text({ max: 40 }),
    notes: text({ long: true, max: 5_000 }),
    ...sourceFields,
  },
  (value) => [
    ...unique(value.languages, (line) => line.language, "languages"),
    ...value.absences.flatMap((line, i) => inOrder(line, "startsOn", "endsOn", `absences.${i}.`)),
  ],
  { office: true },
);
