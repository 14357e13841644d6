import type { Hono } from "hono";
import { z } from "zod";
import type { Outcome } from "../../funding/acts.ts";
import {
  addFiles,
  createDeliberation,
  editDeliberation,
  moveDeliberation,
  recordDates,
  recordVote,
  removeFile,
} from "../../funding/deliberation/actions.ts";
import { deliberationDocument } from "../../funding/deliberation/document.ts";
import { tellResults } from "../../funding/deliberation/results.ts";
import { datesForm, deliberationForm, voteForm } from "../../funding/deliberation/rules.ts";
import { deliberationStates } from "../../funding/deliberation/states.ts";
import { type DeliberationListed, listDeliberations } from "../../funding/deliberation/store.ts";
import { may } from "../../platform/accounts/rights.ts";
import { date, money } from "../../ui/format.ts";
import { Table } from "../../ui/table.tsx";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";
import { only } from "../refused.tsx";
import { PATH, showDeliberation } from "./deliberation-page.tsx";
import { done, doneNotice } from "./refusal.tsx";
import { FormSection, type Given, kindOfForm, readSmallForm, uuidParam } from "./small-form.tsx";

/** Deliberations of the assembly: what is proposed becomes what is voted. */
export function deliberationPages(app: Hono<OfficeEnv>): void {
  app.use("/deliberations/*", only("deliberation.read"));
  app.get("/deliberations", (c) => showAll(c));
  app.post("/deliberations", only("deliberation.prepare"), async (c) => {
    const sent = await readSmallForm(c);
    const made = await createDeliberation(c.get("services").db, sent.input(kindOfForm(deliberationForm)), c.get("officer"));
    if (!made.ok) return showAll(c, { form: sent.act, values: sent.values, refusal: made });
    return c.redirect(`${PATH}/${made.id}`, 303);
  });
  app.get("/deliberations/:id", (c) => showDeliberation(c));
  app.get("/deliberations/:id/projet.pdf", async (c) => {
    const id = uuidParam(c);
    const document = id && (await deliberationDocument(c.get("services"), id, c.get("locale"), c.get("officer")));
    if (!document) return c.notFound();
    return c.body(document as Uint8Array<ArrayBuffer>, 200, {
      "Content-Type": "application/pdf",
      "Content-Disposition": `inline; filename="deliberation.pdf"`,
    });
  });
  app.post("/deliberations/:id", only("deliberation.prepare", "deliberation.decide"), async (c) => {
    const id = uuidParam(c);
    if (!id) return c.notFound();
    const sent = await readSmallForm(c);
    if (sent.given) return showDeliberation(c, sent.given);
    const { db, content } = c.get("services");
    const by = c.get("officer");
    const run = (): Promise<Outcome> => {
      switch (sent.act) {
        case "edit":
          return editDeliberation(db, id, Number(sent.one("version")), sent.input(kindOfForm(deliberationForm)), by);
        case "add":
          return addFiles(db, id, sent.values.file ?? [], by);
        case "remove":
          return removeFile(db, id, sent.one("file"), by);
        case "vote":
          return recordVote(db, id, sent.input(kindOfForm(voteForm)), by);
        case "results":
          return tellResults(db, id, by);
        case "dates":
          return recordDates(db, id, sent.input(kindOfForm(datesForm)), by);
        default:
          return moveDeliberation(db, id, sent.act as "table", by);
      }
    };
    const done = await run();
    if (!done.ok) return showDeliberation(c, { form: sent.act, values: sent.values, refusal: done });
    await content.touch();
    return c.redirect(`${PATH}/${id}?fait=${sent.act}`, 303);
  });
}

async function showAll(c: OfficeContext, given?: Given): Promise<Response> {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const state = z.enum(deliberationStates).optional().catch(undefined).parse(c.req.query("etat"));
  const rows = await listDeliberations(c.get("services").db, state);
  const mayPrepare = may(c.get("officer"), "deliberation.prepare");
  return c.html(
    <OfficeLayout c={c} title={t("grants.deliberations")} notice={doneNotice(c, `grants.done.${done(c)}`)}>
      <h1>{t("grants.deliberations")}</h1>
      <form method="get" action={PATH} class="row-form">
        <label for="etat">{t("grants.state")}</label>
        <select id="etat" name="etat">
          <option value="">{t("grants.all")}</option>
          {deliberationStates.map((one) => (
            <option value={one} selected={one === state}>
              {t.dynamic(`state.deliberation.${one}`)}
            </option>
          ))}
        </select>
        <button type="submit">{t("common.filter")}</button>
      </form>
      {rows.length === 0 ? (
        <p class="muted">{t("grants.deliberations.none")}</p>
      ) : (
        <Table
          caption={t("grants.deliberations")}
          hideCaption
          class="dense"
          rows={rows}
          columns={[
            { label: t("field.reference"), cell: (row: DeliberationListed) => row.reference ?? "–" },
            { label: t("field.title"), heading: true, cell: (row) => <a href={`${PATH}/${row.id}`}>{row.title}</a> },
            { label: t("field.sessionOn"), cell: (row) => (row.sessionOn ? date(row.sessionOn, locale) : "–") },
            { label: t("grants.files"), numeric: true, cell: (row) => row.files },
            { label: t("grants.amount"), numeric: true, cell: (row) => money(row.cents, "EUR", locale) },
            { label: t("grants.state"), cell: (row) => t.dynamic(`state.deliberation.${row.state}`) },
            { label: t("field.executoryOn"), cell: (row) => (row.executoryOn ? date(row.executoryOn, locale) : "–") },
          ]}
        />
      )}
      {mayPrepare && (
        <FormSection
          title={t("grants.deliberation.new")}
          c={c}
          name="new"
          kind={kindOfForm(deliberationForm)}
          submit={t("grants.deliberation.create")}
          given={given}
        />
      )}
    </OfficeLayout>,
    given?.refusal ? 422 : 200,
  );
}
