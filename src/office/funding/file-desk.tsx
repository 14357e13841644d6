import type { FC } from "hono/jsx";
import { count, money } from "../../ui/format.ts";
import { Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import { oneOf } from "../form-data.ts";
import { HistoryFile } from "../journal/history-file.tsx";
import { When } from "../when.tsx";
import { type FileProps, Part } from "./file-parts.tsx";

export const Organisation: FC<FileProps> = ({ c, data: { file, desk } }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (file.organisation)
    return (
      <p>
        {t("instruction.organisation")} :{" "}
        <a href={`/bureau/organismes/${file.organisation}`}>
          {file.organisationName && <Text value={file.organisationName} locale={locale} />}
        </a>
      </p>
    );
  if (!desk) return <p class="muted">{t("instruction.organisation.none")}</p>;
  return (
    <>
      <p class="hint">{t("instruction.organisation.text")}</p>
      {desk.organisations.length > 0 && (
        <form method="post" class="row-form">
          <label for="organisation">{t("instruction.organisation.found")}</label>
          <select id="organisation" name="organisation">
            {desk.organisations.map((one) => (
              <option value={one.id}>
                {plain(one.name, locale)} ({[one.siret ?? one.rna, t.dynamic(`instruction.link.${one.link}`)].filter(Boolean).join(", ")})
              </option>
            ))}
          </select>
          <button type="submit" name="do" value="match">
            {t("instruction.organisation.match")}
          </button>
        </form>
      )}
      <form method="post">
        <p>
          <button type="submit" class="quiet" name="do" value="create-organisation">
            {t("instruction.organisation.create")}
          </button>
        </p>
      </form>
    </>
  );
};

export const Officers: FC<FileProps> = ({ c, data: { officers, desk } }) => {
  const t = c.get("t");
  return (
    <Part id="agents" title={t("instruction.officers")}>
      <form method="post" class="row-form">
        {(["first", "second"] as const).map((name, i) => (
          <>
            <label for={`officer-${name}`}>{t.dynamic(`instruction.officer.${name}`)}</label>
            <select id={`officer-${name}`} name={name}>
              <option value="">{t("instruction.nobody")}</option>
              {desk!.officers.map((one) => (
                <option value={one.id} selected={officers.some(({ position, userId }) => position === i + 1 && userId === one.id)}>
                  {one.name}
                </option>
              ))}
            </select>
          </>
        ))}
        <button type="submit" name="do" value="officers">
          {t("instruction.save")}
        </button>
      </form>
    </Part>
  );
};

export const Notes: FC<FileProps> = ({ c, data: { desk }, given }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Part id="notes" title={t("instruction.notes")} aside={<span class="muted">{t("instruction.notes.hint")}</span>}>
      <form method="post">
        <div class="form-field">
          <label for="note-text">{t("instruction.notes.new")}</label>
          <textarea id="note-text" name="text" rows={3}>
            {given?.do === "note" ? oneOf(given.values, "text") : ""}
          </textarea>
        </div>
        <p>
          <button type="submit" name="do" value="note">
            {t("instruction.notes.add")}
          </button>
        </p>
      </form>
      {desk!.notes.map(({ note, byName, at }) => (
        <article class="exchange">
          <p class="muted">
            {byName} <When at={at} locale={locale} />
          </p>
          <p class="pre">{note}</p>
        </article>
      ))}
    </Part>
  );
};

export const History: FC<FileProps> = ({ c, data: { desk, file } }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Part id="historique" title={t("instruction.history")}>
      <HistoryFile c={c} href={`/bureau/dossiers/${file.id}/historique.pdf`} />
      <Table
        caption={t("instruction.history.count", { count: desk!.history.length })}
        class="dense"
        rows={desk!.history}
        columns={[
          { label: t("office.when"), cell: (line) => <When at={line.at} locale={locale} /> },
          { label: t("office.who"), cell: (line) => line.actorName },
          {
            label: t("office.what"),
            heading: true,
            cell: (line) => (t.has(`instruction.action.${line.action}`) ? t.dynamic(`instruction.action.${line.action}`) : line.action),
          },
          {
            label: t("instruction.details"),
            cell: ({ document }) => (
              <>
                {typeof document.from === "string" &&
                  typeof document.to === "string" &&
                  `${t.dynamic(`state.application.${document.from}`)} → ${t.dynamic(`state.application.${document.to}`)}`}
                {typeof document.reason === "string" && (
                  <span class="muted block">
                    {t.has(`assessment.reason.${document.reason}`) ? t.dynamic(`assessment.reason.${document.reason}`) : document.reason}
                  </span>
                )}
                {typeof document.user === "string" && <span class="muted">{document.user}</span>}
                {typeof document.cents === "number" && money(document.cents, "EUR", locale)}
                {typeof document.assigned === "number" && count(document.assigned, locale)}
              </>
            ),
          },
        ]}
      />
    </Part>
  );
};
