import type { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { oneOf, readForm } from "../../platform/web/form-data.ts";
import { liftHold, placeHold } from "../../privacy/hold/actions.ts";
import { listHolds } from "../../privacy/hold/store.ts";
import { applyRetention, type Policy, planRetention } from "../../privacy/retention/actions.ts";
import { lastResults, listRuns } from "../../privacy/retention/run-store.ts";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { only } from "../refused.tsx";
import { RetentionPage } from "./retention-page.tsx";
import type { Shown } from "./shown.ts";

const RUNS = 30;

const policyOf = (c: OfficeContext): Policy => {
  const { terms, archivesVisa: visa } = c.get("services").city.privacy;
  return { terms, visa };
};

/** What is kept how long, what is due, what was erased; what a dispute holds. */
export function retentionPages(app: Hono<OfficeEnv>): void {
  app.use("/conservation", only("privacy.manage"));
  app.get("/conservation", (c) => page(c));
  app.post("/conservation", async (c) => {
    const { values } = await readForm(c);
    const { db } = c.get("services");
    const by = c.get("officer");
    switch (oneOf(values, "do")) {
      case "plan":
        return page(c, { plan: await planRetention(c.get("services"), policyOf(c), new Date()) });
      case "apply":
        return page(c, { plan: await planRetention(c.get("services"), policyOf(c), new Date()), sure: true });
      case "apply-sure": {
        const { log } = c.get("services");
        const results = await applyRetention(c.get("services"), policyOf(c), {
          by,
          occasion: "office",
          now: new Date(),
          onFault: (rule, error) => log.error({ rule, code: (error as { code?: unknown }).code }, "a rule of retention failed"),
        });
        return page(c, { notice: c.get("t")("retention.applied", { count: results.reduce((sum, { done }) => sum + done, 0) }) });
      }
      case "hold": {
        const done = await placeHold(
          db,
          { kind: oneOf(values, "kind"), record: oneOf(values, "record"), reason: oneOf(values, "reason") },
          by,
        );
        return done.ok ? page(c, { notice: c.get("t")("retention.hold.placed") }) : page(c, { refusal: done, values });
      }
      case "lift": {
        const done = await liftHold(db, { id: oneOf(values, "id"), reason: oneOf(values, "reason") }, by);
        return done.ok
          ? page(c, { notice: c.get("t")("retention.hold.lifted") })
          : page(c, { refusal: done, lifting: oneOf(values, "id") });
      }
      default:
        throw new HTTPException(400);
    }
  });
}

async function page(c: OfficeContext, shown: Shown = {}): Promise<Response> {
  const { db } = c.get("services");
  const [holds, runs, last] = [await listHolds(db), await listRuns(db, RUNS), await lastResults(db)];
  const status = shown.refusal ? (shown.refusal.reason === "forbidden" ? 403 : 422) : 200;
  return c.html(<RetentionPage c={c} policy={policyOf(c)} holds={holds} runs={runs} last={last} shown={shown} />, status);
}
