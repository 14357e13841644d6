import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { sectionOf } from "../funding/application/check.ts";
import { filesOf, type SentFile } from "../funding/application/file-store.ts";
import { lateReportsOf } from "../funding/application/list-store.ts";
import { type SavedSection, sectionsOf } from "../funding/application/section-store.ts";
import { submitApplication, timely } from "../funding/application/submit.ts";
import { dayOf } from "../platform/instants.ts";
import { giveFile } from "../platform/web/stored-file.ts";
import { money } from "../ui/format.ts";
import { bodyHref, fileHref, sectionHref } from "./addresses.ts";
import { ContentView } from "./content-view.tsx";
import type { SpaceContext, SpaceEnv } from "./env.ts";
import { type Countries, countryOptions, type OpenFile, openFile } from "./facts.ts";
import { ErrorSummary, type Form, fieldId, Refused } from "./forms.tsx";
import { labelOf } from "./labels.ts";
import { SpaceLayout } from "./layout.tsx";
import { progressOf, WizardPage } from "./wizard/frame.tsx";
import { instantWords, refusalWords } from "./words.ts";

/** Everything that will be sent, the button that sends it, and the receipt. */
export function sendPages(app: Hono<SpaceEnv>): void {
  app.get("/demandes/:id/envoi", async (c) => {
    const file = await openFile(c);
    if (!file) return c.notFound();
    return file.file.state === "draft" ? review(c, file) : c.redirect(fileHref(file.file.id, "accuse"));
  });

  app.post("/demandes/:id/envoi", async (c) => {
    const file = await openFile(c);
    if (!file) return c.notFound();
    const sent = await submitApplication(c.get("services").db, file.file.id, c.get("arrivedAt"), c.get("person"));
    if (sent.ok) return c.redirect(fileHref(file.file.id, "accuse"), 303);
    return review(c, file, refusalWords(c.get("t"), sent));
  });

  app.get("/demandes/:id/accuse", async (c) => {
    const file = await openFile(c);
    if (!file) return c.notFound();
    if (!file.file.number) return c.redirect(fileHref(file.file.id));
    return c.html(<Receipt c={c} file={file} />);
  });
  app.get("/demandes/:id/accuse.pdf", async (c) => {
    const file = await openFile(c);
    if (!file?.file.receipt) return c.notFound();
    const kept = { sha256: file.file.receipt, name: `${file.file.number}.pdf`, mediaType: "application/pdf" };
    return giveFile(c, c.get("services").files, kept, "private, no-store");
  });
}

async function review(c: SpaceContext, file: OpenFile, refused?: string): Promise<Response> {
  const { db } = c.get("services");
  const [saved, files, countries, late] = await Promise.all([
    sectionsOf(db, file.file.id),
    filesOf(db, file.file.id),
    countryOptions(c, file.edition),
    lateReportsOf(db, file.applicant.id, dayOf(c.get("arrivedAt"))),
  ]);
  return c.html(
    <Review c={c} file={file} saved={saved} files={files} countries={countries} late={late.length} refused={refused} />,
    refused ? 422 : 200,
  );
}

const Review: FC<{
  c: SpaceContext;
  file: OpenFile;
  saved: Map<string, SavedSection>;
  files: SentFile[];
  countries: Countries;
  late: number;
  refused: string | undefined;
}> = ({ c, file, saved, files, countries, late, refused }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { id } = file.file;
  const form: Form = { t, problems: file.problems, currency: file.edition.currency };
  const hrefOf = (path: string) => {
    const section = sectionOf(path);
    return section === "applicant"
      ? `${bodyHref(file.applicant.id)}#${fieldId(path.replace("applicant.", ""))}`
      : `${sectionHref(id, section)}#${fieldId(path)}`;
  };
  const untimely = timely(file.edition, c.get("arrivedAt"));
  const ready = file.problems.length === 0 && !untimely && late === 0;
  return (
    <WizardPage c={c} file={file} progress={progressOf(file, saved)} at="send" title={t("space.section.send")}>
      {refused && <Refused words={refused} />}
      {untimely && !refused && <Refused words={refusalWords(t, untimely)} />}
      {untimely?.reason === "submission_late" && <p>{t("space.send.lateText")}</p>}
      {late > 0 && <Refused words={t("space.refusal.submission_late_report", { count: late })} />}
      <ErrorSummary
        form={form}
        labelOf={(path) => labelOf(t, file.edition, path, file.file.draft)}
        title={t("space.missing", { count: file.problems.length })}
        hrefOf={hrefOf}
        quiet
      />
      {file.problems.length === 0 && !untimely && <p class="notice">{t("space.send.complete")}</p>}
      <p>{t("space.send.text")}</p>
      <ContentView c={c} file={file} files={files} countries={countries} />
      <section class="send-box">
        <h2>{t("space.send.title")}</h2>
        <p>
          {t("space.send.asked", { amount: money(file.file.askedCents, file.edition.currency, locale) })}{" "}
          {t("space.send.deadline", { at: instantWords(file.edition.closesAt, locale) })}
        </p>
        {file.standing === "representative" ? (
          <form method="post" action={fileHref(id, "envoi")}>
            <button type="submit" disabled={!ready} aria-describedby={ready ? undefined : "not-ready"}>
              {t("space.send.do")}
            </button>
            {!ready && (
              <p class="hint" id="not-ready">
                {t("space.send.notReady")}
              </p>
            )}
          </form>
        ) : (
          <p>{t("space.send.onlyRepresentative")}</p>
        )}
      </section>
    </WizardPage>
  );
};

const Receipt: FC<{ c: SpaceContext; file: OpenFile }> = ({ c, file }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { id, number, title, submittedAt, contentSha256, receipt, askedCents, currency } = file.file;
  return (
    <SpaceLayout c={c} title={t("space.receipt.title")} steps={[{ label: title, href: fileHref(id) }, { label: t("space.receipt.title") }]}>
      <h1>{t("space.receipt.title")}</h1>
      <p class="lede">{t("space.receipt.text")}</p>
      <dl class="receipt">
        <div>
          <dt>{t("space.receipt.number")}</dt>
          <dd class="receipt-number">{number}</dd>
        </div>
        <div>
          <dt>{t("space.receipt.at")}</dt>
          <dd>
            <time datetime={submittedAt!.toISOString()}>{instantWords(submittedAt!, locale)}</time>
          </dd>
        </div>
        <div>
          <dt>{t("space.field.title")}</dt>
          <dd>{title}</dd>
        </div>
        <div>
          <dt>{t("space.field.asked")}</dt>
          <dd>{money(askedCents, currency, locale)}</dd>
        </div>
        <div>
          <dt>{t("space.receipt.sha256")}</dt>
          <dd>
            <code>{contentSha256}</code>
          </dd>
        </div>
      </dl>
      <p>
        {receipt ? (
          <a class="button" href={fileHref(id, "accuse.pdf")}>
            {t("space.receipt.pdf")}
          </a>
        ) : (
          <>
            {t("space.receipt.soon")} <a href={fileHref(id, "accuse")}>{t("space.receipt.again")}</a>
          </>
        )}
      </p>
      <p>{t("space.receipt.next")}</p>
      <p>
        <a href={fileHref(id)}>{t("space.toFile")}</a>
      </p>
    </SpaceLayout>
  );
};
