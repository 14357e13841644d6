import type { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { steppedUp } from "../../identity/gate.tsx";
import { sentFile } from "../../platform/intake/gate.ts";
import type { Outcome } from "../../protected/acts.ts";
import { endConsent } from "../../protected/consent/actions.ts";
import { readFile, readPaper } from "../../protected/file.ts";
import { addPaper, removePaper } from "../../protected/paper/actions.ts";
import { eraseFile, reviewPerson } from "../../protected/person/actions.ts";
import { reviewForm } from "../../protected/person/rules.ts";
import type { PersonRow } from "../../protected/person/store.ts";
import { moveResidency } from "../../protected/residency/actions.ts";
import { moveForm } from "../../protected/residency/rules.ts";
import type { ResidencyMove } from "../../protected/residency/states.ts";
import { publishTestimony, unpublishTestimony } from "../../protected/testimony/actions.ts";
import { officeDoor } from "../door.ts";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { readSmallForm, uuidParam } from "../funding/small-form.tsx";
import { guardiansOnly, quiet, withPerson } from "./area.tsx";
import { showFile } from "./file.tsx";
import {
  consentPage,
  editPersonPage,
  newPerson,
  residencyPage,
  takeConsent,
  takeNewPerson,
  takePerson,
  takeResidency,
  takeTestimony,
  testimonyPage,
} from "./forms.tsx";
import { openGate, showGate } from "./gate.tsx";
import { showList, showReadings } from "./list.tsx";
import { doneOf, formOf, PATH, vaultFor } from "./where.ts";

/** The protected compartment: for guardians alone, each page of a file behind a reason that is written down. */
export function protectedPages(app: Hono<OfficeEnv>): void {
  app.use("/protection", guardiansOnly);
  app.use("/protection/*", guardiansOnly);
  // Whoever has a second factor showed it in the last half hour.
  for (const path of ["/protection", "/protection/*"]) app.use(path, steppedUp(officeDoor));
  const get = (path: string, handler: (c: OfficeContext) => Response | Promise<Response>) => app.get(`/protection${path}`, quiet(handler));
  const post = (path: string, handler: (c: OfficeContext) => Response | Promise<Response>) =>
    app.post(`/protection${path}`, quiet(handler));
  const page = (path: string, show: OfFile, take?: OfFile) => {
    get(path, (c) => withPerson(c, (person) => show(c, person)));
    if (take) post(path, (c) => withPerson(c, (person) => take(c, person)));
  };
  get("", showList);
  get("/lectures", showReadings);
  get("/nouveau", newPerson);
  post("/nouveau", takeNewPerson);
  page("/:id", showFile, takeAct);
  page("/:id/fiche", editPersonPage, takePerson);
  page("/:id/consentement", consentPage, takeConsent);
  for (const [part, show, take] of [
    ["sejours", residencyPage, takeResidency] as const,
    ["temoignages", testimonyPage, takeTestimony] as const,
  ]) {
    page(
      `/:id/${part}/nouveau`,
      (c, person) => show(c, person, undefined),
      (c, person) => take(c, person, undefined),
    );
    page(
      `/:id/${part}/:part`,
      (c, person) => ofPart(c, (id) => show(c, person, id)),
      (c, person) => ofPart(c, (id) => take(c, person, id)),
    );
  }
  page("/:id/pieces/:part", (c, person) => ofPart(c, (id) => givePaper(c, person, id)));
  page("/:id/export", giveExport);
}
type OfFile = (c: OfficeContext, person: PersonRow) => Response | Promise<Response>;

function ofPart(c: OfficeContext, work: (id: string) => Response | Promise<Response>): Response | Promise<Response> {
  const id = uuidParam(c, "part");
  return id ? work(id) : c.notFound();
}

/** The buttons and the small forms of a file. */
async function takeAct(c: OfficeContext, person: PersonRow): Promise<Response> {
  const sent = await readSmallForm(c);
  if (sent.act === "open") return openGate(c, person, sent);
  if (sent.act === "erase") return showFile(c, person, { form: "erase", values: {} });
  const [{ db }, vault, by] = [c.get("services"), await vaultFor(c), c.get("officer")];
  const id = sent.one("id");
  const [move = ""] = sent.act.split("-");
  const acts: Record<string, () => Promise<Outcome>> = {
    "erase-sure": () => eraseFile(db, vault, person.id, by),
    "withdraw-consent": () => endConsent(db, vault, person.id, id, by),
    publish: () => publishTestimony(db, vault, person.id, id, sent.one("consent"), by),
    unpublish: () => unpublishTestimony(db, vault, person.id, id, by),
    review: () => reviewPerson(db, vault, person.id, sent.input(formOf(reviewForm)), by),
    "remove-paper": () => removePaper(db, vault, person.id, id, by),
    paper: async () => addPaper(db, vault, person.id, sent.files.paper && (await sentFile(sent.files.paper)), by),
  };
  const moves = ["screen", "invite", "arrive", "end", "decline", "withdraw"];
  const work =
    (Object.hasOwn(acts, sent.act) && acts[sent.act]) ||
    (moves.includes(move) &&
      sent.act === `${move}-${id}` &&
      (() => moveResidency(db, vault, person.id, id, move as ResidencyMove, sent.input(formOf(moveForm)), by)));
  if (!work) throw new HTTPException(400);
  const result = await work();
  if (!result.ok) return showFile(c, person, { form: sent.act, values: sent.values, refusal: result });
  return sent.act === "erase-sure"
    ? c.redirect(`${PATH}?etat=erased`, 303)
    : doneOf(c, person.id, Object.hasOwn(acts, sent.act) ? sent.act : "moved");
}

/** A paper is taken away, never shown: its name stands in no address. */
async function givePaper(c: OfficeContext, person: PersonRow, paper: string): Promise<Response> {
  const read = await readPaper(c.get("services").db, await vaultFor(c), person.id, paper, c.get("officer"));
  if (!read.ok) return read.reason === "not_found" ? c.notFound() : showGate(c, person, read.reason === "closed" ? undefined : read);
  return c.body(new Uint8Array(read.bytes), 200, attachment(read.mediaType, read.name));
}

/** All that is kept of a person, for the person (GDPR art. 15): a reading like another. */
async function giveExport(c: OfficeContext, person: PersonRow): Promise<Response> {
  const read = await readFile(c.get("services").db, await vaultFor(c), person.id, "export", c.get("officer"));
  if (!read.ok) return showGate(c, person, read.reason === "closed" ? undefined : read);
  return c.body(`${JSON.stringify(read.file, null, 2)}\n`, 200, attachment("application/json", `${person.pseudonym}.json`));
}

const attachment = (mediaType: string, name: string) => ({
  "Content-Type": mediaType,
  "Content-Disposition": `attachment; filename="${name.replace(/[^\w.-]+/g, "_")}"; filename*=UTF-8''${encodeURIComponent(name)}`,
  "Content-Security-Policy": "default-src 'none'; sandbox",
  "X-Content-Type-Options": "nosniff",
});
