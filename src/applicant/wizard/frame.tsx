import type { Child, FC, PropsWithChildren } from "hono/jsx";
import { sectionOf } from "../../funding/application/check.ts";
import { type Section, sections } from "../../funding/application/content.ts";
import type { SavedSection } from "../../funding/application/section-store.ts";
import { plain } from "../../ui/text.tsx";
import { fileHref, sectionHref } from "../addresses.ts";
import type { SpaceContext } from "../env.ts";
import type { OpenFile } from "../facts.ts";
import { SpaceLayout } from "../layout.tsx";
import { When } from "../when.tsx";
import { awayWords, instantWords } from "../words.ts";

export interface Progress {
  section: Section;
  /** Points that keep the file from being sent. */
  missing: number;
  saved: SavedSection | undefined;
}

export function progressOf(file: OpenFile, saved: Map<string, SavedSection>): Progress[] {
  return sections.map((section) => ({
    section,
    missing: file.problems.filter(({ path }) => sectionOf(path) === section).length,
    saved: saved.get(section),
  }));
}

/** The deadline, with nothing left to guess, and how far it is. */
export const Deadline: FC<{ c: SpaceContext; file: Pick<OpenFile, "edition"> }> = ({ c, file: { edition } }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const closes = new Date(edition.closesAt);
  const now = c.get("arrivedAt");
  return (
    <p class={closes < now ? "deadline deadline-over" : "deadline"}>
      {t(closes < now ? "space.deadline.over" : "space.deadline.until")}{" "}
      <time datetime={edition.closesAt}>{instantWords(edition.closesAt, locale)}</time>
      <span class="muted"> ({awayWords(closes, now, locale)})</span>
    </p>
  );
};

/** A page of the form: where one stands in it, what is missing where, and the section itself. */
export const WizardPage: FC<
  PropsWithChildren<{
    c: SpaceContext;
    file: OpenFile;
    progress: Progress[];
    at: Section | "send";
    title: string;
    notice?: Child;
    islands?: string[];
  }>
> = ({ c, file, progress, at, title, notice, islands = [], children }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { id, draft } = file.file;
  const applicantProblems = file.problems.filter(({ path }) => sectionOf(path) === "applicant").length;
  return (
    <SpaceLayout
      c={c}
      title={title}
      notice={notice}
      islands={islands}
      steps={[{ label: draft.title || t("space.untitled"), href: fileHref(id) }, { label: title }]}
    >
      <div class="wizard">
        <nav class="wizard-steps" aria-label={t("space.steps")}>
          <ol>
            {progress.map(({ section, missing, saved }) => (
              <li class={missing === 0 ? "step-done" : ""}>
                <a href={sectionHref(id, section)} aria-current={section === at ? "step" : undefined}>
                  {t.dynamic(`space.section.${section}`)}
                </a>
                <span class="hint" id={`missing-${section}`}>
                  {missing === 0
                    ? t("space.step.done")
                    : saved && saved.version > 0
                      ? t("space.step.missing", { count: missing })
                      : t("space.step.toFill")}
                </span>
              </li>
            ))}
            <li>
              <a href={fileHref(id, "envoi")} aria-current={at === "send" ? "step" : undefined}>
                {t("space.section.send")}
              </a>
            </li>
          </ol>
          {applicantProblems > 0 && (
            <p class="hint">
              <a href={`/espace/organismes/${file.applicant.id}`}>{t("space.applicantMissing", { count: applicantProblems })}</a>
            </p>
          )}
        </nav>
        <div class="wizard-body">
          <p class="kicker">
            {plain(file.edition.name, locale)} · {file.applicant.name}
          </p>
          <h1>{title}</h1>
          <Deadline c={c} file={file} />
          {children}
        </div>
      </div>
    </SpaceLayout>
  );
};

/** "Enregistré par Awa Diop le 24/11/2026 10:57". */
export const SavedNote: FC<{ c: SpaceContext; saved: SavedSection | undefined }> = ({ c, saved }) => {
  const t = c.get("t");
  return (
    <p class="saved-note" id="saved-note" role="status" aria-live="polite">
      {saved && saved.version > 0 ? (
        <>
          {t("space.saved.by", { name: saved.savedName })} <When at={saved.savedAt} locale={c.get("locale")} />
        </>
      ) : (
        t("space.saved.never")
      )}
    </p>
  );
};
