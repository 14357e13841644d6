import { z } from "zod";

export const units = ["hours", "days", "months"] as const;
/** How long something is kept, in whole hours, days or months. */
export interface Term {
  unit: (typeof units)[number];
  count: number;
}

/**
 * One kind of thing that is not kept for ever. Its words are the messages `retention.rule.<id>.*`: what it is, from when
 * its term is counted, why it is that long.
 */
export interface Rule {
  unit: Term["unit"];
  /** The term where the city says nothing else. */
  usual: number;
  /** What a city may set: below `least` a duty of proof would fail, above `most` the law would. */
  least: number;
  most?: number;
  /** deleted: nothing stays. anonymised: sums, dates and legal persons stay, people go. */
  effect: "deleted" | "anonymised";
  /** Public archives: nothing is destroyed before the director of the archives agrees (Code du patrimoine, L212-2 and R212-14). */
  archives?: true;
  /** The term is set elsewhere, case by case: this one is what is proposed. */
  elsewhere?: true;
}

/**
 * All the terms. CNIL: three years for who gives no sign (délibération 2016-264), 25 months for audience, 6 to 12 months for
 * what secures accounts (recommandation 2021-122); ten years for what justifies public money (Code de commerce L123-22 and
 * the accounts of associations, L612-4); five years for what may be disputed (Code civil 2224; loi 68-1250, four years).
 */
export const retentionRules = {
  application_draft: { unit: "months", usual: 12, least: 3, most: 36, effect: "deleted" },
  application_refused: { unit: "months", usual: 60, least: 48, most: 120, effect: "anonymised", archives: true },
  grant_closed: { unit: "months", usual: 120, least: 120, effect: "anonymised", archives: true },
  applicant_empty: { unit: "months", usual: 12, least: 1, most: 36, effect: "deleted" },
  upload: { unit: "hours", usual: 48, least: 24, most: 168, effect: "deleted" },
  arrival: { unit: "days", usual: 30, least: 2, most: 365, effect: "deleted" },
  opening: { unit: "days", usual: 30, least: 1, most: 365, effect: "deleted" },
  account_asleep: { unit: "months", usual: 36, least: 12, most: 36, effect: "deleted" },
  log_name: { unit: "months", usual: 120, least: 60, most: 360, effect: "anonymised" },
  session: { unit: "days", usual: 30, least: 1, most: 365, effect: "deleted" },
  sign_in_link: { unit: "days", usual: 30, least: 1, most: 180, effect: "deleted" },
  attempt: { unit: "hours", usual: 24, least: 1, most: 8760, effect: "deleted" },
  invitation: { unit: "days", usual: 90, least: 14, most: 365, effect: "deleted" },
  mail: { unit: "months", usual: 12, least: 3, most: 60, effect: "anonymised" },
  mail_optout: { unit: "months", usual: 36, least: 36, effect: "deleted" },
  follow_request: { unit: "hours", usual: 48, least: 48, most: 168, effect: "deleted" },
  follow_mail: { unit: "days", usual: 30, least: 1, most: 90, effect: "deleted" },
  follow_alert: { unit: "months", usual: 13, least: 1, most: 25, effect: "deleted" },
  story_withdrawn: { unit: "days", usual: 30, least: 1, most: 30, effect: "anonymised" },
  story_refused: { unit: "days", usual: 180, least: 30, most: 365, effect: "anonymised" },
  story_contact: { unit: "months", usual: 6, least: 1, most: 24, effect: "deleted", elsewhere: true },
  story_picture: { unit: "days", usual: 2, least: 1, most: 30, effect: "deleted" },
  protected_person: { unit: "months", usual: 24, least: 6, most: 60, effect: "anonymised", elsewhere: true },
  expert_left: { unit: "months", usual: 24, least: 6, most: 60, effect: "anonymised" },
  advice: { unit: "months", usual: 60, least: 12, most: 120, effect: "anonymised" },
  data_request: { unit: "months", usual: 60, least: 36, most: 72, effect: "deleted" },
  api_answer: { unit: "days", usual: 30, least: 2, most: 90, effect: "deleted" },
  webhook_message: { unit: "days", usual: 30, least: 7, most: 90, effect: "deleted" },
  failed_job: { unit: "days", usual: 90, least: 7, most: 180, effect: "deleted" },
  audience: { unit: "months", usual: 25, least: 1, most: 25, effect: "deleted" },
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof retentionRules;
export const ruleIds = Object.keys(retentionRules) as RuleId[];
export const ruleOf = (id: RuleId): Rule => retentionRules[id];

/** What a city's settings may say: the count of a rule's own unit, within its bounds. */
export const termsSchema = z
  .partialRecord(z.enum(ruleIds as [RuleId, ...RuleId[]]), z.int())
  .superRefine((given, context) => {
    for (const [id, count] of Object.entries(given) as [RuleId, number][]) {
      const { least, most = Number.POSITIVE_INFINITY, unit } = ruleOf(id);
      if (count < least || count > most)
        context.addIssue({
          code: "custom",
          path: [id],
          message: most === Number.POSITIVE_INFINITY ? `${least} ${unit} at least` : `between ${least} and ${most} ${unit}`,
        });
    }
  })
  .default({});
export type Terms = z.infer<typeof termsSchema>;

/** The term of a rule under the settings of a city. */
export const termIn = (terms: Terms, id: RuleId): Term => ({ unit: ruleOf(id).unit, count: terms[id] ?? ruleOf(id).usual });
