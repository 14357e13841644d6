import { choice, date, file, list, requiredCents, requiredDate, requiredNumber, requiredText, text } from "../../register/record/fields.ts";
import { defineKind, type Problem } from "../../register/record/kind.ts";
import { toTheDay } from "../deliberation/rules.ts";
import { offered } from "../offered.ts";
import { centsBySource, type TrancheLine } from "./schedule.ts";

export const trancheConditions = ["agreement", "interim_report", "final_report"] as const;

const trancheList = () =>
  list("tranche", {
    year: requiredNumber({ min: 2000, max: 2200, step: 1 }),
    source: offered("source-voted"),
    condition: choice(trancheConditions),
    amountCents: requiredCents(),
  });

/** The schedule of a grant: tranches per year and budget source. */
export const scheduleForm = defineKind("schedule", { startsOn: date(), endsOn: date(), tranches: trancheList() }, (value) => [
  ...toTheDay(value, "startsOn", "endsOn"),
  ...(value.startsOn && value.endsOn && value.startsOn > value.endsOn ? [{ path: "endsOn", code: "before_start" }] : []),
]);

/** An amendment (avenant): the new whole of what it changes, with the reasons. An amount only goes down: more is another vote. */
export const amendmentForm = defineKind(
  "amendment",
  { reasons: requiredText({ max: 4_000 }), endsOn: requiredDate(), tranches: trancheList() },
  (value) => toTheDay(value, "endsOn"),
);

/** A signature: by whom, when, and what proves it (a signed file, or what the platform saw). */
export const signatureForm = defineKind(
  "signature",
  {
    party: choice(["beneficiary", "city"]),
    signedOn: requiredDate(),
    signatory: requiredText({ max: 160 }),
    evidence: text({ max: 1_000 }),
    file: file("signature"),
  },
  (value) => [...toTheDay(value, "signedOn"), ...(value.evidence || value.file ? [] : [{ path: "evidence", code: "evidence_needed" }])],
);

/** What is wrong with a schedule: its sum by source must be what was voted of that source. */
export function scheduleProblems(tranches: readonly TrancheLine[], sources: readonly { source: string; cents: number }[]): Problem[] {
  const planned = centsBySource(tranches);
  const wrong = sources.filter(({ source, cents }) => (planned.get(source) ?? 0) !== cents);
  const unknown = tranches.flatMap(({ source }, i) =>
    sources.some((one) => one.source === source) ? [] : [{ path: `tranches.${i}.source`, code: "source_not_voted" }],
  );
  return [
    ...unknown,
    ...(wrong.length > 0
      ? [
          {
            path: "tranches",
            code: "schedule_sum",
            values: { source: wrong[0]!.source, cents: wrong[0]!.cents / 100, total: (planned.get(wrong[0]!.source) ?? 0) / 100 },
          },
        ]
      : []),
  ];
}

/**
 * What a breach of the contrat d'engagement républicain takes back (loi 2000-321, art. 10-1): the part of the grant
 * that corresponds to the time left of the project, from the day of the decision, in cents, rounded down.
 */
export function proRataCents(paidCents: number, startsOn: string, endsOn: string, decidedOn: string): number {
  const day = (value: string) => Date.parse(`${value}T00:00:00Z`) / 86_400_000;
  const whole = day(endsOn) - day(startsOn) + 1;
  const left = Math.min(Math.max(day(endsOn) - day(decidedOn) + 1, 0), whole);
  return Math.floor((paidCents * left) / whole);
}
