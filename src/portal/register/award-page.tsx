import type { FC } from "hono/jsx";
import { Facts } from "../../ui/facts.tsx";
import { date, money } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { Table } from "../../ui/table.tsx";
import { Text } from "../../ui/text.tsx";
import {
  GrantConventions,
  GrantDates,
  GrantReports,
  GrantResults,
  GrantSchedule,
  GrantTotals,
  grantFacts,
} from "../grants/award-sections.tsx";
import type { AwardWithGrant } from "../grants/load.ts";
import { OccasionsSection } from "../occasions/parts.tsx";
import { awardThing } from "../structured/money.ts";
import { RecordLink, RecordPage, Section } from "./parts/frame.tsx";

/** All that is public of a grant: what the register says, and its whole life where it was lived on the platform. */
export const AwardPage: FC<{ c: PageContext; data: AwardWithGrant }> = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { grant } = data;
  return (
    <RecordPage
      c={c}
      data={data}
      about={awardThing(c, data)}
      list={{ page: "awards", label: t("nav.awards") }}
      kicker={[t.dynamic("kind.award"), " · ", date(data.awardedOn, locale)]}
    >
      {data.aggregate && <p class="notice">{t("portal.awards.aggregateNote", { count: data.aggregatedCount ?? 0 })}</p>}
      <Facts
        facts={[
          [
            t(grant ? "award.column.voted" : "portal.column.amount"),
            <strong class="total-amount">{money(grant?.votedCents ?? data.amountCents, data.currency, locale)}</strong>,
          ],
          ...(grant ? grantFacts(c, grant) : []),
          [t("portal.column.beneficiary"), <RecordLink c={c} kind="organisation" record={data.organisation} />],
          [t("portal.fact.awardedOn"), date(data.awardedOn, locale)],
          [t("portal.column.programme"), data.programme && <RecordLink c={c} kind="programme" record={data.programme} />],
          [t("portal.column.project"), data.project && <RecordLink c={c} kind="project" record={data.project} />],
          [t("portal.fact.deliberation"), data.deliberation],
          [t("portal.fact.activitySectors"), data.activitySectors.length > 0 && <span lang="fr">{data.activitySectors.join(", ")}</span>],
        ]}
      />
      {grant && (
        <>
          <GrantTotals c={c} grant={grant} />
          <GrantDates c={c} grant={grant} />
          <GrantSchedule c={c} grant={grant} />
          <GrantConventions c={c} grant={grant} />
          <GrantReports c={c} grant={grant} />
          <GrantResults c={c} data={data} grant={grant} />
        </>
      )}
      <Section id="schedule" title={t("portal.awards.schedule")} when={!grant && data.tranches.length > 0}>
        <Table
          caption={t("portal.awards.schedule")}
          hideCaption
          rows={data.tranches}
          columns={[
            { label: t("portal.column.year"), heading: true, cell: (tranche) => String(tranche.year) },
            {
              label: t("portal.column.budgetSource"),
              cell: (tranche) => tranche.budgetSource && <Text value={tranche.budgetSource.name} locale={locale} />,
            },
            { label: t("portal.column.amount"), numeric: true, cell: (tranche) => money(tranche.amountCents, data.currency, locale) },
          ]}
        />
      </Section>
      <OccasionsSection c={c} occasions={data.occasions} />
      {data.organisation && (
        <p>
          <a href={href(locale, "organisation", { id: data.organisation.id })}>{t("portal.awards.sameBeneficiary")}</a>
        </p>
      )}
    </RecordPage>
  );
};
