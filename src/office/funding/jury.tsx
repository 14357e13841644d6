import type { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { z } from "zod";
import type { Outcome, Refusal } from "../../funding/acts.ts";
import { editionsWithFiles } from "../../funding/assessment/edition-store.ts";
import { decide, noteStepAside, planJury, saveMeeting } from "../../funding/assessment/jury.ts";
import { findJury, gaugesOf, type Jury, listJuries, membersOf, stepAsidesOf } from "../../funding/assessment/jury-store.ts";
import { closeJury } from "../../funding/assessment/minutes.ts";
import { RANKED_PER_PAGE, rankingOf } from "../../funding/assessment/ranking-store.ts";
import { type JuryDecision, juryDecisions } from "../../funding/assessment/rules.ts";
import { hasInterestIn } from "../../funding/assessment/visible-store.ts";
import { UUID } from "../../platform/uuid.ts";
import { giveFile } from "../../platform/web/stored-file.ts";
import { findFile as findKeptFile } from "../../register/document/store.ts";
import { readCents } from "../../register/record/numbers.ts";
import { count, date } from "../../ui/format.ts";
import type { FormValues } from "../../ui/forms/values.ts";
import { Table } from "../../ui/table.tsx";
import { Text } from "../../ui/text.tsx";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { oneOf, readForm } from "../form-data.ts";
import { OfficeLayout } from "../layout.tsx";
import { only } from "../refused.tsx";
import { type JuryGiven, lineDigest } from "./jury-form.ts";
import { JuryPage } from "./jury-page.tsx";
import { done, doneNotice, RefusalNotice } from "./refusal.tsx";
import { uuidParam } from "./small-form.tsx";

const PATH = "/bureau/jurys";
const rows = z.coerce.number().int().min(1).max(10_000).catch(1);

/** Meetings of the juries: who sits, what is said of each file, what the envelopes still hold, the minutes. For officers. */
export function juryPages(app: Hono<OfficeEnv>): void {
  app.use("/jurys/*", only("jury.run"));
  app.get("/jurys", (c) => showAll(c, {}));
  app.post("/jurys", async (c) => {
    const { values } = await readForm(c);
    const input = { edition: oneOf(values, "edition"), heldOn: oneOf(values, "heldOn"), place: oneOf(values, "place") };
    const made = await planJury(c.get("services").db, input, c.get("officer"));
    return made.ok ? c.redirect(`${PATH}/${made.id}`, 303) : showAll(c, values, made);
  });
  app.get("/jurys/:id", (c) => show(c));
  app.post("/jurys/:id", async (c) => {
    const id = uuidParam(c);
    const { db } = c.get("services");
    const jury = id && (await findJury(db, id));
    if (!jury) return c.notFound();
    const { values } = await readForm(c);
    return act(c, jury, values);
  });
  app.get("/jurys/:id/proces-verbal", async (c) => {
    const id = uuidParam(c);
    const { db, files } = c.get("services");
    const jury = id ? await findJury(db, id) : undefined;
    // The minutes name every file: who has stepped aside on one of them reads the page instead.
    if (!jury?.minutes || (await hasInterestIn(db, c.get("officer"), jury.edition))) return c.notFound();
    const kept = await findKeptFile(db, jury.minutes);
    return kept ? giveFile(c, files, kept, "private, no-store") : c.notFound();
  });
}

async function act(c: OfficeContext, jury: Jury, values: FormValues): Promise<Response> {
  const services = c.get("services");
  const { db } = services;
  const by = c.get("officer");
  const one = (name: string) => oneOf(values, name);
  const [what = "", argument = ""] = one("do").split(":");
  const page = rows.parse(c.req.query("page"));
  const back = (done: string, anchor = "") => c.redirect(`${PATH}/${jury.id}?${page > 1 ? `page=${page}&` : ""}fait=${done}${anchor}`, 303);
  const simple = async (done: Outcome, anchor: string) =>
    done.ok ? back(what, anchor) : show(c, { what, values, refusal: done, lines: new Map() });
  const files = [one("file"), argument, ...(values.line ?? [])].filter(Boolean);
  if (what !== "close" && !files.every((id) => UUID.test(id))) throw new HTTPException(400);
  switch (what) {
    case "meeting":
      return simple(
        await saveMeeting(
          db,
          jury.id,
          {
            version: Number(one("version")),
            heldOn: one("heldOn"),
            place: one("place"),
            remarks: one("remarks"),
            members: readMembers(values),
          },
          by,
        ),
        "#reunion",
      );
    case "aside":
      return simple(
        await noteStepAside(db, jury.id, { application: one("file"), name: one("name"), reason: one("reason") }, by),
        "#sorties",
      );
    case "aside-undo":
      return simple(await noteStepAside(db, jury.id, { application: argument, name: one("name"), reason: null }, by), "#sorties");
    case "close":
      return simple(await closeJury(services, jury.id, Number(one("version")), by), "");
    default: {
      const lines = await saveLines(c, jury, values);
      return lines.size === 0 ? back("saved", "#decisions") : show(c, { what: "decisions", values, lines });
    }
  }
}

/** Saves the lines that were changed, each by itself: one that an envelope refuses does not take the others with it. */
async function saveLines(c: OfficeContext, jury: Jury, values: FormValues): Promise<Map<string, Refusal>> {
  const { db } = c.get("services");
  const refused = new Map<string, Refusal>();
  const one = (name: string) => oneOf(values, name).trim();
  for (const id of values.line ?? []) {
    const decision = one(`decision.${id}`);
    const typed = lineDigest(values, id);
    if (typed === one(`seen.${id}`) || !(decision in juryDecisions)) continue;
    const amounts: Record<string, number> = {};
    for (const name of Object.keys(values).filter((key) => key.startsWith(`amount.${id}.`))) {
      const text = one(name);
      amounts[name.slice(`amount.${id}.`.length)] = text === "" ? 0 : (readCents(text) ?? Number.NaN);
    }
    const rank = one(`rank.${id}`);
    const done = await decide(
      db,
      jury.id,
      {
        application: id,
        version: Number(one(`version.${id}`)),
        rank: /^[1-9]\d{0,4}$/.test(rank) ? Number(rank) : null,
        decision: decision as JuryDecision,
        comment: one(`comment.${id}`),
        amounts,
      },
      c.get("officer"),
    );
    if (!done.ok) refused.set(id, done);
  }
  return refused;
}

function readMembers(values: FormValues) {
  return (values["member.name"] ?? []).map((name, i) => ({
    name,
    quality: values["member.quality"]?.[i] ?? "",
    present: (values["member.present"]?.[i] ?? "1") === "1",
  }));
}

async function show(c: OfficeContext, given?: JuryGiven): Promise<Response> {
  const id = uuidParam(c);
  const { db } = c.get("services");
  const by = c.get("officer");
  const jury = id && (await findJury(db, id));
  if (!jury) return c.notFound();
  const page = rows.parse(c.req.query("page"));
  const [members, asides, gauges, ranking, interested] = await Promise.all([
    membersOf(db, jury.id),
    stepAsidesOf(db, by, jury.id),
    gaugesOf(db, jury.edition),
    rankingOf(db, by, jury.edition, { page }),
    hasInterestIn(db, by, jury.edition),
  ]);
  const t = c.get("t");
  return c.html(
    <OfficeLayout
      c={c}
      title={`${t("jury.one")} ${jury.editionCode}`}
      notice={doneNotice(c, `jury.done.${done(c)}`)}
      islands={jury.state === "planned" ? ["islands/jury.ts"] : []}
    >
      <JuryPage
        c={c}
        jury={jury}
        members={members}
        asides={asides}
        gauges={gauges}
        rows={ranking.rows}
        page={page}
        pages={Math.ceil(ranking.total / RANKED_PER_PAGE)}
        interested={interested}
        given={given}
      />
    </OfficeLayout>,
    given ? 422 : 200,
  );
}

async function showAll(c: OfficeContext, values: FormValues, refusal?: Refusal): Promise<Response> {
  const { db } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const [juries, editions] = await Promise.all([listJuries(db), editionsWithFiles(db, c.get("officer"))]);
  const wanted = oneOf(values, "edition") || c.req.query("edition") || "";
  const shown = c.req.query("edition") ? juries.filter(({ edition }) => edition === c.req.query("edition")) : juries;
  const title = t("jury.title");
  return c.html(
    <OfficeLayout c={c} title={title}>
      <h1>{title}</h1>
      <RefusalNotice c={c} refusal={refusal} where={(path) => `${t.dynamic(`jury.${path}`)}${t("common.colon")} `} />
      {shown.length === 0 ? (
        <p class="muted">{t("jury.none")}</p>
      ) : (
        <Table
          caption={title}
          hideCaption
          class="dense"
          rows={shown}
          columns={[
            { label: t("jury.heldOn"), heading: true, cell: (row) => <a href={`${PATH}/${row.id}`}>{date(row.heldOn, locale)}</a> },
            {
              label: t("instruction.edition"),
              cell: (row) => (
                <>
                  {row.editionCode} <Text value={row.editionName} locale={locale} />
                </>
              ),
            },
            { label: t("jury.place"), cell: (row) => row.place },
            { label: t("instruction.state"), cell: (row) => t.dynamic(`state.jury.${row.state}`) },
            { label: t("jury.filesDecided"), numeric: true, cell: (row) => count(row.decided, locale) },
          ]}
        />
      )}
      <form method="post" action={PATH}>
        <h2>{t("jury.plan")}</h2>
        <div class="form-field">
          <label for="jury-edition">{t("instruction.edition")}</label>
          <select id="jury-edition" name="edition">
            {editions.map(({ id, code }) => (
              <option value={id} selected={id === wanted}>
                {code}
              </option>
            ))}
          </select>
        </div>
        <div class="form-field form-date">
          <label for="jury-day">{t("jury.heldOn")}</label>
          <input id="jury-day" type="date" name="heldOn" value={oneOf(values, "heldOn")} required />
        </div>
        <div class="form-field">
          <label for="jury-place">{t("jury.place")}</label>
          <input id="jury-place" name="place" value={oneOf(values, "place")} />
        </div>
        <p>
          <button type="submit">{t("jury.plan.do")}</button>
        </p>
      </form>
    </OfficeLayout>,
    refusal ? 422 : 200,
  );
}
