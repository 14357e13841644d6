import type { FC } from "hono/jsx";
import type { AgreementRecord } from "../../register/agreement/store.ts";
import { Facts } from "../../ui/facts.tsx";
import { date, money } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { Table } from "../../ui/table.tsx";
import { Prose, plain, Text } from "../../ui/text.tsx";
import { OccasionsSection } from "../occasions/parts.tsx";
import { agreementThing } from "../structured/records.ts";
import { AgreementState, AgreementsTable, KnownDate } from "./parts/agreements.tsx";
import { RecordLink, RecordPage, Section } from "./parts/frame.tsx";
import { Countries, Documents, ProjectsTable } from "./parts/lists.tsx";
import { goalList, ThemeTags } from "./parts/terms.tsx";
import { SmallMap } from "./parts/where.tsx";
import { choice } from "./parts/words.ts";

/** All that the register says of an agreement: what it is for, what it commits to, what became of it. */
export const AgreementPage: FC<{ c: PageContext; data: AgreementRecord }> = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <RecordPage
      c={c}
      data={data}
      about={agreementThing(c, data)}
      list={{ page: "agreements", label: t("nav.agreements") }}
      kicker={[t.dynamic("kind.agreement"), " · ", choice(t, "agreement.type", data.type)]}
    >
      <Facts
        facts={[
          [t("portal.column.partner"), <RecordLink c={c} kind="partner" record={data.partner} />],
          [t("portal.column.country"), data.country && <Countries c={c} countries={[data.country]} />],
          [t("portal.column.state"), <AgreementState c={c} state={data.state} />],
          [t("portal.column.signed"), <KnownDate c={c} value={data.signedOn} />],
          [
            t("portal.fact.transmitted"),
            data.transmittedOn && (
              <>
                {date(data.transmittedOn, locale)}
                <br />
                <span class="meta">{t("portal.fact.transmittedNote")}</span>
              </>
            ),
          ],
          [t("portal.fact.ends"), data.endsOn && date(data.endsOn, locale)],
          [t("portal.fact.tacitRenewal"), data.tacitRenewal && t("common.yes")],
          // Zero is an answer; not known is not.
          [
            t("portal.fact.forecast"),
            data.amountCents === null
              ? undefined
              : data.amountCents === 0
                ? t("portal.fact.noCommitment")
                : money(data.amountCents, data.currency, locale),
          ],
          [t("portal.fact.deliberation"), data.deliberation],
          [t("portal.fact.goals"), goalList(c, data.goals)],
        ]}
      />
      <ThemeTags c={c} themes={data.themes} />
      <SmallMap
        c={c}
        points={[data.point]}
        kind="agreement"
        label={t("portal.where.map", { name: data.partner ? plain(data.partner.name, locale) : "" })}
      />

      <Section id="purpose" title={t("portal.agreement.purpose")} when={plain(data.purpose, locale) !== ""}>
        <Prose value={data.purpose} locale={locale} />
      </Section>

      <Section id="steps" title={t("portal.agreement.steps")} when={data.steps.length > 0}>
        <Table
          caption={t("portal.agreement.steps")}
          hideCaption
          rows={data.steps}
          columns={[
            { label: t("portal.column.date"), heading: true, cell: (step) => date(step.datedOn, locale) },
            { label: t("portal.agreement.step"), cell: (step) => choice(t, "agreement.steps.type", step.type) },
            { label: t("portal.agreement.reason"), cell: (step) => <Text value={step.reason} locale={locale} /> },
          ]}
        />
      </Section>

      <OccasionsSection c={c} occasions={data.occasions} />
      <Section id="documents" title={t("portal.section.documents")} when={data.documents.length > 0}>
        <Documents c={c} documents={data.documents} />
      </Section>
      <Section id="projects" title={t("nav.projects")} when={data.projects.length > 0}>
        <ProjectsTable c={c} projects={data.projects} caption={t("nav.projects")} />
      </Section>
      <Section id="others" title={t("portal.agreement.others")} when={data.others.length > 0}>
        <AgreementsTable c={c} agreements={data.others} caption={t("portal.agreement.others")} />
      </Section>
    </RecordPage>
  );
};
