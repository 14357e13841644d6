import type { Context, Hono } from "hono";
import { interestsOf } from "../../funding/assessment/interest-store.ts";
import { instantOfLocal } from "../../platform/instants.ts";
import { timeZone } from "../../platform/time-zone.ts";
import { applicationHistory, grantHistory, type MadeHistory, recordHistory } from "../../proof/history/actions.ts";
import { coveringOf } from "../../proof/history/document.ts";
import { anchorsByHead } from "../../proof/history/store.ts";
import { actorsNamed, ENTRIES_PER_PAGE, findEntry, journalWords, searchJournal } from "../../proof/journal/store.ts";
import { healthOf } from "../../proof/verification/actions.ts";
import { isAsked, listChecks } from "../../proof/verification/store.ts";
import { askToVerify } from "../../proof/verification/task.ts";
import { recordId } from "../../register/record/fields.ts";
import { kindOfSegment } from "../addresses.ts";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { uuidParam } from "../funding/small-form.tsx";
import { only } from "../refused.tsx";
import { askedOf } from "./asked.ts";
import { EntryPage } from "./entry-page.tsx";
import { JournalPage } from "./page.tsx";

const PATH = "/bureau/journal";
const CHECKS = 10;

/** The log for the administrators, and the histories as PDF for who may see what they are of. */
export function journalPages(app: Hono<OfficeEnv>): void {
  app.use("/journal/*", only("log.read"));
  app.get("/journal", show);
  app.post("/journal", async (c) => {
    await askToVerify(c.get("services").db, c.get("officer"));
    return c.redirect(`${PATH}?fait=demande`, 303);
  });
  app.get("/journal/:id{[0-9]{1,15}}", async (c) => {
    const { db } = c.get("services");
    const entry = await findEntry(db, Number(c.req.param("id")), await interestsOf(db, c.get("officer").id));
    return entry ? c.html(<EntryPage c={c} entry={entry} anchor={coveringOf(await anchorsByHead(db), entry.id)} />) : c.notFound();
  });

  app.get("/dossiers/:id/historique.pdf", only("application.read"), async (c) => {
    const id = uuidParam(c);
    return give(c, id && (await applicationHistory(c.get("services"), id, c.get("officer"), c.get("t"))));
  });
  app.get("/suivi/:id/historique.pdf", only("grant.read"), async (c) => {
    const id = uuidParam(c);
    return give(c, id && (await grantHistory(c.get("services"), id, c.get("officer"), c.get("t"))));
  });
  app.get("/:kind/:id/historique.pdf", only("record.read"), async (c) => {
    const kind = kindOfSegment(c.req.param("kind"));
    const id = recordId.safeParse(c.req.param("id"));
    return give(c, kind && id.success && (await recordHistory(c.get("services"), { kind, id: id.data }, c.get("officer"), c.get("t"))));
  });
}

function give(c: Context, made: MadeHistory | false | "" | undefined): Response | Promise<Response> {
  if (!made) return c.notFound();
  return c.body(made.bytes as Uint8Array<ArrayBuffer>, 200, {
    "Content-Type": "application/pdf",
    "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(made.name)}`,
    "Cache-Control": "private, no-store",
  });
}

async function show(c: OfficeContext): Promise<Response> {
  const { db } = c.get("services");
  const asked = askedOf(c.req.query());
  const actors = asked.qui ? await actorsNamed(db, asked.qui) : undefined;
  const filter = {
    ...{ actors, kind: asked.nature, record: asked.fiche, action: asked.action, after: asked.apres },
    ...{ from: midnight(asked.du), to: midnight(asked.au, 1) },
  };
  const [hidden, words, health, checks, waiting] = await Promise.all([
    interestsOf(db, c.get("officer").id),
    journalWords(db),
    healthOf(db, new Date()),
    listChecks(db, CHECKS),
    isAsked(db),
  ]);
  const found = await searchJournal(db, filter, hidden);
  const entries = found.slice(0, ENTRIES_PER_PAGE);
  const next = found.length > ENTRIES_PER_PAGE ? entries.at(-1)!.id : undefined;
  return c.html(<JournalPage c={c} data={{ asked, entries, next, words, health, checks, waiting, nobody: actors?.length === 0 }} />);
}

/** When a day of the city begins, or the one `later` days after it. */
function midnight(day: string | undefined, later = 0): Date | undefined {
  if (!day) return undefined;
  const on = new Date(Date.parse(day) + later * 86_400_000).toISOString().slice(0, 10);
  const read = instantOfLocal(`${on}T00:00`, timeZone());
  return new Date(read.ok ? read.instant : `${on}T00:00:00Z`);
}
