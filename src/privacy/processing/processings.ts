import type { RuleId } from "../../platform/retention/rules.ts";

/** GDPR art. 6(1): the letter, and for people at risk what art. 9(2) asks for besides. */
export type Basis = "a" | "c" | "e" | "9.2.a";
export const peopleNames = [
  "staff",
  "applicants",
  "assessors",
  "councillors",
  "named",
  "experts",
  "advised",
  "followers",
  "tellers",
  "minors",
  "atRisk",
  "asking",
] as const;
export const recipientNames = [
  "desk",
  "finance",
  "council",
  "assessors",
  "administrators",
  "guardians",
  "public",
  "accountant",
  "processors",
  "receivers",
  "person",
] as const;
export const measureNames = [
  "roles",
  "interest",
  "sealed",
  "digests",
  "log",
  "encryptedBackup",
  "secondFactor",
  "noThird",
  "minimal",
  "transport",
  "quarantine",
] as const;

/**
 * A processing as article 30 of the GDPR describes it. Its words are the messages `processing.<id>.name`, `.purpose` and
 * `.law` (the text that the basis rests on); where its data are: columns.ts.
 */
export interface Processing {
  basis: readonly Basis[];
  people: readonly (typeof peopleNames)[number][];
  recipients: readonly (typeof recipientNames)[number][];
  /** The rules by which its data end. */
  retention: readonly RuleId[];
  measures: readonly (typeof measureNames)[number][];
}

const common = ["roles", "log", "transport", "encryptedBackup", "noThird"] as const;

export const processings = {
  accounts: {
    basis: ["e"],
    people: ["staff", "applicants", "assessors"],
    recipients: ["administrators", "person"],
    retention: ["account_asleep", "invitation"],
    measures: [...common, "digests", "secondFactor"],
  },
  security: {
    basis: ["c", "e"],
    people: ["staff", "applicants", "assessors"],
    recipients: ["administrators", "person"],
    retention: ["session", "sign_in_link", "attempt"],
    measures: [...common, "digests", "minimal"],
  },
  grants: {
    basis: ["e", "c"],
    people: ["applicants", "staff", "assessors", "councillors"],
    recipients: ["desk", "assessors", "council", "finance", "accountant", "public"],
    retention: [
      "application_draft",
      "application_refused",
      "grant_closed",
      "applicant_empty",
      "upload",
      "arrival",
      "opening",
      "invitation",
    ],
    measures: [...common, "interest", "quarantine"],
  },
  mail: {
    basis: ["e"],
    people: ["applicants", "staff", "assessors", "tellers"],
    recipients: ["desk", "processors"],
    retention: ["mail", "mail_optout"],
    measures: [...common, "minimal"],
  },
  follow: {
    basis: ["a"],
    people: ["followers"],
    recipients: ["processors", "person"],
    retention: ["follow_request", "follow_mail", "follow_alert"],
    measures: [...common, "minimal"],
  },
  stories: {
    basis: ["a"],
    people: ["tellers", "minors"],
    recipients: ["desk", "public"],
    retention: ["story_withdrawn", "story_refused", "story_contact", "story_picture"],
    measures: [...common, "digests"],
  },
  people: {
    basis: ["e"],
    people: ["named", "councillors"],
    recipients: ["desk", "public"],
    retention: [],
    measures: [...common],
  },
  experts: {
    basis: ["e"],
    people: ["experts"],
    recipients: ["desk"],
    retention: ["expert_left"],
    measures: [...common],
  },
  advice: {
    basis: ["e"],
    people: ["advised"],
    recipients: ["desk"],
    retention: ["advice"],
    measures: [...common],
  },
  protected: {
    basis: ["e", "9.2.a"],
    people: ["atRisk"],
    recipients: ["guardians"],
    retention: ["protected_person"],
    measures: [...common, "sealed", "secondFactor"],
  },
  log: {
    basis: ["c", "e"],
    people: ["staff", "applicants", "assessors"],
    recipients: ["administrators", "desk"],
    retention: ["log_name"],
    measures: [...common, "digests"],
  },
  exchange: {
    basis: ["e"],
    people: ["staff", "named"],
    recipients: ["administrators", "receivers"],
    retention: ["api_answer", "webhook_message", "failed_job"],
    measures: [...common, "digests"],
  },
  requests: {
    basis: ["c"],
    people: ["asking", "staff"],
    recipients: ["administrators", "person"],
    retention: ["data_request"],
    measures: [...common, "minimal"],
  },
} as const satisfies Record<string, Processing>;

export type ProcessingId = keyof typeof processings;
export const processingIds = Object.keys(processings) as ProcessingId[];
export const processingOf = (id: ProcessingId): Processing => processings[id];
