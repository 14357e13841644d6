import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { type GrantRecord, grantOf } from "../funding/grant/store.ts";
import { moveReport, saveReport, sendReport } from "../funding/report/actions.ts";
import { attachReportFile, removeReportFile } from "../funding/report/files.ts";
import { formOfReport } from "../funding/report/rules.ts";
import { reportMoves } from "../funding/report/states.ts";
import { filesOfReport, findReport, findReportFile, type ReportRow } from "../funding/report/store.ts";
import { openMoves, type Who } from "../funding/states.ts";
import { ACCEPTED } from "../funding/upload/types.ts";
import { sentFile } from "../platform/intake/gate.ts";
import { oneOf, readForm } from "../platform/web/form-data.ts";
import { giveFile } from "../platform/web/stored-file.ts";
import type { Fields } from "../register/record/fields.ts";
import type { Problem } from "../register/record/kind.ts";
import { fileLimits } from "../ui/file-limits.ts";
import { date } from "../ui/format.ts";
import { FormFields } from "../ui/forms/fields.tsx";
import { ErrorSummary as FieldErrors } from "../ui/forms/problems.tsx";
import { applyListAction, type FormValues, fromForm, toForm } from "../ui/forms/values.ts";
import { KeptFileLink } from "../ui/kept-file.tsx";
import { Of } from "../ui/of.tsx";
import { plain } from "../ui/text.tsx";
import { fileHref } from "./addresses.ts";
import type { SpaceContext, SpaceEnv } from "./env.ts";
import { isUuid, type OpenFile, openFile } from "./facts.ts";
import { Refused } from "./forms.tsx";
import { SpaceLayout } from "./layout.tsx";
import { When } from "./when.tsx";
import { refusalWords } from "./words.ts";

interface Found {
  file: OpenFile;
  grant: GrantRecord;
  report: ReportRow;
  who: Who[];
}

/** A report of a grant: written, sent, certified by a second person, read again. */
export function reportPages(app: Hono<SpaceEnv>): void {
  const path = "/demandes/:id/rapports/:report";
  app.get(path, async (c) => {
    const found = await reportIn(c);
    return found ? reportPage(c, found) : c.notFound();
  });

  app.post(path, async (c) => {
    const found = await reportIn(c);
    if (!found) return c.notFound();
    const { report, file, who } = found;
    const { values } = await readForm(c);
    const { db } = c.get("services");
    const here = fileHref(file.file.id, "rapports", report.id);
    const action = oneOf(values, "do");
    if (/^(add|remove|up|down):/.test(action)) return reportPage(c, found, { values: applyListAction(action, values) });
    const fields = formOfReport[report.type].fields as unknown as Fields;
    const person = c.get("person");
    const version = Number(oneOf(values, "version"));
    if (action === "certify" || action === "takeBack") {
      const moved = await moveReport(db, report.id, action, person, { who });
      return moved.ok ? c.redirect(`${here}?fait=${action}`, 303) : reportPage(c, found, { refused: refusalWords(c.get("t"), moved) });
    }
    const typed = fromForm(fields, values);
    const result =
      action === "send"
        ? await sendReport(db, report.id, version, typed, person, who)
        : await saveReport(db, report.id, version, typed, person, who);
    if (result.ok) return c.redirect(`${here}?fait=${action === "send" ? "send" : "save"}`, 303);
    return reportPage(c, found, {
      values,
      problems: result.problems ?? [],
      ...(result.problems ? {} : { refused: refusalWords(c.get("t"), result) }),
    });
  });

  app.post(`${path}/fichiers`, async (c) => {
    const found = await reportIn(c);
    if (!found) return c.notFound();
    const { values, files } = await readForm(c);
    const { db, files: kept } = c.get("services");
    const { report, file, who } = found;
    const sent = files.file;
    const result =
      oneOf(values, "do") === "remove"
        ? await removeReportFile(db, report.id, oneOf(values, "file"), who)
        : sent
          ? await attachReportFile(db, kept, report.id, await sentFile(sent), c.get("person"), who)
          : ({ ok: false, reason: "file_missing" } as const);
    if (result.ok) return c.redirect(`${fileHref(file.file.id, "rapports", report.id)}#fichiers`, 303);
    return reportPage(c, found, {
      refused: refusalWords(c.get("t"), { reason: result.reason, values: fileLimits("report", c.get("locale")) }),
    });
  });
  app.get(`${path}/fichiers`, (c) => c.redirect(fileHref(c.req.param("id") ?? "", "rapports", c.req.param("report") ?? "")));
  app.get(`${path}/fichiers/:file`, async (c) => {
    const found = await reportIn(c);
    const id = c.req.param("file") ?? "";
    const sent = found && isUuid(id) ? await findReportFile(c.get("services").db, found.report.id, id) : undefined;
    return sent ? giveFile(c, c.get("services").files, sent, "private, no-store") : c.notFound();
  });
}

async function reportIn(c: SpaceContext): Promise<Found | undefined> {
  const file = await openFile(c);
  const id = c.req.param("report") ?? "";
  if (!file || !isUuid(id) || file.standing === "guest") return undefined;
  const { db } = c.get("services");
  const [grant, report] = await Promise.all([grantOf(db, file.file.id), findReport(db, id)]);
  return grant && report && report.grant === grant.id ? { file, grant, report, who: [file.standing] } : undefined;
}

interface Shown {
  values?: FormValues;
  problems?: Problem[];
  refused?: string;
}

/** What a report starts with, so that nobody types again what the file says: the budget, the indicators. */
function startOf({ report, file, grant }: Found, cityName: string, locale: string): Record<string, unknown> {
  if (Object.keys(report.content).length > 0) return report.content;
  const { draft } = file.file;
  const { edition } = file;
  const named = (list: readonly { code: string; name: Partial<Record<string, string>> }[], code: string) =>
    list.find((one) => one.code === code)?.name[locale] ?? list.find((one) => one.code === code)?.name.fr ?? code;
  if (report.type === "financial") {
    const line =
      (side: "expense" | "resource") => (one: { line: string; label: string; cents: number | string | null; inKind: boolean }) => ({
        side,
        label: [one.line && named(edition.budgetLines, one.line), one.label].filter(Boolean).join(", "),
        forecastCents: typeof one.cents === "number" ? one.cents : 0,
        actualCents: null,
        explanation: null,
      });
    return {
      accounts: [
        ...draft.budget.expenses.filter(({ inKind }) => !inKind).map(line("expense")),
        ...draft.budget.resources.filter(({ inKind }) => !inKind).map(line("resource")),
        { side: "resource", label: cityName, forecastCents: grant.amountCents, actualCents: null, explanation: null },
      ],
    };
  }
  return {
    indicators: draft.indicators.map((one) => ({
      label: one.label || named(edition.indicators, one.code),
      unit: one.unit || edition.indicators.find(({ code }) => code === one.code)?.unit[locale] || null,
      target: typeof one.target === "number" ? one.target : null,
      actual: null,
      actualOn: null,
      evidence: null,
    })),
  };
}

async function reportPage(c: SpaceContext, found: Found, shown: Shown = {}): Promise<Response> {
  const files = await filesOfReport(c.get("services").db, found.report.id);
  return c.html(<Report c={c} found={found} files={files} shown={shown} />, shown.refused || shown.problems?.length ? 422 : 200);
}

const done: Record<string, string> = {
  save: "space.saved.done",
  send: "space.report.sent",
  certify: "space.report.certified",
  takeBack: "space.report.takenBack",
};

const Report: FC<{ c: SpaceContext; found: Found; files: Awaited<ReturnType<typeof filesOfReport>>; shown: Shown }> = ({
  c,
  found,
  files,
  shown,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { file, grant, report, who } = found;
  const fields = formOfReport[report.type].fields as unknown as Fields;
  const values = shown.values ?? toForm(fields, startOf(found, plain(c.get("services").city.name, locale), locale), locale);
  const form = { kind: "report", values, problems: shown.problems ?? [], options: {}, t, locale };
  const here = fileHref(file.file.id, "rapports", report.id);
  const writable = report.state === "expected" || report.state === "to_complete";
  const moves = openMoves(reportMoves, report.state, who, { complete: true, sameAsSender: report.sentBy === c.get("person").id });
  const title = t.dynamic(`report.type.${report.type}`);
  const notice = done[c.req.query("fait") ?? ""];
  return (
    <SpaceLayout
      c={c}
      title={title}
      notice={notice && !shown.refused && !shown.problems?.length && t.dynamic(notice)}
      steps={[{ label: file.file.number ?? file.file.title, href: fileHref(file.file.id) }, { label: title }]}
    >
      <p class="kicker">
        {grant.number} · {grant.object}
      </p>
      <h1>{title}</h1>
      <p>
        <span class="badge">{t.dynamic(`state.report.${report.state}`)}</span> {t("space.report.due", { day: date(report.dueOn, locale) })}
      </p>
      {report.note && <p class="notice pre">{report.note}</p>}
      {shown.refused && <Refused words={shown.refused} />}
      {report.sentAt && (
        <p>
          {t("space.report.sentBy", { name: report.sentName ?? "" })} <When at={report.sentAt} locale={locale} />
          {report.certifiedName && ` · ${t("space.report.certifiedBy", { name: report.certifiedName })}`}
        </p>
      )}
      {report.state === "certifying" && (
        <form method="post" action={here}>
          <p>{t("space.report.certifyText")}</p>
          {moves.map(({ name, blocked }) => (
            <>
              <button type="submit" name="do" value={name} disabled={blocked !== undefined} class={name === "certify" ? "" : "quiet"}>
                {t.dynamic(`space.report.do.${name}`)}
              </button>{" "}
              {blocked && <span class="hint">{t("space.report.twoPersons")}</span>}
            </>
          ))}
        </form>
      )}
      <FieldErrors form={form} />
      <form method="post" action={here} class="section-form record-form">
        <input type="hidden" name="version" value={report.version} />
        <fieldset disabled={!writable} class="bare" role="presentation">
          <FormFields form={form} fields={fields} />
        </fieldset>
        {writable && (
          <div class="form-actions">
            <button type="submit" name="do" value="send">
              {t("space.report.do.send")}
            </button>
            <button type="submit" name="do" value="save" class="quiet">
              {t("space.save")}
            </button>
          </div>
        )}
      </form>
      <section id="fichiers">
        <h2>{t("space.section.documents")}</h2>
        <ul class="sent-files">
          {files.map((one) => (
            <li>
              <KeptFileLink t={t} file={one} href={`${here}/fichiers/${one.id}`} />
              {writable && (
                <form method="post" action={`${here}/fichiers`}>
                  <input type="hidden" name="file" value={one.id} />
                  <button class="quiet small" type="submit" name="do" value="remove">
                    {t("space.remove")}
                    <Of t={t}>{one.name}</Of>
                  </button>
                </form>
              )}
            </li>
          ))}
        </ul>
        {writable && (
          <form method="post" action={`${here}/fichiers`} enctype="multipart/form-data" class="upload-form">
            <label for="report-file">{t("space.report.file")}</label>
            <span class="upload-line">
              <input id="report-file" type="file" name="file" accept={ACCEPTED} required />
              <button type="submit" class="quiet">
                {t("space.file.send")}
              </button>
            </span>
          </form>
        )}
      </section>
    </SpaceLayout>
  );
};
