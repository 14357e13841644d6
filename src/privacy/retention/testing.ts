import type { Database } from "../../platform/database/connect.ts";
import type { Files } from "../../platform/files.ts";
import type { RuleId } from "../../platform/retention/rules.ts";
import { applyRetention } from "./actions.ts";

const noFiles: Files = { put: async () => "", get: async () => undefined, remove: async () => {} };

/** Carries out some rules now, under the usual terms: how many went by each. Throws where one failed. */
export async function sweep<R extends RuleId>(
  db: Database,
  only: readonly R[],
  options: { files?: Files; visa?: string; now?: Date } = {},
): Promise<Record<R, number>> {
  const results = await applyRetention(
    { db, files: options.files ?? noFiles, baseUrl: "http://localhost" },
    { terms: {}, visa: options.visa ?? null },
    {
      occasion: "command",
      now: options.now ?? new Date(),
      only,
      onFault: (_, error) => {
        throw error;
      },
    },
  );
  return Object.fromEntries(results.map(({ rule, done }) => [rule, done])) as Record<R, number>;
}
