import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { deleteDraft, inviteGuest, removeGuest } from "../funding/application/actions.ts";
import { answerPiece, withdrawApplication } from "../funding/application/after.ts";
import { filesOf } from "../funding/application/file-store.ts";
import { guestsOf } from "../funding/application/guest-store.ts";
import { resultsToldOf } from "../funding/application/list-store.ts";
import { piecesOf, timelineOf } from "../funding/application/piece-store.ts";
import type { Sealed } from "../funding/application/seal.ts";
import { sectionsOf } from "../funding/application/section-store.ts";
import { submissionOf } from "../funding/application/submission-store.ts";
import { oneOf, readForm } from "../platform/web/form-data.ts";
import { fileHref } from "./addresses.ts";
import type { SpaceContext, SpaceEnv } from "./env.ts";
import { countryOptions, isUuid, type OpenFile, openFile } from "./facts.ts";
import { DraftPage } from "./file-draft.tsx";
import { SentPage } from "./file-sent.tsx";
import { type FileShown, mayWithdraw } from "./file-shown.ts";
import { AreaField, Refused } from "./forms.tsx";
import { grantPages, grantSections } from "./grant.tsx";
import { SpaceLayout } from "./layout.tsx";
import { refusalWords } from "./words.ts";

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

async function filePage(c: SpaceContext, file: OpenFile, shown: FileShown = {}): Promise<Response> {
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
