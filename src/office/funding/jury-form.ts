import type { Refusal } from "../../funding/acts.ts";
import type { Jury, JuryGauge, JuryMember, StepAside } from "../../funding/assessment/jury-store.ts";
import type { RankedRow } from "../../funding/assessment/ranking-store.ts";
import type { FormValues } from "../../ui/forms/values.ts";
import type { OfficeContext } from "../env.ts";
import { oneOf } from "../form-data.ts";

/** Why the line of a file was not saved, with what was typed in the whole form. */
export interface JuryGiven {
  what: string;
  values: FormValues;
  refusal?: Refusal;
  lines: Map<string, Refusal>;
}

/** What a line of the form says, to tell whether it was changed. */
export function lineDigest(values: FormValues, id: string): string {
  const amounts = Object.keys(values)
    .filter((key) => key.startsWith(`amount.${id}.`))
    .sort();
  return [`decision.${id}`, `rank.${id}`, `comment.${id}`, ...amounts]
    .map((name) => oneOf(values, name).trim().replace(/\r\n/g, "\n"))
    .join("|");
}

export interface JuryProps {
  c: OfficeContext;
  jury: Jury;
  members: JuryMember[];
  asides: StepAside[];
  gauges: JuryGauge[];
  rows: RankedRow[];
  page: number;
  pages: number;
  interested: boolean;
  given?: JuryGiven | undefined;
}
