import type { FC } from "hono/jsx";
import type { Laureate, PrizeRecord } from "../../register/prize/store.ts";
import { Facts } from "../../ui/facts.tsx";
import { date } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import { RecordLink, RecordPage, Section } from "../register/parts/frame.tsx";
import { Documents, Website } from "../register/parts/lists.tsx";
import { ThemeTags } from "../register/parts/terms.tsx";
import { SmallMap } from "../register/parts/where.tsx";
import { choice, period } from "../register/parts/words.ts";
import { Pictures } from "../register/project-sections.tsx";

type Edition = PrizeRecord["editions"][number];
type Part = FC<{ c: PageContext; data: PrizeRecord }>;

/** All that the register says of a prize: who gives it, the city's part, its editions and its laureates, by year. */
export const PrizePage: Part = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <RecordPage
      c={c}
      data={data}
      list={{ page: "prizes", label: t("nav.prizes") }}
      kicker={[t("kind.prize"), " · ", choice(t, "prize.role", data.role)]}
    >
      <Facts
        facts={[
          [t("honours.prizes.giver"), data.organisation && <RecordLink c={c} kind="organisation" record={data.organisation} />],
          [t("portal.column.period"), period(t, data.since, data.until)],
          [t("field.prize.recurrence"), plain(data.recurrence, locale) && <Text value={data.recurrence} locale={locale} />],
          [t("honours.prizes.place"), data.point && <Text value={data.point.name} locale={locale} />],
          [t("field.programme"), data.programme && <RecordLink c={c} kind="programme" record={data.programme} />],
          [t("portal.fact.website"), data.website && <Website url={data.website} />],
        ]}
      />
      <ThemeTags c={c} themes={data.themes} />
      <Laureates c={c} data={data} />
      <Editions c={c} data={data} />
      <SmallMap c={c} points={[data.point]} kind="agreement" label={t("portal.where.map", { name: plain(data.name, locale) })} />
      <Pictures c={c} data={data} />
      <Section id="documents" title={t("portal.section.documents")} when={data.documents.length > 0}>
        <Documents c={c} documents={data.documents} />
      </Section>
    </RecordPage>
  );
};

const Laureates: Part = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Section id="laureates" title={t("honours.prizes.laureates")}>
      {data.laureates.length === 0 ? (
        <p class="muted">{t("honours.prizes.noLaureates")}</p>
      ) : (
        <>
          <Table
            caption={t("honours.prizes.laureates")}
            hideCaption
            rows={data.laureates}
            columns={[
              { label: t("honours.year"), cell: (line) => String(line.year) },
              {
                label: t("honours.prizes.column.laureate"),
                heading: true,
                cell: (line) => line.person ?? <RecordLink c={c} kind="organisation" record={line.organisation} />,
              },
              { label: t("portal.column.country"), cell: (line) => line.country && <Text value={line.country.name} locale={locale} /> },
              { label: t("honours.prizes.column.work"), cell: (line) => <Text value={line.work} locale={locale} /> },
              ...(data.laureates.some((line) => plain(line.distinction, locale))
                ? [
                    {
                      label: t("honours.prizes.column.distinction"),
                      cell: (line: Laureate) => <Text value={line.distinction} locale={locale} />,
                    },
                  ]
                : []),
            ]}
          />
          <p class="meta">{t("honours.prizes.laureatesKnown")}</p>
        </>
      )}
    </Section>
  );
};

const Editions: Part = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Section id="editions" title={t("honours.prizes.editions")} when={data.editions.length > 0}>
      <Table
        caption={t("honours.prizes.editions")}
        hideCaption
        rows={data.editions}
        columns={[
          { label: t("honours.year"), heading: true, cell: (line) => String(line.year) },
          {
            label: t("honours.prizes.column.ceremony"),
            cell: (line) => (
              <>
                {line.heldOn ? date(line.heldOn, locale) : !line.occasion && <span class="muted">{t("portal.date.unknown")}</span>}
                {line.heldOn && line.occasion && " · "}
                <RecordLink c={c} kind="occasion" record={line.occasion} />
              </>
            ),
          },
          ...(data.editions.some((line) => plain(line.note, locale))
            ? [{ label: t("portal.column.note"), cell: (line: Edition) => <Text value={line.note} locale={locale} /> }]
            : []),
        ]}
      />
    </Section>
  );
};
