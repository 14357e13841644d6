import type { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { z } from "zod";
import { latestRuns } from "../../platform/backup/store.ts";
import { askToBackUp } from "../../platform/backup/task.ts";
import { actOnJob } from "../../platform/operation/actions.ts";
import { diskOf } from "../../platform/operation/disk.ts";
import { warningsOf } from "../../platform/operation/rules.ts";
import { largestTables, listJobs, liveNodes, readFigures, serverVersion } from "../../platform/operation/store.ts";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { only } from "../refused.tsx";
import { OperationPage } from "./page.tsx";

const HERE = "/exploitation";
const asked = z.object({ act: z.enum(["retry", "cancel"]), job: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });
const RUNS = 10;
const TABLES = 8;

/** How the site runs: what waits, what failed, what is kept safe, what is amiss and what to do. */
export function operationPages(app: Hono<OfficeEnv>): void {
  app.use(HERE, only("operation.manage"));
  app.use(`${HERE}/*`, only("operation.manage"));
  app.get(HERE, (c) => show(c));
  app.post(`${HERE}/taches`, async (c) => {
    const { act, job } = asked.safeParse(Object.fromEntries(await c.req.formData())).data ?? {};
    if (!act || !job) throw new HTTPException(400);
    const done = await actOnJob(c.get("services").db, act, job, c.get("officer"));
    return show(c, done === "done" ? `operation.jobs.${act}Done` : "operation.jobs.gone");
  });
  app.post(`${HERE}/sauvegarde`, async (c) => {
    const { db, config } = c.get("services");
    if (!config.backup) throw new HTTPException(400);
    await askToBackUp(db, c.get("officer"));
    return show(c, "operation.backup.asked");
  });
  // Where a form was sent, a reload asks with GET.
  for (const step of ["taches", "sauvegarde"]) app.get(`${HERE}/${step}`, (c) => c.redirect(`/bureau${HERE}`));
}

async function show(c: OfficeContext, notice?: string): Promise<Response> {
  const { db, config, baseUrl, jobs } = c.get("services");
  const [figures, list, tables, nodes, runs, server, disk] = await Promise.all([
    readFigures(db),
    listJobs(db),
    largestTables(db, TABLES),
    liveNodes(db),
    latestRuns(db, RUNS),
    serverVersion(db),
    diskOf(config.dataDir),
  ]);
  const guarded = baseUrl.startsWith("https:") || ["localhost", "127.0.0.1"].includes(new URL(baseUrl).hostname);
  const found = warningsOf(
    { figures, disk, scheduled: config.backup !== undefined, smtp: config.smtpUrl !== undefined, guarded },
    new Date(),
  );
  const data = { figures, list, tables, nodes, runs, server, disk, found, working: jobs?.alive() ?? false };
  return c.html(<OperationPage c={c} data={data} notice={notice && c.get("t").dynamic(notice)} />);
}
