import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { type Conflict, saveDraft } from "../../funding/application/actions.ts";
import { sectionOf } from "../../funding/application/check.ts";
import { type Draft, parseDraft, type Section, sections, totalsOf } from "../../funding/application/content.ts";
import { sectionsOf } from "../../funding/application/section-store.ts";
import type { Part } from "../../funding/application/sections.ts";
import { oneOf, readForm } from "../../platform/web/form-data.ts";
import type { Problem } from "../../register/record/kind.ts";
import { date, money } from "../../ui/format.ts";
import { fileHref, sectionHref, sectionOfSegment } from "../addresses.ts";
import type { SpaceContext, SpaceEnv } from "../env.ts";
import { countryOptions, type OpenFile, openFile } from "../facts.ts";
import { ErrorSummary, type Form, fieldId, Refused } from "../forms.tsx";
import { labelOf } from "../labels.ts";
import { instantWords, refusalWords } from "../words.ts";
import { balanceRows } from "./budget-fields.tsx";
import { DocumentsSection } from "./documents.tsx";
import { SectionFields } from "./fields.tsx";
import { progressOf, SavedNote, WizardPage } from "./frame.tsx";
import { readPart } from "./values.ts";

const ISLAND = "islands/draft.ts";

/** The form of an application, a page for each section. */
export function wizardPages(app: Hono<SpaceEnv>): void {
  app.get("/demandes/:id/:section", async (c, next) => {
    const section = sectionOfSegment(c.req.param("section"));
    if (!section) return next();
    const file = await openFile(c);
    if (!file) return c.notFound();
    if (file.file.state !== "draft") return c.redirect(fileHref(file.file.id));
    return sectionPage(c, file, section);
  });

  app.post("/demandes/:id/:section", async (c, next) => {
    const section = sectionOfSegment(c.req.param("section"));
    if (!section || section === "documents") return next();
    const file = await openFile(c);
    if (!file) return c.notFound();
    const { values } = await readForm(c);
    const action = oneOf(values, "do");
    const typed = readPart(section, values, file.edition, action);
    const auto = action === "autosave";
    const base = Number(oneOf(values, "version")) || 0;
    const { db } = c.get("services");
    const id = file.file.id;
    const result = await saveDraft(db, id, section, base, typed, c.get("person"), { exact: auto, now: c.get("arrivedAt") });
    if (auto) return c.json(await autosaved(c, file, section, result), result.ok ? 200 : 409);
    if (result.ok) {
      const [verb, list] = action.split(":");
      const merged = result.taken.length > 0 ? "&repris=1" : "";
      if (verb === "more" || verb === "remove")
        return c.redirect(`${sectionHref(id, section)}?enregistre=1${merged}#${fieldId((list ?? "").replace(/\.\d+$/, ""))}`, 303);
      const next = sections[sections.indexOf(section) + 1];
      if (action === "continue") return c.redirect(next ? sectionHref(id, next) : fileHref(id, "envoi"), 303);
      return c.redirect(`${sectionHref(id, section)}?enregistre=1${merged}`, 303);
    }
    if (result.reason === "conflict" && "conflicts" in result) return sectionPage(c, file, section, { conflict: result });
    if (result.reason === "wrong_state") return c.redirect(fileHref(id), 303);
    return sectionPage(c, file, section, { typed, refused: refusalWords(c.get("t"), result) });
  });
}

/** What the autosave is told: what is saved, or why not; and what follows from it on the page. */
async function autosaved(c: SpaceContext, file: OpenFile, section: Section, result: Awaited<ReturnType<typeof saveDraft>>) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (!result.ok) {
    const conflict = result.reason === "conflict" && "saved" in result ? result.saved : undefined;
    return { ok: false, message: conflict ? t("space.auto.conflict", { name: conflict.savedName }) : refusalWords(t, result as never) };
  }
  const totals = totalsOf(result.draft, file.edition);
  return {
    ok: true,
    version: result.version,
    message: t("space.auto.saved", { at: instantWords(result.savedAt, locale) }),
    outputs:
      section === "budget"
        ? Object.fromEntries([
            ["asked-total", money(totals.asked, file.edition.currency, locale)],
            ...balanceRows(totals).map(({ id, cents }) => [`balance-${id}`, money(cents, file.edition.currency, locale)]),
          ])
        : {},
  };
}

interface Shown {
  conflict?: Conflict;
  typed?: Part;
  refused?: string;
}

async function sectionPage(c: SpaceContext, file: OpenFile, section: Section, shown: Shown = {}): Promise<Response> {
  const t = c.get("t");
  const { db } = c.get("services");
  const id = file.file.id;
  const [saved, countries] = await Promise.all([sectionsOf(db, id), countryOptions(c, file.edition)]);
  const own = saved.get(section);
  const { conflict } = shown;
  const draft = parseDraft({ ...file.file.draft, ...(conflict?.part ?? shown.typed ?? {}) });
  const title = t.dynamic(`space.section.${section}`);
  // What is missing in a section nobody has opened yet is no mistake.
  const problems: Problem[] = own && own.version > 0 && !conflict ? file.problems.filter(({ path }) => sectionOf(path) === section) : [];
  const form: Form = { t, problems, currency: file.edition.currency };
  const label = (path: string) => labelOf(t, file.edition, path, draft);
  const notice =
    c.req.query("enregistre") === "1" && !conflict
      ? c.req.query("repris") === "1"
        ? t("space.saved.merged")
        : t("space.saved.done")
      : undefined;
  const at = sections.indexOf(section);
  const next = sections[at + 1];
  return c.html(
    <WizardPage
      c={c}
      file={file}
      progress={progressOf(file, saved)}
      at={section}
      title={title}
      notice={notice}
      islands={section === "documents" ? ["islands/upload.ts"] : [ISLAND]}
    >
      {shown.refused && <Refused words={shown.refused} />}
      {conflict && <ConflictNote c={c} file={file} section={section} conflict={conflict} label={label} countries={countries.nameOf} />}
      <ErrorSummary form={form} labelOf={label} title={t("space.missing", { count: problems.length })} quiet />
      {section === "documents" ? (
        <DocumentsSection c={c} file={file} form={form} next={sectionHref(id, next!)} />
      ) : (
        <form
          method="post"
          action={sectionHref(id, section)}
          class="section-form"
          data-draft={`${id} ${section}`}
          data-words={JSON.stringify(autosaveWords(c))}
        >
          {/* Enter saves, and does not press the first button of a list. */}
          <button type="submit" name="do" value="save" class="visually-hidden" tabindex={-1}>
            {t("space.save")}
          </button>
          <input type="hidden" name="version" value={conflict?.saved.version ?? own?.version ?? 0} />
          <SectionFields section={section} c={c} file={file} draft={draft} form={form} countries={countries} />
          <div class="form-actions">
            <button type="submit" name="do" value="continue">
              {next ? t("space.saveContinue", { next: t.dynamic(`space.section.${next}`) }) : t("space.saveReview")}
            </button>
            <button type="submit" name="do" value="save" class="quiet">
              {t(conflict ? "space.conflict.mine" : "space.save")}
            </button>
            <SavedNote c={c} saved={own} />
          </div>
        </form>
      )}
    </WizardPage>,
    conflict ? 409 : shown.refused ? 422 : 200,
  );
}

const autosaveWords = (c: SpaceContext) => {
  const t = c.get("t");
  return {
    saving: t("space.auto.saving"),
    offline: t("space.auto.offline"),
    failed: t("space.auto.failed"),
    signedOut: t("space.auto.signedOut"),
    unsent: t("space.auto.unsent"),
    restore: t("space.auto.restore"),
    discard: t("space.auto.discard"),
    words: t("space.words", { words: -1, maximum: -2 }),
  };
};

/** What stands and what was typed, where both differ. The form below holds what was typed. */
const ConflictNote: FC<{
  c: SpaceContext;
  file: OpenFile;
  section: Section;
  conflict: Conflict;
  label: (path: string) => string;
  countries: (code: string) => string;
}> = ({ c, file, section, conflict, label, countries }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const show = (part: Part, path: string) => valueWords(c, part, path, file, countries) || t("space.empty");
  return (
    <div class="error-summary" role="alert" id="conflict">
      <h2>{t("space.conflict.title", { name: conflict.saved.savedName })}</h2>
      <p>{t("space.conflict.text", { name: conflict.saved.savedName, at: instantWords(conflict.saved.savedAt, locale) })}</p>
      {conflict.conflicts.map((path) => (
        <section>
          <h3>
            <a href={`#${fieldId(path)}`}>{label(path)}</a>
          </h3>
          <dl class="before-after">
            <div>
              <dt>{t("space.conflict.theirs", { name: conflict.saved.savedName })}</dt>
              <dd class="pre">{show(conflict.current, path)}</dd>
            </div>
            <div>
              <dt>{t("space.conflict.yours")}</dt>
              <dd class="pre">{show(conflict.part, path)}</dd>
            </div>
          </dl>
        </section>
      ))}
      <p>
        <a href={sectionHref(file.file.id, section)}>{t("space.conflict.take", { name: conflict.saved.savedName })}</a>
      </p>
    </div>
  );
};

/** One value of a part, in words. */
function valueWords(c: SpaceContext, part: Part, path: string, file: OpenFile, country: (code: string) => string): string {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const [name = "", ...rest] = path.split(".");
  const value = (part as Record<string, unknown>)[name];
  const at = rest.length > 0 ? (value as Record<string, unknown> | undefined)?.[rest.join(".")] : value;
  const amount = (cents: unknown) => (typeof cents === "number" ? money(cents, file.edition.currency, locale) : String(cents ?? ""));
  if (at === null || at === undefined) return "";
  if (name === "asked") return amount(at);
  if (name === "budget")
    return (at as Draft["budget"]["resources"])
      .map((line) => `${line.label || line.line}${line.funder ? ` (${line.funder})` : ""} : ${amount(line.cents)}`)
      .join("\n");
  if (name === "places" || name === "partners")
    return (at as Draft["places"]).map((one) => [one.name, country(one.country)].filter(Boolean).join(", ")).join("\n");
  if (name === "indicators")
    return (at as Draft["indicators"])
      .map((one) => `${one.label || one.code}${t("common.colon")} ${one.baseline ?? "…"} → ${one.target ?? "…"}`)
      .join("\n");
  if (/^\d{4}-\d{2}-\d{2}$/.test(String(at))) return date(String(at), locale);
  return Array.isArray(at) ? at.join(", ") : typeof at === "object" ? Object.values(at).join(", ") : String(at);
}
