import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import type { Refusal } from "../../funding/acts.ts";
import { filesToAssess, type ToAssess } from "../../funding/assessment/assessor-store.ts";
import { declarationFor } from "../../funding/assessment/interest-store.ts";
import { declareForEdition } from "../../funding/assessment/interests.ts";
import { may } from "../../platform/accounts/rights.ts";
import { UUID } from "../../platform/uuid.ts";
import { Empty } from "../../ui/empty.tsx";
import { count, instant, money } from "../../ui/format.ts";
import { Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { oneOf, readForm } from "../form-data.ts";
import { OfficeLayout } from "../layout.tsx";
import { only } from "../refused.tsx";
import { assessorPages } from "./assessment-assessors.tsx";
import { gridPages } from "./assessment-grid.tsx";
import { rankingPages } from "./assessment-ranking.tsx";
import { InterestFields } from "./file-assessment.tsx";
import { done, doneNotice, RefusalNotice } from "./refusal.tsx";

const PATH = "/bureau/evaluations";

/** What an assessor has to read, with whom they have a link, and the grid by which they score. */
export function assessmentPages(app: Hono<OfficeEnv>): void {
  app.use("/evaluations/*", only("assessment.score"));
  app.get("/evaluations", (c) => showMine(c));
  app.get("/evaluations/interets/:edition", (c) => showDeclaration(c));
  app.post("/evaluations/interets/:edition", async (c) => {
    const { values } = await readForm(c);
    const { db } = c.get("services");
    const edition = c.req.param("edition");
    const by = c.get("officer");
    if (!(await filesToAssess(db, by, edition)).length && !(await declarationFor(db, edition, by.id))) return c.notFound();
    const files = (values.aside ?? [])
      .filter((id) => UUID.test(id))
      .map((application) => ({
        application,
        reason: oneOf(values, `reason.${application}`),
        note: oneOf(values, `text.${application}`),
      }));
    const done = await declareForEdition(db, edition, { statement: oneOf(values, "statement"), files }, by);
    if (!done.ok) return showDeclaration(c, done);
    return c.redirect(`${PATH}?fait=declared`, 303);
  });
  assessorPages(app);
  gridPages(app);
  rankingPages(app);
}

async function showMine(c: OfficeContext): Promise<Response> {
  const { db } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const files = await filesToAssess(db, c.get("officer"));
  const byEdition = [...Map.groupBy(files, ({ edition }) => edition).entries()];
  const declared = new Set<string>();
  for (const [edition] of byEdition) if (await declarationFor(db, edition, c.get("officer").id)) declared.add(edition);
  const title = t("assessment.mine");
  return c.html(
    <OfficeLayout c={c} title={title} notice={doneNotice(c, `assessment.done.${done(c)}`)}>
      <div class="office-title">
        <h1>{title}</h1>
        {may(c.get("officer"), "application.instruct") && (
          <p>
            <a class="button quiet" href={`${PATH}/editions`}>
              {t("assessment.manage")}
            </a>
          </p>
        )}
      </div>
      {files.length === 0 && (
        <Empty title={t("assessment.mine.none")}>
          <p>{t("assessment.mine.noneText")}</p>
        </Empty>
      )}
      {byEdition.map(([edition, rows]) => (
        <section>
          <h2>
            <Text value={rows[0]!.editionName} locale={locale} />
          </h2>
          <p>
            {declared.has(edition) ? (
              <a href={`${PATH}/interets/${edition}`}>{t("assessment.declaration.again")}</a>
            ) : (
              <a class="button" href={`${PATH}/interets/${edition}`}>
                {t("assessment.declaration.first")}
              </a>
            )}
          </p>
          <Table
            caption={t("assessment.progress", { given: rows.filter(({ state }) => state === "given").length, of: rows.length })}
            class="dense"
            rows={rows}
            columns={[
              {
                label: t("instruction.number"),
                cell: (row) => (
                  <span class="nowrap">{declared.has(edition) ? <a href={`${PATH}/${row.id}`}>{row.number}</a> : row.number}</span>
                ),
              },
              {
                label: t("instruction.applicant"),
                heading: true,
                cell: (row) => (
                  <>
                    {row.applicant}
                    <span class="muted block">{row.title}</span>
                  </>
                ),
              },
              { label: t("instruction.where"), cell: (row) => row.countries.join(", ") },
              { label: t("instruction.asked"), numeric: true, cell: (row) => money(row.askedCents, row.currency, locale) },
              {
                label: t("assessment.opinion"),
                cell: (row) => t.dynamic(`assessment.opinion.${row.state ?? (row.open ? "none" : "closed")}`),
              },
              {
                label: t("assessment.total"),
                numeric: true,
                cell: (row) => (row.total === null ? "–" : count(row.total, locale)),
              },
            ]}
          />
        </section>
      ))}
    </OfficeLayout>,
  );
}

async function showDeclaration(c: OfficeContext, refusal?: Refusal): Promise<Response> {
  const { db } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const edition = c.req.param("edition") ?? "";
  const by = c.get("officer");
  const [files, before] = await Promise.all([filesToAssess(db, by, edition), declarationFor(db, edition, by.id)]);
  if (files.length === 0 && !before) return c.notFound();
  const title = t("assessment.declaration");
  return c.html(
    <OfficeLayout c={c} title={title}>
      <p>
        <a href={PATH}>{t("assessment.mine")}</a>
      </p>
      <h1>{title}</h1>
      {files[0] && <p class="lead">{plain(files[0].editionName, locale)}</p>}
      <RefusalNotice c={c} refusal={refusal} />
      <p>{t("assessment.declaration.text")}</p>
      {before && <p class="muted">{t("assessment.declaration.made", { at: instant(before.declaredAt, locale) })}</p>}
      <form method="post">
        <div class="form-field">
          <label for="statement">{t("assessment.declaration.statement")}</label>
          <textarea id="statement" name="statement" rows={4} aria-describedby="statement-hint">
            {before?.statement ?? ""}
          </textarea>
          <p class="hint" id="statement-hint">
            {t("assessment.declaration.hint")}
          </p>
        </div>
        <fieldset class="declare-list">
          <legend>{t("assessment.declaration.files")}</legend>
          {files.map((file) => (
            <Aside c={c} file={file} />
          ))}
        </fieldset>
        <p class="form-actions">
          <button type="submit">{t("assessment.declaration.do")}</button>
        </p>
      </form>
    </OfficeLayout>,
    refusal ? 422 : 200,
  );
}

const Aside: FC<{ c: OfficeContext; file: ToAssess }> = ({ c, file }) => {
  const t = c.get("t");
  return (
    <div class="declare-file">
      <label>
        <input type="checkbox" name="aside" value={file.id} /> {file.applicant} <span class="muted">{`${file.number}, ${file.title}`}</span>
      </label>
      {file.sameName && <strong class="late"> {t("assessment.sameName")}</strong>}
      <details open={file.sameName}>
        <summary>{t("assessment.interest.why")}</summary>
        <InterestFields c={c} suffix={`.${file.id}`} />
      </details>
    </div>
  );
};
