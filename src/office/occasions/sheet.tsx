import type { FC } from "hono/jsx";
import { may } from "../../platform/accounts/rights.ts";
import { Facts } from "../../ui/facts.tsx";
import { date } from "../../ui/format.ts";
import { inFull } from "../../ui/lasting.ts";
import { Table } from "../../ui/table.tsx";
import { Prose, plain, Text } from "../../ui/text.tsx";
import { officeHref } from "../addresses.ts";
import type { OfficeContext } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";
import { SensitiveBadge } from "./sensitive.tsx";
import type { Sheet } from "./sheet-data.ts";

/** The sheet of a visit, to print: who, when, where, the protocol, the notes and what is to be done after it. */
export const SheetPage: FC<{ c: OfficeContext; data: Sheet; failure: string | undefined }> = ({ c, data: { page, record }, failure }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { document } = record;
  const title = plain(page.name, locale);
  const choice = (field: string, value: string) => t.dynamic(`choice.occasion.${field}.${value}`);
  return (
    <OfficeLayout c={c} title={t("occasions.office.sheetOf", { name: title })}>
      <p class="kicker no-print">
        <a href={officeHref("occasion", record.id)}>{t("occasions.office.backToRecord")}</a>
      </p>
      <p class="kicker">
        {t("occasions.office.sheet")} · {choice("type", page.type)}
      </p>
      <h1>
        <Text value={page.name} locale={locale} />
      </h1>
      <p>
        <SensitiveBadge c={c} sensitive={document.sensitive} /> <span class="meta">{t("occasions.office.inside")}</span>
      </p>
      {failure && (
        <p class="error-summary" role="alert">
          {t.dynamic(`office.failure.${failure === "invalid" ? "not_found" : failure}`)}
        </p>
      )}
      <Prose value={page.description} locale={locale} />
      <Facts
        facts={[
          [t("occasions.when"), inFull(page, t)],
          [
            t("portal.section.where"),
            page.places
              .map(({ venue, point }) => [plain(venue, locale), point && plain(point.name, locale)].filter(Boolean).join(", "))
              .join(" ; "),
          ],
          [t("portal.column.state"), choice("state", page.state)],
          [t("field.occasion.audience"), page.audience && choice("audience", page.audience)],
          [t("portal.column.programme"), page.programme && plain(page.programme.name, locale)],
        ]}
      />
      {page.actors.length > 0 && (
        <Table
          caption={t("portal.section.who")}
          rows={page.actors}
          columns={[
            { label: t("portal.column.name"), heading: true, cell: ({ person, who }) => person ?? (who ? plain(who.name, locale) : "") },
            { label: t("portal.column.role"), cell: ({ role }) => choice("actors.role", role) },
            { label: t("portal.column.note"), cell: ({ note }) => <Text value={note} locale={locale} /> },
          ]}
        />
      )}
      <Words title={t("field.occasion.purpose")} text={plain(page.purpose, locale)} />
      <Words title={t("occasions.office.protocol")} text={document.protocol ?? ""} />
      <Words title={t("occasions.office.notes")} text={document.notes ?? ""} />
      {document.followUps.length > 0 && (
        <Table
          caption={t("occasions.office.followUps")}
          rows={document.followUps}
          columns={[
            { label: t("field.occasion.followUps.task"), heading: true, cell: ({ task }) => task },
            { label: t("field.occasion.followUps.owner"), cell: ({ owner }) => owner ?? "–" },
            { label: t("field.occasion.followUps.dueOn"), cell: ({ dueOn }) => (dueOn ? date(dueOn, locale) : "–") },
            { label: t("field.occasion.followUps.doneOn"), cell: ({ doneOn }) => (doneOn ? date(doneOn, locale) : "–") },
          ]}
        />
      )}
      {may(c.get("officer"), "record.edit") && (
        <section class="no-print">
          <h2>{t("occasions.office.after")}</h2>
          <form method="post" class="row-form">
            <input type="hidden" name="version" value={record.version} />
            <button type="submit">{t("occasions.office.begin")}</button>
          </form>
          <p class="meta">{t("occasions.office.beginText")}</p>
          <p>
            <a href={`${officeHref("award", "nouveau")}?${grantOf(document)}`}>{t("occasions.office.grant")}</a>
          </p>
        </section>
      )}
    </OfficeLayout>
  );
};

/** What the form of a grant begins with: the programme, and the first body that took part. */
function grantOf({ programme, actors, links }: Sheet["record"]["document"]): string {
  const organisation = actors.find((actor) => actor.organisation)?.organisation;
  const project = links.find((link) => link.project)?.project;
  return new URLSearchParams(
    Object.entries({ programme, organisation, project }).filter((entry): entry is [string, string] => Boolean(entry[1])),
  ).toString();
}

const Words: FC<{ title: string; text: string }> = ({ title, text }) =>
  text === "" ? (
    <></>
  ) : (
    <section>
      <h2>{title}</h2>
      <div class="prose">
        {text.split(/\n{2,}/).map((paragraph) => (
          <p class="lines">{paragraph}</p>
        ))}
      </div>
    </section>
  );
