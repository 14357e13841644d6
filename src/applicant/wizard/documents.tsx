import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { requiredDocuments } from "../../funding/application/check.ts";
import { totalsOf } from "../../funding/application/content.ts";
import { filesOf, findSentFile, type SentFile } from "../../funding/application/file-store.ts";
import { attachFile, removeFile } from "../../funding/application/files.ts";
import { ACCEPTED, MAX_FILE_BYTES, TOLD_MAX_BYTES } from "../../funding/upload/types.ts";
import { sentFile } from "../../platform/intake/gate.ts";
import { oneOf, readForm } from "../../platform/web/form-data.ts";
import { giveFile } from "../../platform/web/stored-file.ts";
import { fileLimits } from "../../ui/file-limits.ts";
import { bytes, money } from "../../ui/format.ts";
import { KeptFileLink } from "../../ui/kept-file.tsx";
import { Of } from "../../ui/of.tsx";
import { plain, Text } from "../../ui/text.tsx";
import { fileHref, sectionHref } from "../addresses.ts";
import type { SpaceContext, SpaceEnv } from "../env.ts";
import { isUuid, type OpenFile, openFile } from "../facts.ts";
import { FieldProblems, type Form, fieldId } from "../forms.tsx";
import { When } from "../when.tsx";
import { refusalWords } from "../words.ts";

/** Files sent by plain forms, taken out, and given back to those who may see them. */
export function documentPages(app: Hono<SpaceEnv>): void {
  app.post("/demandes/:id/documents", async (c) => {
    const file = await openFile(c);
    if (!file) return c.notFound();
    const { values, files } = await readForm(c);
    const { db, files: kept, baseUrl } = c.get("services");
    const [requirement, piece] = [oneOf(values, "requirement") || null, oneOf(values, "piece") || null];
    const back = returnTo(file, piece);
    if (oneOf(values, "do") === "remove") {
      const removed = await removeFile(db, file.file.id, oneOf(values, "file"), piece, c.get("person"));
      return c.redirect(`${back}?${removed.ok ? "retire=1" : `refus=${removed.reason}`}${anchor(requirement, piece)}`, 303);
    }
    const sent = files.file;
    if (!sent) return c.redirect(`${back}?refus=file_missing${anchor(requirement, piece)}`, 303);
    const result = await attachFile(db, kept, baseUrl, file.file.id, { requirement, piece }, await sentFile(sent), c.get("person"));
    return c.redirect(`${back}?${result.ok ? "recu=1" : `refus=${result.reason}`}${anchor(requirement, piece)}`, 303);
  });

  app.get("/demandes/:id/fichiers/:file", async (c) => {
    const file = await openFile(c);
    const id = c.req.param("file");
    const sent = file && isUuid(id) ? await findSentFile(c.get("services").db, file.file.id, id) : undefined;
    if (!sent) return c.notFound();
    return giveFile(c, c.get("services").files, sent, "private, no-store");
  });
}

const returnTo = ({ file }: OpenFile, piece: string | null) =>
  piece === null && file.state === "draft" ? sectionHref(file.id, "documents") : fileHref(file.id);
const anchor = (requirement: string | null, piece: string | null) => `#${fieldId(piece ? `piece.${piece}` : `documents.${requirement}`)}`;

/** What became of the file that was sent last, from the address that the form came back to. */
export function uploadNotice(c: SpaceContext): { notice?: string; refused?: string } {
  const t = c.get("t");
  const refused = c.req.query("refus");
  if (refused)
    return {
      refused: refusalWords(t, { reason: refused.replace(/[^a-z_]/g, ""), values: fileLimits("application", c.get("locale")) }),
    };
  return c.req.query("recu") === "1"
    ? { notice: t("space.file.received") }
    : c.req.query("retire") === "1"
      ? { notice: t("space.file.removed") }
      : {};
}

export const DocumentsSection: FC<{ c: SpaceContext; file: OpenFile; form: Form; next: string }> = async ({ c, file, form, next }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const sent = await filesOf(c.get("services").db, file.file.id);
  const asked = requiredDocuments(file.edition, totalsOf(file.file.draft, file.edition).asked);
  const later = file.edition.requirements.filter(({ stage }) => stage === "agreement");
  const { notice, refused } = uploadNotice(c);
  return (
    <>
      {notice && (
        <p class="notice" role="status">
          {notice}
        </p>
      )}
      {refused && (
        <p class="error-summary" role="alert">
          {refused}
        </p>
      )}
      <p>{t("space.help.documents", { maximum: bytes(TOLD_MAX_BYTES, locale) })}</p>
      {asked.length === 0 && <p>{t("space.help.noDocuments")}</p>}
      {asked.map(({ code, name, help, required, canFollow, aboveCents }) => (
        <section class="document" id={fieldId(`documents.${code}`)} tabindex={-1}>
          <h2>
            <Text value={name} locale={locale} />
          </h2>
          <p class="hint">
            {t(required ? (canFollow ? "space.document.canFollow" : "space.document.required") : "space.document.optional")}
            {aboveCents !== null && ` ${t("space.document.above", { amount: money(aboveCents, file.edition.currency, locale) })}`}{" "}
            <Text value={help} locale={locale} />
          </p>
          <FieldProblems form={form} path={`documents.${code}`} />
          <SentFiles c={c} id={file.file.id} files={sent.filter((one) => one.requirement === code)} removable />
          <UploadForm
            c={c}
            id={file.file.id}
            requirement={code}
            piece={null}
            label={t("space.file.of", { document: plain(name, locale) })}
          />
        </section>
      ))}
      {later.length > 0 && (
        <section>
          <h2>{t("space.document.later")}</h2>
          <ul>
            {later.map(({ name }) => (
              <li>
                <Text value={name} locale={locale} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <p>
        <a class="button" href={next}>
          {t("space.continue")}
        </a>
      </p>
    </>
  );
};

/** The files that have been sent for one thing, each to look at again, or to take back. */
export const SentFiles: FC<{ c: SpaceContext; id: string; files: readonly SentFile[]; removable?: boolean; piece?: string }> = ({
  c,
  id,
  files,
  removable,
  piece,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (files.length === 0) return <></>;
  return (
    <ul class="sent-files">
      {files.map((one) => (
        <li>
          <KeptFileLink t={t} file={one} href={fileHref(id, "fichiers", one.id)} />{" "}
          <span class="hint">
            {bytes(one.bytes, locale)}, <When at={one.sentAt} locale={locale} />
          </span>
          {one.verdict && one.check !== "infected" && one.check !== "deleted" && (
            <span class={`badge badge-${one.verdict}`}>
              {t.dynamic(`space.verdict.${one.verdict}`)}
              {one.note && `${t("common.colon")} ${one.note}`}
            </span>
          )}
          {removable && (
            <form method="post" action={fileHref(id, "documents")}>
              <input type="hidden" name="file" value={one.id} />
              <input type="hidden" name="requirement" value={one.requirement ?? ""} />
              {piece && <input type="hidden" name="piece" value={piece} />}
              <button class="quiet small" type="submit" name="do" value="remove">
                {t("space.remove")}
                <Of t={t}>{one.name}</Of>
              </button>
            </form>
          )}
        </li>
      ))}
    </ul>
  );
};

/** A plain form that sends one file; where scripts run, the island sends it in pieces, with its progress. */
export const UploadForm: FC<{ c: SpaceContext; id: string; requirement: string | null; piece: string | null; label: string }> = ({
  c,
  id,
  requirement,
  piece,
  label,
}) => {
  const t = c.get("t");
  const field = fieldId(`file.${requirement ?? piece}`);
  return (
    <form
      method="post"
      action={fileHref(id, "documents")}
      enctype="multipart/form-data"
      class="upload-form"
      data-upload={JSON.stringify({ application: id, requirement, piece })}
      data-words={JSON.stringify({
        sending: t("space.upload.sending", { percent: -1 }),
        waiting: t("space.upload.waiting"),
        offline: t("space.upload.offline"),
        done: t("space.upload.done"),
        failed: t("space.upload.failed"),
        resume: t("space.upload.resume"),
        tooBig: t("problem.file_size", { maximum: bytes(TOLD_MAX_BYTES, c.get("locale")) }),
        cancel: t("space.upload.cancel"),
        maximum: MAX_FILE_BYTES,
      })}
    >
      {requirement && <input type="hidden" name="requirement" value={requirement} />}
      {piece && <input type="hidden" name="piece" value={piece} />}
      <label for={field}>{label}</label>
      <span class="upload-line">
        <input id={field} type="file" name="file" accept={ACCEPTED} required />
        <button type="submit" class="quiet">
          {t("space.file.send")}
        </button>
      </span>
    </form>
  );
};
