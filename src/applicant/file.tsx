import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { deleteDraft, inviteGuest, removeGuest } from "../funding/application/actions.ts";
import { answerPiece, withdrawApplication } from "../funding/application/after.ts";
import { requiredDocuments } from "../funding/application/check.ts";
import { type Guest, guestsOf } from "../funding/application/guest-store.ts";
import type { Sealed } from "../funding/application/seal.ts";
import { applicationMoves } from "../funding/application/states.ts";
import { type PieceRequest, piecesOf, type TimelineEntry, timelineOf } from "../funding/application/piece-store.ts";
import { submissionOf } from "../funding/application/submission-store.ts";
import { filesOf, type SentFile } from "../funding/application/file-store.ts";
import { sectionsOf } from "../funding/application/section-store.ts";
import { resultsToldOf } from "../funding/application/list-store.ts";
import { toldState } from "../funding/application/told.ts";
import { openMoves } from "../funding/states.ts";
import { oneOf, readForm } from "../platform/web/form-data.ts";
import { day, money } from "../ui/format.ts";
import { plain, Text } from "../ui/text.tsx";
import { bodyHref, fileHref, sectionHref } from "./addresses.ts";
import { ContentView } from "./content-view.tsx";
import type { SpaceContext, SpaceEnv } from "./env.ts";
import { type Countries, countryOptions, isUuid, type OpenFile, openFile } from "./facts.ts";
import { AreaField, type Form, fieldId, Refused, TextField } from "./forms.tsx";
import { type GrantShown, grantPages, grantSections } from "./grant.tsx";
import { SpaceLayout } from "./layout.tsx";
import { When } from "./when.tsx";
import { SentFiles, UploadForm, uploadNotice } from "./wizard/documents.tsx";
import { Deadline, progressOf } from "./wizard/frame.tsx";
import { awayWords, instantWords, refusalWords } from "./words.ts";

/** One file: where it stands, what waits for an answer, what was sent, what has been done. */
export function filePages(app: Hono<SpaceEnv>): void {
  app.get("/demandes/:id", async (c) => {
    const file = await openFile(c);
    return file ? filePage(c, file) : c.notFound();
  });

  app.post("/demandes/:id/pieces/:piece", async (c) => {
    const file = await openFile(c);
    const piece = c.req.param("piece");
    if (!file || !isUuid(piece)) return c.notFound();
    const { db, baseUrl } = c.get("services");
    const answer = oneOf((await readForm(c)).values, "answer");
    const result = await answerPiece(db, baseUrl, file.file.id, piece, answer, c.get("person"));
    if (result.ok) return c.redirect(`${fileHref(file.file.id)}?fait=${result.sent ? "complet" : "repondu"}`, 303);
    return filePage(c, file, { refused: refusalWords(c.get("t"), result), piece, answer });
  });

  app.get("/demandes/:id/retrait", async (c) => {
    const file = await openFile(c);
    return file && mayWithdraw(file) ? c.html(<Withdraw c={c} file={file} />) : c.notFound();
  });
  app.post("/demandes/:id/retrait", async (c) => {
    const file = await openFile(c);
    if (!file) return c.notFound();
    const { db, baseUrl } = c.get("services");
    const result = await withdrawApplication(db, baseUrl, file.file.id, oneOf((await readForm(c)).values, "reason"), c.get("person"));
    return result.ok
      ? c.redirect(`${fileHref(file.file.id)}?fait=retire`, 303)
      : c.html(<Withdraw c={c} file={file} refused={refusalWords(c.get("t"), result)} />, 422);
  });

  app.post("/demandes/:id/invites", async (c) => {
    const file = await openFile(c);
    if (!file) return c.notFound();
    const { values } = await readForm(c);
    const { db, baseUrl } = c.get("services");
    const [email, person] = [oneOf(values, "email"), c.get("person")];
    const remove = oneOf(values, "do") === "remove";
    const result = remove
      ? await removeGuest(db, file.file.id, email, person)
      : await inviteGuest(db, baseUrl, c.get("locale"), file.file.id, email, person);
    if (result.ok) return c.redirect(`${fileHref(file.file.id)}?fait=${remove ? "desinvite" : "invite"}#invites`, 303);
    return filePage(c, file, {
      form: { t: c.get("t"), problems: result.problems ?? [] },
      email,
      ...(result.problems ? {} : { refused: refusalWords(c.get("t"), result) }),
    });
  });

  app.post("/demandes/:id/supprimer", async (c) => {
    const file = await openFile(c);
    if (!file) return c.notFound();
    if (oneOf((await readForm(c)).values, "do") !== "sure") return filePage(c, file, { deleting: true });
    const result = await deleteDraft(c.get("services").db, file.file.id, c.get("person"));
    return result.ok ? c.redirect("/espace?fait=supprime", 303) : filePage(c, file, { refused: refusalWords(c.get("t"), result) });
  });

  grantPages(app, (c, file, grant) => filePage(c, file, { grant }));

  // Where a form was sent, a reload asks with GET.
  for (const step of ["invites", "supprimer", "pieces/:piece"])
    app.get(`/demandes/:id/${step}`, (c) => c.redirect(fileHref(c.req.param("id") ?? "")));
}

interface Shown {
  refused?: string;
  form?: Form;
  email?: string;
  piece?: string;
  answer?: string;
  deleting?: boolean;
  grant?: GrantShown;
}

const mayWithdraw = (file: OpenFile) =>
  file.standing === "representative" &&
  openMoves(applicationMoves, file.file.state, ["representative"], { complete: true } as never).some(({ name }) => name === "withdraw");

async function filePage(c: SpaceContext, file: OpenFile, shown: Shown = {}): Promise<Response> {
  const { db } = c.get("services");
  const { id } = file.file;
  const [timeline, resultsTold, pieces, files, guests, countries, grant] = await Promise.all([
    timelineOf(db, id),
    resultsToldOf(db, id),
    piecesOf(db, id),
    filesOf(db, id),
    file.file.state === "draft" ? guestsOf(db, id) : [],
    countryOptions(c, file.edition),
    grantSections(c, file, shown.grant ?? {}),
  ]);
  const page =
    file.file.state === "draft" ? (
      <DraftPage c={c} file={file} guests={guests} saved={await sectionsOf(db, id)} shown={shown} />
    ) : (
      <SentPage
        c={c}
        file={await asSent(c, file)}
        timeline={timeline}
        resultsTold={resultsTold}
        pieces={pieces}
        files={files}
        countries={countries}
        shown={shown}
        grant={grant}
      />
    );
  return c.html(page, shown.refused || shown.form || shown.grant ? 422 : 200);
}

/** The file with its body as it described itself when the file was sent. */
async function asSent(c: SpaceContext, file: OpenFile): Promise<OpenFile> {
  const sent = (await submissionOf(c.get("services").db, file.file.id))?.content as Sealed | undefined;
  return sent ? { ...file, applicant: { ...file.applicant, ...sent.applicant } } : file;
}

const done: Record<string, string> = {
  repondu: "space.done.answered",
  complet: "space.done.complete",
  retire: "space.done.withdrawn",
  invite: "space.done.invited",
  desinvite: "space.done.guestRemoved",
  signe: "space.done.signed",
  paiement: "space.done.paymentAsked",
};

const DraftPage: FC<{ c: SpaceContext; file: OpenFile; guests: Guest[]; saved: Awaited<ReturnType<typeof sectionsOf>>; shown: Shown }> = ({
  c,
  file,
  guests,
  saved,
  shown,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { id, draft } = file.file;
  const progress = progressOf(file, saved);
  const first = progress.find(({ missing }) => missing > 0)?.section;
  const what = done[c.req.query("fait") ?? ""];
  const title = draft.title || t("space.untitled");
  return (
    <SpaceLayout c={c} title={title} notice={what && t.dynamic(what)} steps={[{ label: title }]}>
      <p class="kicker">
        <Text value={file.edition.name} locale={locale} /> · <a href={bodyHref(file.applicant.id)}>{file.applicant.name}</a>
      </p>
      <h1>{title}</h1>
      <p>
        <span class="badge badge-draft">{t("space.state.draft")}</span>
      </p>
      <Deadline c={c} file={file} />
      {shown.refused && <Refused words={shown.refused} />}
      <p>
        <a class="button" href={first ? sectionHref(id, first) : fileHref(id, "envoi")}>
          {t(first ? "space.goOn" : "space.saveReview")}
        </a>
      </p>
      <h2>{t("space.steps")}</h2>
      <ol class="section-list">
        {progress.map(({ section, missing, saved: own }) => (
          <li class={missing === 0 ? "step-done" : ""}>
            <a href={sectionHref(id, section)}>{t.dynamic(`space.section.${section}`)}</a>{" "}
            <span class="hint">
              {missing === 0
                ? t("space.step.done")
                : own && own.version > 0
                  ? t("space.step.missing", { count: missing })
                  : t("space.step.toFill")}
              {own && own.version > 0 && (
                <>
                  {" "}
                  · {own.savedName}, <When at={own.savedAt} locale={locale} />
                </>
              )}
            </span>
          </li>
        ))}
        <li>
          <a href={fileHref(id, "envoi")}>{t("space.section.send")}</a>
        </li>
      </ol>
      {file.standing !== "guest" && (
        <section id="invites">
          <h2>{t("space.guests.title")}</h2>
          <p>{t("space.guests.text")}</p>
          {guests.length > 0 && (
            <ul class="sent-files">
              {guests.map((guest) => (
                <li>
                  {guest.name ?? guest.email}{" "}
                  <span class="hint">
                    {t(guest.joined ? "space.guests.joined" : "space.guests.invited", { day: day(guest.invitedAt, locale) })}
                  </span>
                  <form method="post" action={fileHref(id, "invites")}>
                    <input type="hidden" name="email" value={guest.email} />
                    <button class="quiet small" type="submit" name="do" value="remove">
                      {t("space.remove")}
                      <span class="visually-hidden"> : {guest.email}</span>
                    </button>
                  </form>
                </li>
              ))}
            </ul>
          )}
          <form method="post" action={fileHref(id, "invites")} class="narrow-form">
            <TextField
              form={shown.form ?? { t, problems: [] }}
              path="email"
              label={t("space.guests.email")}
              value={shown.email ?? ""}
              type="email"
              autocomplete="off"
              must
            />
            <button type="submit" class="quiet" name="do" value="invite">
              {t("space.guests.do")}
            </button>
          </form>
        </section>
      )}
      {file.standing === "representative" && (
        <section>
          <h2>{t("space.delete.title")}</h2>
          <form
            method="post"
            action={fileHref(id, "supprimer")}
            class={shown.deleting ? "error-summary" : ""}
            role={shown.deleting ? "alert" : undefined}
          >
            <p>{t(shown.deleting ? "space.delete.sure" : "space.delete.text")}</p>
            <button type="submit" class="quiet" name="do" value={shown.deleting ? "sure" : "ask"}>
              {t(shown.deleting ? "space.delete.do" : "space.delete.title")}
            </button>
          </form>
        </section>
      )}
    </SpaceLayout>
  );
};

const SentPage: FC<{
  c: SpaceContext;
  file: OpenFile;
  timeline: TimelineEntry[];
  resultsTold: boolean;
  pieces: PieceRequest[];
  files: SentFile[];
  countries: Countries;
  shown: Shown;
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
                    {typeof document.reason === "string" && ` : ${document.reason}`}
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

const Withdraw: FC<{ c: SpaceContext; file: OpenFile; refused?: string }> = ({ c, file, refused }) => {
  const t = c.get("t");
  const { id, number, title } = file.file;
  return (
    <SpaceLayout
      c={c}
      title={t("space.withdraw.title")}
      steps={[{ label: number ?? title, href: fileHref(id) }, { label: t("space.withdraw.title") }]}
    >
      <h1>{t("space.withdraw.title")}</h1>
      {refused && <Refused words={refused} />}
      <p>{t("space.withdraw.text", { number: number ?? "", title })}</p>
      <form method="post" action={fileHref(id, "retrait")} class="narrow-form">
        <AreaField form={{ t, problems: [] }} path="reason" label={t("space.withdraw.reason")} required={false} value="" rows={3} />
        <p>
          <button type="submit">{t("space.withdraw.do")}</button> <a href={fileHref(id)}>{t("space.cancel")}</a>
        </p>
      </form>
    </SpaceLayout>
  );
};
