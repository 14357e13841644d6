import { z } from "zod";

export const holdKinds = ["application", "applicant", "account", "story", "expert", "advice"] as const;
export type HoldKind = (typeof holdKinds)[number];

/** What is asked of a file that a dispute needs. `record`: a number of a file, an address, an identifier. */
export const holdForm = z.object({
  kind: z.enum(holdKinds),
  record: z.string().trim().min(1).max(200),
  reason: z.string().trim().min(1).max(2_000),
});
export const liftForm = z.object({ id: z.uuid(), reason: z.string().trim().min(1).max(2_000) });
