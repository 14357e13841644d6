import type { FC } from "hono/jsx";
import type { Guest } from "../funding/application/guest-store.ts";
import type { sectionsOf } from "../funding/application/section-store.ts";
import { day } from "../ui/format.ts";
import { Of } from "../ui/of.tsx";
import { Text } from "../ui/text.tsx";
import { bodyHref, fileHref, sectionHref } from "./addresses.ts";
import type { SpaceContext } from "./env.ts";
import type { OpenFile } from "./facts.ts";
import { done, type FileShown } from "./file-shown.ts";
import { Refused, TextField } from "./forms.tsx";
import { SpaceLayout } from "./layout.tsx";
import { When } from "./when.tsx";
import { Deadline, progressOf } from "./wizard/frame.tsx";

export const DraftPage: FC<{
  c: SpaceContext;
  file: OpenFile;
  guests: Guest[];
  saved: Awaited<ReturnType<typeof sectionsOf>>;
  shown: FileShown;
}> = ({ c, file, guests, saved, shown }) => {
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
                      <Of t={t}>{guest.email}</Of>
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
