import { conventionsOf } from "../../platform/i18n/languages.ts";
import type { Translator } from "../../platform/i18n/messages.ts";
import { type Localised, textIn } from "../../platform/localised.ts";
import type { Edition } from "../../register/edition/rules.ts";
import { formatPartialDate, isPartialDate } from "../../register/record/partial-date.ts";
import type { Applicant } from "../applicant/store.ts";
import { compactIban, type Draft, isAsked, maskIban, type Section, totalsOf } from "./content.ts";

export interface Described {
  /** The body that applies, then the sections of the form that are told in words. */
  sections: { section: Section | "applicant"; heading: string; answers: { question: string; answer: string }[] }[];
  budget: {
    side: "expenses" | "resources" | "expensesInKind" | "resourcesInKind";
    caption: string;
    lines: { label: string; cents: number }[];
    totalCents: number;
  }[];
  declarations: string[];
}

/**
 * All that an application says, in words of a language: the same on the page that sends it, on its receipt, and wherever
 * it is read. `country` names a country by its code. The IBAN is masked: finance reads it elsewhere.
 */
export function describe(
  draft: Draft,
  edition: Edition,
  applicant: Applicant,
  country: (code: string) => string,
  t: Translator,
): Described {
  const { locale } = t;
  const plain = (value: Localised) => textIn(value, locale)?.text ?? "";
  const named = (list: readonly { code: string; name: Localised }[], code: string) =>
    plain(list.find((one) => one.code === code)?.name ?? {}) || code;
  const day = (value: string) => (isPartialDate(value) ? formatPartialDate(value, locale) : value);
  const number = (value: number | string | null) =>
    typeof value === "number" ? new Intl.NumberFormat(conventionsOf(locale), { maximumFractionDigits: 6 }).format(value) : (value ?? "");
  const field = (name: string) => t.dynamic(`space.field.${name}`);
  const heading = (section: Section) => t.dynamic(`space.section.${section}`);
  const many = (texts: string[]) => texts.filter(Boolean).join(", ");
  const { profile } = applicant;

  const answerOf = ({ code, type }: Edition["questions"][number]): string => {
    const answer = draft.answers[code] ?? "";
    const option = (one: string) =>
      plain(edition.options.find((option) => option.question === code && option.code === one)?.name ?? {}) || one;
    if (Array.isArray(answer)) return answer.map(option).join(", ");
    if (type === "choice") return answer === "" ? "" : option(answer);
    if (type === "yes_no") return answer === "yes" ? t("common.yes") : answer === "no" ? t("common.no") : answer;
    return type === "date" ? day(answer) : answer;
  };
  const sections: Described["sections"] = [
    {
      section: "applicant",
      heading: t("space.body.title"),
      answers: [
        [t("space.body.name"), many([applicant.name, profile.acronym])],
        [t("space.body.form"), t.dynamic(`choice.applicant.legalForm.${applicant.legalForm}`)],
        ["SIRET", applicant.siret ?? ""],
        ["RNA", applicant.rna ?? ""],
        [t("space.body.foreignId"), applicant.foreignId ? `${applicant.foreignScheme} ${applicant.foreignId}` : ""],
        [t("space.body.founded"), applicant.foundedOn ? day(applicant.foundedOn) : ""],
        [
          t("space.body.address"),
          many([profile.street, many([applicant.postalCode ?? "", profile.city]).replace(", ", " "), country(applicant.country)]),
        ],
        [t("space.body.representative"), many([profile.representativeName, profile.representativeTitle])],
        [t("space.body.contact"), many([profile.contactName, profile.contactEmail, profile.contactPhone])],
      ].flatMap(([question = "", answer = ""]) => (answer === "" ? [] : [{ question, answer }])),
    },
    {
      section: "project",
      heading: heading("project"),
      answers: [
        { question: field("title"), answer: draft.title },
        { question: field("summary"), answer: draft.summary },
        { question: field("startsOn"), answer: day(draft.startsOn) },
        { question: field("endsOn"), answer: day(draft.endsOn) },
      ],
    },
    {
      section: "places",
      heading: heading("places"),
      answers: draft.places.map((place, i) => ({
        question: t("space.line.places", { n: i + 1 }),
        answer: many([
          place.name,
          country(place.country),
          place.latitude !== null ? `${number(place.latitude)} ; ${number(place.longitude)}` : "",
        ]),
      })),
    },
    {
      section: "partners",
      heading: heading("partners"),
      answers: draft.partners.map(({ name, kind, country: code, role }) => ({
        question: name,
        answer: [many([t.has(`space.partnerKind.${kind}`) ? t.dynamic(`space.partnerKind.${kind}`) : kind, country(code)]), role]
          .filter(Boolean)
          .join("\n"),
      })),
    },
    {
      section: "questions",
      heading: heading("questions"),
      answers: edition.questions
        .filter(({ code }) => isAsked(edition, draft.answers, code))
        .map((question) => ({ question: plain(question.label), answer: answerOf(question) })),
    },
    {
      section: "indicators",
      heading: heading("indicators"),
      answers: draft.indicators.map(({ code, label, unit, baseline, target }) => {
        const asked = edition.indicators.find((one) => one.code === code);
        const of = asked ? plain(asked.unit) : unit;
        return {
          question: asked ? plain(asked.name) : label,
          answer: t("space.indicator.value", { baseline: baseline === null ? "–" : number(baseline), target: number(target), unit: of }),
        };
      }),
    },
  ];
  if (draft.bankAccount.iban)
    sections.push({
      section: "commitments",
      heading: t("space.commit.bank"),
      answers: [
        { question: field("bankAccount.holder"), answer: draft.bankAccount.holder },
        { question: field("bankAccount.iban"), answer: maskIban(compactIban(draft.bankAccount.iban)) },
      ],
    });

  const totals = totalsOf(draft, edition);
  const lines = (side: "expenses" | "resources", inKind: boolean) =>
    draft.budget[side].flatMap((line) => {
      if (line.inKind !== inKind) return [];
      const code = line.line === "" ? "" : named(edition.budgetLines, line.line);
      const who = "funder" in line && line.funder ? `${line.funder}${inKind ? "" : `, ${t.dynamic(`space.status.${line.status}`)}`}` : "";
      return [{ label: many([code, line.label === code ? "" : line.label, who]), cents: typeof line.cents === "number" ? line.cents : 0 }];
    });
  const asked = edition.strands.flatMap(({ code, name }) => {
    const cents = draft.asked[code];
    return typeof cents === "number" && cents > 0 ? [{ label: t("space.field.askedOf", { strand: plain(name) }), cents }] : [];
  });
  const budget: Described["budget"] = [
    { side: "expenses" as const, lines: lines("expenses", false), totalCents: totals.expenses },
    { side: "resources" as const, lines: [...asked, ...lines("resources", false)], totalCents: totals.resources },
    { side: "expensesInKind" as const, lines: lines("expenses", true), totalCents: totals.expensesInKind },
    { side: "resourcesInKind" as const, lines: lines("resources", true), totalCents: totals.resourcesInKind },
  ].flatMap((one) =>
    one.lines.length === 0 && one.side.endsWith("InKind") ? [] : [{ ...one, caption: t.dynamic(`space.balance.${one.side}`) }],
  );

  return {
    sections: sections.map((one) => ({
      ...one,
      answers: one.answers.map(({ question, answer }) => ({ question, answer: String(answer) })),
    })),
    budget,
    declarations: [
      ...(draft.declarations.honour ? [t("space.commit.honourText")] : []),
      ...edition.conditions.flatMap(({ code, rule, label }) => (rule === "declared" && draft.declarations[code] ? [plain(label)] : [])),
    ],
  };
}
