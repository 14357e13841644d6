import type { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { Outcome } from "../../funding/acts.ts";
import { totalsOf } from "../../funding/application/content.ts";
import { findSentFile } from "../../funding/application/file-store.ts";
import { type CheckList, itemsOf } from "../../funding/application/lists.ts";
import { assign, unassign } from "../../funding/assessment/assessors.ts";
import { declareInterest, liftInterest } from "../../funding/assessment/interests.ts";
import { mayReadFile, maySee } from "../../funding/assessment/visible-store.ts";
import { addNote, assignOfficers, judgeDocument, moveFile, saveChecks } from "../../funding/instruction/actions.ts";
import { findFile } from "../../funding/instruction/file-store.ts";
import { openFile } from "../../funding/instruction/list-store.ts";
import { createOrganisation, matchOrganisation } from "../../funding/instruction/organisation.ts";
import { askPiece, closePiece } from "../../funding/instruction/pieces.ts";
import { may } from "../../platform/accounts/rights.ts";
import { UUID } from "../../platform/uuid.ts";
import { giveFile } from "../../platform/web/stored-file.ts";
import { findFile as findKeptFile } from "../../register/document/store.ts";
import type { FormValues } from "../../ui/forms/values.ts";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { oneOf, readForm } from "../form-data.ts";
import { OfficeLayout } from "../layout.tsx";
import { type GivenBack, readFileData } from "./file-data.ts";
import { FilePage } from "./file-page.tsx";
import { done, doneNotice } from "./refusal.tsx";
import { uuidParam } from "./small-form.tsx";

const PATH = "/bureau/dossiers";

/** One file: all that was sent, all that is known around it, and what may be done with it. */
export function filePages(app: Hono<OfficeEnv>): void {
  app.get("/dossiers/:id", (c) => show(c));
  app.post("/dossiers/:id", async (c) => {
    const id = uuidParam(c);
    if (!id) return c.notFound();
    const { values } = await readForm(c);
    const what = oneOf(values, "form") === "move-application" ? `move:${oneOf(values, "do")}` : oneOf(values, "do");
    if (!may(c.get("officer"), "application.instruct") && what !== "interest") throw new HTTPException(404);
    const done = await run(c, id, what, values);
    if (!done.ok)
      return done.reason === "not_found" && !(await maySee(c.get("services").db, c.get("officer"), id))
        ? c.notFound()
        : show(c, { do: what, values, refusal: done });
    await c.get("services").content.touch();
    const [name = ""] = what.split(":");
    // Who steps aside has no page left to come back to.
    return c.redirect(
      name === "interest" ? `${PATH}?fait=interest` : `${PATH}/${id}?fait=${name}${anchors[name] ? `#${anchors[name]}` : ""}`,
      303,
    );
  });
  app.get("/dossiers/:id/fichiers/:file", async (c) => {
    const [id, file] = [uuidParam(c), uuidParam(c, "file")];
    const { db, files } = c.get("services");
    if (!id || !file || !(await maySee(db, c.get("officer"), id))) return c.notFound();
    const sent = await findSentFile(db, id, file);
    return sent ? giveFile(c, files, sent, "private, no-store") : c.notFound();
  });
  app.get("/dossiers/:id/recepisse", async (c) => {
    const id = uuidParam(c);
    const { db, files } = c.get("services");
    const one = id ? await findFile(db, c.get("officer"), id) : undefined;
    const kept = one?.receipt && (await findKeptFile(db, one.receipt));
    return kept && (await mayReadFile(db, c.get("officer"), kept.sha256)) ? giveFile(c, files, kept, "private, no-store") : c.notFound();
  });
}

const anchors: Record<string, string> = {
  document: "documents",
  checks: "recevabilite",
  piece: "pieces",
  "close-piece": "pieces",
  note: "notes",
  officers: "agents",
  match: "organisme",
  "create-organisation": "organisme",
  assign: "avis",
  unassign: "avis",
};

function run(c: OfficeContext, id: string, what: string, values: FormValues): Promise<Outcome> {
  const { db, baseUrl } = c.get("services");
  const by = c.get("officer");
  const one = (name: string) => oneOf(values, name);
  const [name = "", argument = ""] = what.split(":");
  if ((name === "document" || name === "close-piece") && !UUID.test(argument)) throw new HTTPException(400);
  switch (name) {
    case "move":
      return moveFile(db, baseUrl, id, argument, { version: Number(one("version")), reason: one("reason") }, by);
    case "document": {
      const verdict = one("verdict");
      return judgeDocument(
        db,
        id,
        { file: argument, verdict: verdict === "accepted" || verdict === "refused" ? verdict : null, note: one("note") },
        by,
      );
    }
    case "checks": {
      const list: CheckList = argument === "legality" ? "legality" : "admissibility";
      return saveChecks(
        db,
        id,
        list,
        itemsOf[list].map((code) => {
          const verdict = one(`verdict.${code}`);
          return {
            code,
            verdict: verdict === "yes" || verdict === "no" || verdict === "not_applicable" ? verdict : null,
            note: one(`note.${code}`),
            seen: one(`seen.${code}`),
          };
        }),
        by,
      );
    }
    case "piece":
      return askPiece(db, baseUrl, id, { requirement: one("requirement") || null, question: one("question"), due: one("due") }, by);
    case "close-piece":
      return closePiece(db, id, argument, by);
    case "note":
      return addNote(db, id, one("text"), by);
    case "officers":
      return assignOfficers(db, [id], [one("first"), one("second")], by).then((done) =>
        done.ok && done.done === 0 ? { ok: false, reason: "assignment_interest" } : done,
      );
    case "match":
      return matchOrganisation(db, id, one("organisation"), by);
    case "create-organisation":
      return createOrganisation(db, id, by);
    case "assign":
      return assign(db, id, one("user"), by);
    case "unassign":
      return unassign(db, id, argument, by);
    case "interest":
      return declareInterest(db, id, one("reason"), one("text"), by);
    case "lift":
      return liftInterest(db, id, argument, one("reason"), by);
    default:
      throw new HTTPException(400);
  }
}

async function show(c: OfficeContext, given?: GivenBack): Promise<Response> {
  const id = uuidParam(c);
  const { db } = c.get("services");
  const by = c.get("officer");
  const data = id && (await readFileData(db, by, id, c.get("locale")));
  if (!data) return c.notFound();
  const others = may(by, "application.instruct") ? await openFile(db, data.file.id, by) : [];
  return c.html(
    <OfficeLayout c={c} title={`${data.file.number} ${data.file.applicantName}`} notice={doneNotice(c, `instruction.done.${done(c)}`)}>
      <FilePage c={c} data={data} totals={totalsOf(data.draft, data.edition)} others={others} given={given} />
    </OfficeLayout>,
    given ? 422 : 200,
  );
}
