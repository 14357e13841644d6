import type { Task } from "../../platform/jobs/jobs.ts";
import type { Log } from "../../platform/log.ts";
import { ruleIds, ruleOf } from "../../platform/retention/rules.ts";
import { applyRetention, type Policy } from "./actions.ts";
import type { Desk } from "./room.ts";

/** Each night all rules; each hour those whose term is in hours. */
export const retentionTask =
  (desk: Desk, policy: Policy, log: Log, occasion: "nightly" | "hourly"): Task =>
  async () => {
    const only = occasion === "hourly" ? ruleIds.filter((id) => ruleOf(id).unit === "hours") : ruleIds;
    await applyRetention(desk, policy, {
      occasion,
      now: new Date(),
      only,
      // What went wrong is in the table of runs; the log says which rule, and no word of a row.
      onFault: (rule, error) => log.error({ rule, code: (error as { code?: unknown }).code }, "a rule of retention failed"),
    });
  };
