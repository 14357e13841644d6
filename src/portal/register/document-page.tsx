import type { FC } from "hono/jsx";
import type { DocumentRecord } from "../../register/document/store.ts";
import { Facts } from "../../ui/facts.tsx";
import { date } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { RecordPage, Section } from "./parts/frame.tsx";
import { FileLink, Links, Website } from "./parts/lists.tsx";
import { choice, languageName } from "./parts/words.ts";

/** A deliberation, a report, a page: where to read it, and the records that rest on it. */
export const DocumentPage: FC<{ c: PageContext; data: DocumentRecord }> = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const cited = [
    ["agreement", data.agreements],
    ["programme", data.programmes],
    ["project", data.projects],
    ["network", data.networks],
  ] as const;
  return (
    <RecordPage c={c} data={data} list={undefined} kicker={[t.dynamic("kind.document"), " · ", choice(t, "document.type", data.type)]}>
      <Facts
        facts={[
          [t("portal.document.file"), data.file && <FileLink c={c} file={data.file} language={data.language} />],
          [t("portal.document.address"), data.url && <Website url={data.url} full />],
          [t("portal.column.date"), data.datedOn && date(data.datedOn, locale)],
          [t("portal.document.language"), data.language && languageName(data.language, locale)],
          [t("portal.document.licence"), data.licence],
        ]}
      />
      {cited.map(([kind, records]) => (
        <Section id={`cited-${kind}`} title={t.dynamic(`portal.document.citedBy.${kind}`)} when={records.length > 0}>
          <Links c={c} kind={kind} records={[...records]} />
        </Section>
      ))}
    </RecordPage>
  );
};
