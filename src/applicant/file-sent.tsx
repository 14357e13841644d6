import type { FC } from "hono/jsx";
import { requiredDocuments } from "../funding/application/check.ts";
import type { SentFile } from "../funding/application/file-store.ts";
import type { PieceRequest, TimelineEntry } from "../funding/application/piece-store.ts";
import { toldState } from "../funding/application/told.ts";
import { day, money } from "../ui/format.ts";
import { plain, Text } from "../ui/text.tsx";
import { bodyHref, fileHref } from "./addresses.ts";
import { ContentView } from "./content-view.tsx";
import type { SpaceContext } from "./env.ts";
import type { Countries, OpenFile } from "./facts.ts";
import { done, type FileShown, mayWithdraw } from "./file-shown.ts";
import { AreaField, fieldId, Refused } from "./forms.tsx";
import { SpaceLayout } from "./layout.tsx";
import { When } from "./when.tsx";
import { SentFiles, UploadForm, uploadNotice } from "./wizard/documents.tsx";
import { awayWords, instantWords } from "./words.ts";

export const SentPage: FC<{
  c: SpaceContext;
  file: OpenFile;
  timeline: TimelineEntry[];
  resultsTold: boolean;
  pieces: PieceRequest[];
  files: SentFile[];
  countries: Countries;
  shown: FileShown;
  grant: unknown;
}> = ({ c, file, timeline, resultsTold, pieces, files, countries, shown, grant }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { id, number, title, state, submittedAt, askedCents, currency, reason } = file.file;
  const told = toldState(state, resultsTold);
  const what = done[c.req.query("fait") ?? ""];
  const upload = uploadNotice(c);
  const open = pieces.filter(({ answeredAt, closedAt }) => !answeredAt && !closedAt);
  const answered = pieces.filter(({ answeredAt }) => answeredAt);
  const now = c.get("arrivedAt");
  // What may still come after the file is sent: what was allowed to follow, what was refused.
  const following = ["incomplete", "subject_to_document"].includes(state)
    ? requiredDocuments(file.edition, askedCents).filter(
        ({ code, required }) => required && !files.some((one) => one.requirement === code && one.verdict !== "refused"),
      )
    : [];
  return (
    <SpaceLayout
      c={c}
      title={title}
      notice={(what && t.dynamic(what)) || upload.notice}
      islands={["islands/upload.ts"]}
      steps={[{ label: number ?? title }]}
    >
      <p class="kicker">
        {number} · <Text value={file.edition.name} locale={locale} /> · <a href={bodyHref(file.applicant.id)}>{file.applicant.name}</a>
      </p>
      <h1>{title}</h1>
      <p class="state-line">
        <span class={`badge badge-${told}`}>{t.dynamic(`space.state.${told}`)}</span> {t.dynamic(`space.next.${told}`)}
      </p>
      {reason && ["inadmissible", "rejected", "lapsed", "withdrawn", "refused"].includes(told) && (
        <p>
          <strong>{t("space.reason")}</strong> {reason}
        </p>
      )}
      {(shown.refused ?? upload.refused) && <Refused words={shown.refused ?? upload.refused} />}
      {open.length > 0 && (
        <section>
          <h2>{t("space.pieces.title", { count: open.length })}</h2>
          {open.map((piece) => (
            <article class="piece" id={fieldId(`piece.${piece.id}`)} tabindex={-1}>
              <h3>{piece.question}</h3>
              <p>
                {t("space.pieces.due", { at: instantWords(piece.dueAt, locale) })}{" "}
                <span class="muted">({awayWords(piece.dueAt, now, locale)})</span>
              </p>
              <p class="hint">{t("space.pieces.askedBy", { name: piece.askedName, day: day(piece.askedAt, locale) })}</p>
              <SentFiles c={c} id={id} files={files.filter((one) => one.piece === piece.id)} removable piece={piece.id} />
              <UploadForm c={c} id={id} requirement={null} piece={piece.id} label={t("space.pieces.file")} />
              <form method="post" action={fileHref(id, "pieces", piece.id)}>
                <AreaField
                  form={{ t, problems: [] }}
                  path={`answer.${piece.id}`}
                  name="answer"
                  label={t("space.pieces.answer")}
                  value={shown.piece === piece.id ? (shown.answer ?? "") : ""}
                  rows={4}
                />
                <button type="submit">{t("space.pieces.send")}</button>
              </form>
            </article>
          ))}
        </section>
      )}
      {following.length > 0 && (
        <section>
          <h2>{t("space.following")}</h2>
          {following.map(({ code, name, help }) => (
            <article class="document" id={fieldId(`documents.${code}`)} tabindex={-1}>
              <h3>
                <Text value={name} locale={locale} />
              </h3>
              <p class="hint">
                <Text value={help} locale={locale} />
              </p>
              <SentFiles c={c} id={id} files={files.filter((one) => one.requirement === code)} />
              <UploadForm c={c} id={id} requirement={code} piece={null} label={t("space.file.of", { document: plain(name, locale) })} />
            </article>
          ))}
        </section>
      )}
      {grant as never}
      <section>
        <h2>{t("space.receipt.title")}</h2>
        <dl class="facts">
          <div>
            <dt>{t("space.receipt.number")}</dt>
            <dd>{number}</dd>
          </div>
          <div>
            <dt>{t("space.receipt.at")}</dt>
            <dd>
              <time datetime={submittedAt!.toISOString()}>{instantWords(submittedAt!, locale)}</time>
            </dd>
          </div>
          <div>
            <dt>{t("space.field.asked")}</dt>
            <dd>{money(askedCents, currency, locale)}</dd>
          </div>
        </dl>
        <p>
          <a href={fileHref(id, "accuse")}>{t("space.receipt.see")}</a>
          {mayWithdraw(file) && (
            <>
              {" · "}
              <a href={fileHref(id, "retrait")}>{t("space.withdraw.title")}</a>
            </>
          )}
        </p>
      </section>
      {answered.length > 0 && (
        <section>
          <h2>{t("space.pieces.answered")}</h2>
          {answered.map((piece) => (
            <details>
              <summary>{piece.question}</summary>
              <p class="pre">{piece.answer}</p>
              <SentFiles c={c} id={id} files={files.filter((one) => one.piece === piece.id)} />
            </details>
          ))}
        </section>
      )}
      <section>
        <h2>{t("space.timeline")}</h2>
        <ol class="timeline">
          {timeline.flatMap(({ at, action, document }) =>
            t.has(`space.event.${action}`)
              ? [
                  <li>
                    <When at={at} locale={locale} /> {t.dynamic(`space.event.${action}`)}
                    {typeof document.reason === "string" && `${t("common.colon")} ${document.reason}`}
                  </li>,
                ]
              : [],
          )}
        </ol>
      </section>
      <details class="sent-content">
        <summary>{t("space.sentContent")}</summary>
        <ContentView c={c} file={file} files={files} countries={countries} level="h3" />
      </details>
    </SpaceLayout>
  );
};
