import type { FC } from "hono/jsx";
import type { PieceRequest } from "../../funding/application/piece-store.ts";
import { settledStates } from "../../funding/application/states.ts";
import { may } from "../../platform/accounts/rights.ts";
import { localOfInstant, showInstant } from "../../platform/instants.ts";
import { timeZone } from "../../platform/time-zone.ts";
import { KeptFileLink } from "../../ui/kept-file.tsx";
import { plain } from "../../ui/text.tsx";
import type { OfficeContext } from "../env.ts";
import { oneOf } from "../form-data.ts";
import { When } from "../when.tsx";
import type { FileData, GivenBack } from "./file-data.ts";
import { Part } from "./file-parts.tsx";

/** How long an applicant is given when nothing else is said, in days, and the hour. */
const USUAL_DAYS = 15;
const USUAL_HOUR = "T12:00";

const usualDeadline = (): string =>
  localOfInstant(`${new Date(Date.now() + USUAL_DAYS * 86_400_000).toISOString().slice(0, 19)}Z`, timeZone()).local.slice(0, 10) +
  USUAL_HOUR;
const asInstant = (at: Date) => `${at.toISOString().slice(0, 19)}Z`;

/** Questions and pieces asked for, what came back, and the form to ask for another. */
export const PiecesPart: FC<{ c: OfficeContext; data: FileData; given?: GivenBack | undefined }> = ({ c, data, given }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { file, pieces, edition } = data;
  const own = given?.do === "piece" ? given.values : undefined;
  const asks = may(c.get("officer"), "application.instruct") && !settledStates.includes(file.state) && file.state !== "in_deliberation";
  const problem = (path: string) => given?.do === "piece" && given.refusal.problems?.some((one) => one.path === path);
  return (
    <Part
      id="pieces"
      title={t("instruction.exchanges")}
      aside={<span class="muted">{t("instruction.exchanges.count", { count: pieces.length })}</span>}
    >
      {pieces.map((piece) => (
        <Piece c={c} data={data} piece={piece} />
      ))}
      {asks && (
        <details open={pieces.length === 0 || own !== undefined}>
          <summary>{t("instruction.ask")}</summary>
          <form method="post">
            <div class="form-field">
              <label for="piece-requirement">{t("instruction.ask.document")}</label>
              <select id="piece-requirement" name="requirement">
                <option value="">{t("instruction.ask.question")}</option>
                {edition.requirements
                  .filter(({ stage }) => stage === "application")
                  .map(({ code, name }) => (
                    <option value={code} selected={own && oneOf(own, "requirement") === code}>
                      {plain(name, locale)}
                    </option>
                  ))}
              </select>
            </div>
            <div class="form-field">
              <label for="piece-question">{t("instruction.field.question")}</label>
              <textarea id="piece-question" name="question" rows={4} required aria-invalid={problem("question") ? "true" : undefined}>
                {own ? oneOf(own, "question") : ""}
              </textarea>
            </div>
            <div class="form-field form-date">
              <label for="piece-due">{t("instruction.field.due")}</label>
              <input
                id="piece-due"
                type="datetime-local"
                name="due"
                required
                value={own ? oneOf(own, "due") : usualDeadline()}
                aria-invalid={problem("due") ? "true" : undefined}
                aria-describedby="piece-due-hint"
              />
              <p class="hint" id="piece-due-hint">
                {t(file.state === "submitted" ? "instruction.ask.hintSubmitted" : "instruction.ask.hint")}
              </p>
            </div>
            <p>
              <button type="submit" name="do" value="piece">
                {t("instruction.ask.do")}
              </button>
            </p>
          </form>
        </details>
      )}
    </Part>
  );
};

const Piece: FC<{ c: OfficeContext; data: FileData; piece: PieceRequest }> = ({ c, data, piece }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const open = !piece.answeredAt && !piece.closedAt;
  const late = open && piece.dueAt < new Date();
  const files = data.sent.filter((one) => one.piece === piece.id);
  return (
    <article class="exchange">
      <p class="muted">
        {piece.askedName} <When at={piece.askedAt} locale={locale} />
        {piece.requirement && <> · {plain(data.edition.requirements.find(({ code }) => code === piece.requirement)?.name ?? {}, locale)}</>}
      </p>
      <p class="pre">{piece.question}</p>
      {open && (
        <div class="row-form">
          <span class={late ? "late" : undefined}>
            {t(late ? "instruction.piece.late" : "instruction.piece.due", { due: showInstant(locale, asInstant(piece.dueAt), timeZone()) })}
          </span>
          {may(c.get("officer"), "application.instruct") && (
            <form method="post">
              <button type="submit" class="quiet small" name="do" value={`close-piece:${piece.id}`}>
                {t("instruction.piece.close")}
              </button>
            </form>
          )}
        </div>
      )}
      {piece.answer && (
        <blockquote class="pre">
          {piece.answer}
          {piece.answeredAt && (
            <p class="muted">
              <When at={piece.answeredAt} locale={locale} />
            </p>
          )}
        </blockquote>
      )}
      {piece.closedAt && !piece.answer && (
        <p class="muted">
          {t("instruction.piece.closed")} <When at={piece.closedAt} locale={locale} />
        </p>
      )}
      {files.length > 0 && (
        <ul class="plain">
          {files.map((one) => (
            <li>
              <KeptFileLink t={t} file={one} href={`/bureau/dossiers/${data.file.id}/fichiers/${one.id}`} tellsFinds />
            </li>
          ))}
        </ul>
      )}
    </article>
  );
};
