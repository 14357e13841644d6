import type { AccountPolicy } from "./auth.ts";
import type { Role } from "./rights.ts";

/** What of a session its rules are held against. */
export interface SessionFacts {
  role: Role;
  /** Whether the person has a second factor set up here. */
  hasFactor: boolean;
  /** When a second factor was last shown in this session, here or at the outer provider. */
  secondAt: Date | null;
  createdAt: Date;
  seenAt: Date;
}

/** whole: opens what the role opens. prove: only the page that asks for the second factor. set_up: only the one that sets one up. */
export type Standing = "whole" | "prove" | "set_up";

/** For how long what was just shown is not asked for again before what is most sensitive. */
export const RECENT_MINUTES = 30;
const APPLICANT_HOURS = 30 * 24;

export function standingOf({ role, hasFactor, secondAt }: SessionFacts, policy: Pick<AccountPolicy, "secondFactor">): Standing {
  if (secondAt) return "whole";
  if (hasFactor) return "prove";
  return role !== "applicant" && policy.secondFactor === "required" ? "set_up" : "whole";
}

const minutesSince = (at: Date, now: Date) => (now.getTime() - at.getTime()) / 60_000;

/** Whether a session has ended by its age or by its rest. Applicants draft for weeks: theirs ends after a month, or a week unused. */
export function isOver(session: SessionFacts, policy: Pick<AccountPolicy, "idleMinutes" | "sessionHours">, now: Date): boolean {
  if (session.role === "applicant") return minutesSince(session.createdAt, now) > APPLICANT_HOURS * 60;
  return (
    minutesSince(session.createdAt, now) > policy.sessionHours * 60 || minutesSince(session.seenAt, now) > Math.max(policy.idleMinutes, 1)
  );
}

/** Whether the second factor is to be shown again: whoever has one showed it in the last half hour. */
export const mustStepUp = ({ hasFactor, secondAt }: SessionFacts, now: Date): boolean =>
  hasFactor && (!secondAt || minutesSince(secondAt, now) > RECENT_MINUTES);

/** Whether someone just showed who they are: by their second factor, or, having none, by signing in. */
export const isRecent = (session: SessionFacts, now: Date): boolean =>
  session.hasFactor ? !mustStepUp(session, now) : minutesSince(session.secondAt ?? session.createdAt, now) <= RECENT_MINUTES;
