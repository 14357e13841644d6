import type { FC } from "hono/jsx";
import type { Laureate, Outcome } from "../../funding/public/grant-store.ts";
import { Facts } from "../../ui/facts.tsx";
import { count, money } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { Table } from "../../ui/table.tsx";
import { Text } from "../../ui/text.tsx";
import { RecordLink, Section } from "../register/parts/frame.tsx";
import { Countries } from "../register/parts/lists.tsx";
import { DelaysTable } from "./delays.tsx";
import type { EditionWithResults } from "./load.ts";

/** What came of an edition: who was granted what, then, once every file is decided, how many there were; then the delays. */
export const EditionResults: FC<{ c: PageContext; data: EditionWithResults }> = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { laureates, outcome, delays } = data;
  if (laureates.length === 0) return <></>;
  const { currency } = data.edition;
  const voted = laureates.reduce((sum, { votedCents }) => sum + votedCents, 0);
  return (
    <>
      <Section id="laureates" title={t("outcome.title")}>
        <p>{t("outcome.laureates", { count: laureates.length, amount: money(voted, currency, locale) })}</p>
        <LaureatesTable c={c} laureates={laureates} />
        {!outcome && <p class="meta">{t("outcome.waiting")}</p>}
      </Section>
      {outcome && <Counts c={c} outcome={outcome} />}
      {delays && (
        <Section id="delays" title={t("delays.title")}>
          <DelaysTable c={c} delays={delays} caption={t("delays.title")} />
          <p>
            <a href={href(locale, "delays")}>{t("delays.link")}</a>
          </p>
        </Section>
      )}
    </>
  );
};

const LaureatesTable: FC<{ c: PageContext; laureates: Laureate[] }> = ({ c, laureates }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Table
      caption={t("outcome.title")}
      hideCaption
      rows={laureates}
      columns={[
        {
          label: t("portal.column.beneficiary"),
          heading: true,
          cell: ({ organisation }) => <RecordLink c={c} kind="organisation" record={organisation} />,
        },
        {
          label: t("outcome.project"),
          cell: ({ project, name }) =>
            project ? <RecordLink c={c} kind="project" record={project} /> : <Text value={name} locale={locale} />,
        },
        { label: t("portal.column.countries"), cell: ({ countries }) => <Countries c={c} countries={countries} /> },
        {
          label: t("award.column.voted"),
          numeric: true,
          cell: (one) => <a href={href(locale, "award", { id: one.award })}>{money(one.votedCents, one.currency, locale)}</a>,
        },
        { label: t("award.column.paid"), numeric: true, cell: (one) => money(one.paidCents, one.currency, locale) },
        { label: t("award.state"), cell: ({ state }) => t.dynamic(`award.state.${state}`) },
      ]}
    />
  );
};

const Counts: FC<{ c: PageContext; outcome: Outcome }> = ({ c, outcome }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Section id="counts" title={t("outcome.counts")}>
      <Facts
        facts={[
          [t("outcome.received"), count(outcome.received, locale)],
          [t("outcome.admissible"), count(outcome.admissible, locale)],
          [t("outcome.granted"), count(outcome.granted, locale)],
          [t("outcome.asked"), `${money(outcome.askedCents, outcome.currency, locale)} ${t("outcome.askedText")}`],
          [t("outcome.voted"), money(outcome.votedCents, outcome.currency, locale)],
        ]}
      />
      <p class="meta">{t("outcome.note")}</p>
    </Section>
  );
};
