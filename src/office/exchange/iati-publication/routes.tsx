import { setTimeout as sleep } from "node:timers/promises";
import type { Hono } from "hono";
import { z } from "zod";
import { mainLanguage } from "../../../platform/i18n/languages.ts";
import { deskOf } from "../../../publishing/desk.ts";
import { fileOf } from "../../../publishing/files.ts";
import { askForCheck } from "../../../publishing/iati/check-job.ts";
import { type Faulty, faultyRecords, isCheckAsked, lastCheck, severities } from "../../../publishing/iati/check-store.ts";
import { namesOfLinks } from "../../../register/record/link-names-store.ts";
import type { Link } from "../../../register/record/links.ts";
import type { OfficeEnv } from "../../env.ts";
import { only } from "../../refused.tsx";
import { IatiPublication, PATH, RECORDS_PER_PAGE } from "./page.tsx";

const query = z.object({
  gravite: z.enum(severities).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});

/** How long the answer to "check again" waits for the check: of a small register, it is then on the page. */
const PATIENCE_MS = 4_000;
const LOOK_MS = 250;

/** What is wrong in the IATI files as they would go out, and what holds them back. */
export function iatiPublicationPages(app: Hono<OfficeEnv>): void {
  app.use("/echanges/publication-iati", only("publication.read"));
  app.get("/echanges/publication-iati", async (c) => {
    const services = c.get("services");
    const { gravite: severity, page } = query.parse(c.req.query());
    const check = await lastCheck(services.db);
    const desk = deskOf(services);
    const state = await desk.state();
    const faulty = check
      ? await faultyRecords(services.db, check.id, { severity, limit: RECORDS_PER_PAGE, offset: (page - 1) * RECORDS_PER_PAGE })
      : { total: 0, records: [] };
    const file = fileOf("projects", "iati")!;
    const reason = desk.held(file, state);
    return c.html(
      <IatiPublication
        c={c}
        check={check}
        isOld={check !== undefined && check.mark !== state.mark}
        isAsked={await isCheckAsked(services.db)}
        held={reason && { reason, last: (await desk.last(file, mainLanguage()))?.state.at }}
        faulty={faulty}
        names={await namesOfLinks(services.db, linksOf(faulty.records))}
        severity={severity}
        page={page}
      />,
    );
  });
  app.post("/echanges/publication-iati", only("publication.make"), async (c) => {
    const { db } = c.get("services");
    await askForCheck(db);
    for (let waited = 0; waited < PATIENCE_MS && (await isCheckAsked(db)); waited += LOOK_MS) await sleep(LOOK_MS);
    return c.redirect(PATH, 303);
  });
}

const linksOf = (records: readonly Faulty[]): Link[] =>
  records.flatMap(({ kind, record }) => (kind && record ? [{ to: { type: "record", kind }, key: record, path: "" } as Link] : []));
