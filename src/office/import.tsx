import { utils, write } from "@e965/xlsx";
import { stringify } from "csv-stringify/sync";
import type { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { FC } from "hono/jsx";
import { may } from "../platform/accounts/rights.ts";
import { keepAdmitted, sentBefore } from "../platform/intake/actions.ts";
import { inspect, sentFile } from "../platform/intake/gate.ts";
import { type ImportProblem, type ImportReport, importFile } from "../register/import/actions.ts";
import { labelOfField } from "../register/import/columns.ts";
import type { KindName } from "../register/kinds.ts";
import { Table } from "../ui/table.tsx";
import { kindOfSegment, officeHref } from "./addresses.ts";
import { FIRST_STEPS } from "./city/first-steps.tsx";
import type { OfficeContext, OfficeEnv } from "./env.ts";
import { fileWords } from "./file-words.ts";
import { oneOf, readForm } from "./form-data.ts";
import { importable, listHeader, listOf, listsOf, segmentOf, templateHeader, Upload } from "./import-upload.tsx";
import { OfficeLayout } from "./layout.tsx";
import { only } from "./refused.tsx";

const isImportable = (kind: KindName | undefined): kind is (typeof importable)[number] =>
  (importable as readonly string[]).includes(kind ?? "");

/** Many records from one file: a dry run that tells all that is wrong, then, on a second yes, all of it or nothing. */
export function importPages(app: Hono<OfficeEnv>): void {
  app.use("/import", only("record.import"));
  app.use("/import/*", only("record.import"));
  const ofKind = (handler: (c: OfficeContext, kind: KindName) => Response | Promise<Response>) => (c: OfficeContext) => {
    const kind = kindOfSegment(c.req.param("of") ?? "");
    return isImportable(kind) ? handler(c, kind) : c.notFound();
  };
  app.get("/import", (c) => c.html(<Choose c={c} />));
  app.get(
    "/import/:of",
    ofKind((c, kind) => c.html(<Upload c={c} kind={kind} />)),
  );
  app.post("/import/:of", ofKind(check));
  app.get(
    "/import/:of/modele.csv",
    ofKind((c, kind) => {
      const list = listOf(kind, c.req.query("list"));
      const name = `modele-${segmentOf(kind)}${list ? `-${list}` : ""}.csv`;
      return c.body(`\ufeff${stringify([list ? listHeader(kind, list) : templateHeader(kind)], { delimiter: ";" })}`, 200, {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": `attachment; filename="${name}"`,
      });
    }),
  );
  app.get(
    "/import/:of/modele.xlsx",
    ofKind((c, kind) => {
      const book = utils.book_new();
      utils.book_append_sheet(book, utils.aoa_to_sheet([templateHeader(kind)]), segmentOf(kind));
      for (const list of listsOf(kind)) utils.book_append_sheet(book, utils.aoa_to_sheet([listHeader(kind, list)]), list);
      return c.body(new Uint8Array(write(book, { type: "array", bookType: "xlsx" })), 200, {
        "Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Content-Disposition": `attachment; filename="modele-${segmentOf(kind)}.xlsx"`,
      });
    }),
  );
}

/** First a file, checked and undone; then the same file, by its digest, for good. */
async function check(c: OfficeContext, kind: KindName): Promise<Response> {
  const services = c.get("services");
  const { values, files } = await readForm(c);
  const confirmed = oneOf(values, "confirm");
  const list = listOf(kind, oneOf(values, "list"));
  const by = c.get("officer");
  const sent = files.file && !confirmed ? await inspect("table", await sentFile(files.file)) : undefined;
  if (sent && !sent.ok) return c.html(<Upload c={c} kind={kind} list={list} problem={fileWords(c, "table", sent.code)} />, 422);
  const bytes = confirmed ? await sentBefore(services.db, services.files, "table", confirmed, by) : sent?.bytes;
  if (!bytes) return c.html(<Upload c={c} kind={kind} problem={c.get("t")("office.import.noFile")} />, 422);
  const report = await importFile(services.db, kind, bytes, c.get("officer"), {
    dryRun: !confirmed,
    list,
    expected: confirmed ? oneOf(values, "digest") : undefined,
  });
  if (!report.ok) {
    if (report.reason === "forbidden") throw new HTTPException(403);
    const { code, line, message } = report.sheet;
    return c.html(
      <Upload
        c={c}
        kind={kind}
        list={list}
        problem={c.get("t").dynamic(`office.import.unreadable.${code}`, { line: line ?? 1, message: message ?? "" })}
      />,
      422,
    );
  }
  if (report.written) await services.content.touch();
  const wrong = report.problems.some((problem) => !problem.warning);
  // What was read before is kept already: a second yes may be asked for.
  const kept =
    wrong || report.written
      ? undefined
      : sent
        ? await keepAdmitted(services.db, services.files, sent, { by })
        : { ok: true as const, sha256: confirmed };
  if (kept && !kept.ok) return c.html(<Upload c={c} kind={kind} list={list} problem={fileWords(c, "table", kept.code)} />, 422);
  return c.html(<Report c={c} kind={kind} list={list} report={report} sha256={kept?.sha256} />, wrong ? 422 : 200);
}

const Choose: FC<{ c: OfficeContext }> = ({ c }) => {
  const t = c.get("t");
  return (
    <OfficeLayout c={c} title={t("office.import.title")}>
      <h1>{t("office.import.title")}</h1>
      <p>{t("office.import.choose")}</p>
      <ul>
        {importable.map((kind) => (
          <li>
            <a href={`/bureau/import/${segmentOf(kind)}`}>{t.dynamic(`kind.${kind}.many`)}</a>
          </li>
        ))}
      </ul>
    </OfficeLayout>
  );
};

const MOST_SHOWN = 500;

const Report: FC<{
  c: OfficeContext;
  kind: KindName;
  list: string | undefined;
  report: Extract<ImportReport, { ok: true }>;
  sha256: string | undefined;
}> = ({ c, kind, list, report, sha256 }) => {
  const t = c.get("t");
  const title = t("office.import.of", { kind: t.dynamic(`kind.${kind}.many`) });
  const errors = report.problems.filter((problem) => !problem.warning);
  const byOutcome = (outcome: string) => report.rows.filter((row) => row.outcome === outcome).length;
  const numbers = { created: byOutcome("created"), changed: byOutcome("changed"), unchanged: byOutcome("unchanged") };
  return (
    <OfficeLayout c={c} title={title} notice={report.written && t("office.import.written", numbers)}>
      <p class="kicker">
        <a href={`/bureau/import/${segmentOf(kind)}`}>{title}</a>
      </p>
      <h1>{t.dynamic(report.written ? "office.import.done" : errors.length > 0 ? "office.import.wrong" : "office.import.ready")}</h1>
      {report.stale && (
        <p class="error-summary" role="alert">
          {t("office.import.stale")}
        </p>
      )}
      {errors.length > 0 ? (
        <p class="error-summary" role="alert">
          {t("office.import.errors", { count: errors.length })}
        </p>
      ) : (
        !report.written && <p>{t("office.import.would", numbers)}</p>
      )}
      {sha256 && (
        <form method="post" action={`/bureau/import/${segmentOf(kind)}`}>
          <input type="hidden" name="confirm" value={sha256} />
          <input type="hidden" name="digest" value={report.digest} />
          {list && <input type="hidden" name="list" value={list} />}
          <p class="form-actions">
            <button type="submit">{t("office.import.confirm", { count: numbers.created + numbers.changed })}</button>{" "}
            <a class="button quiet" href={`/bureau/import/${segmentOf(kind)}`}>
              {t("office.form.leave")}
            </a>
          </p>
        </form>
      )}
      {report.written && may(c.get("officer"), "city.set") && (
        <p>
          <a href={FIRST_STEPS}>{t("firstSteps.back")}</a>
        </p>
      )}
      {report.problems.length > 0 && (
        <Table
          caption={t("office.import.problems", { count: report.problems.length })}
          rows={[...errors.sort(inOrder), ...report.problems.filter((problem) => problem.warning).sort(inOrder)].slice(0, MOST_SHOWN)}
          columns={[
            { label: t("office.import.cell"), heading: true, cell: (problem) => cellOf(problem) },
            { label: t("office.import.column"), cell: (problem) => problem.heading ?? "" },
            {
              label: t("office.import.level"),
              cell: (problem) => t.dynamic(problem.warning ? "office.import.warning" : "office.import.error"),
            },
            {
              label: t("office.import.problem"),
              cell: (problem) =>
                t.dynamic(t.has(`problem.${problem.code}`) ? `problem.${problem.code}` : "problem.invalid", problem.values),
            },
          ]}
        />
      )}
      {report.rows.length > 0 && (
        <Table
          caption={t("office.import.rows", { count: report.rows.length })}
          rows={report.rows.slice(0, MOST_SHOWN)}
          columns={[
            { label: t("office.import.line"), numeric: true, cell: ({ sheet, line }) => (sheet ? `${sheet} ${line}` : String(line)) },
            {
              label: t("field.name"),
              heading: true,
              cell: (row) => (report.written ? <a href={officeHref(kind, row.id)}>{row.name}</a> : row.name),
            },
            {
              label: t("office.import.outcome"),
              cell: (row) =>
                [
                  t.dynamic(`office.import.outcome.${row.outcome}`),
                  ...row.changed.map((field) => labelOfField(kind, field, c.get("locale"))),
                ].join(" · "),
            },
          ]}
        />
      )}
    </OfficeLayout>
  );
};

/** "B7", or "results!B7" as a spreadsheet calls a cell of another sheet. */
function cellOf({ sheet, line, column }: ImportProblem): string {
  const cell = line === 0 ? "" : `${column ?? ""}${line}`;
  return [sheet, cell].filter(Boolean).join("!");
}

const inOrder = (a: ImportProblem, b: ImportProblem) =>
  (a.sheet ?? "").localeCompare(b.sheet ?? "") ||
  a.line - b.line ||
  (a.column ?? "").length - (b.column ?? "").length ||
  (a.column ?? "").localeCompare(b.column ?? "");
