import type { FC } from "hono/jsx";
import type { PartnerRecord } from "../../register/partner/store.ts";
import { Facts } from "../../ui/facts.tsx";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { Table } from "../../ui/table.tsx";
import { plain } from "../../ui/text.tsx";
import { MissionsSection } from "../cooperation/mission-parts.tsx";
import { OccasionsSection } from "../occasions/parts.tsx";
import { partnerThing } from "../structured/records.ts";
import { AgreementsTable } from "./parts/agreements.tsx";
import { Totals } from "./parts/awards.tsx";
import { FigureSeries } from "./parts/figures.tsx";
import { RecordLink, RecordPage, Section } from "./parts/frame.tsx";
import { Countries, Links, ProjectsTable, Website } from "./parts/lists.tsx";
import { ThemeTags } from "./parts/terms.tsx";
import { Aid, AidList, SmallMap } from "./parts/where.tsx";
import { choice, period } from "./parts/words.ts";

/** All that the register says of a partner. */
export const PartnerPage: FC<{ c: PageContext; data: PartnerRecord }> = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const others = Object.entries(data.name).filter(([language, name]) => language !== locale && name !== plain(data.name, locale));
  return (
    <RecordPage
      c={c}
      data={data}
      about={partnerThing(c, data)}
      follow={{ type: "partner", value: data.id }}
      list={{ page: "partners", label: t("nav.partners") }}
      kicker={[t.dynamic("kind.partner"), " · ", choice(t, "partner.type", data.type)]}
    >
      <Facts
        facts={[
          [t("portal.column.country"), data.country && <Countries c={c} countries={[data.country]} />],
          [
            t("portal.column.aid"),
            data.country && (
              <>
                <Aid c={c} aid={data.aid} />
                <br />
                <AidList c={c} aid={data.aid} />
              </>
            ),
          ],
          [
            t("portal.fact.otherNames"),
            others.length + data.aliases.length > 0 && (
              <>
                {others.map(([language, name], i) => (
                  <>
                    {i > 0 && ", "}
                    <span lang={language}>{name}</span>
                  </>
                ))}
                {others.length > 0 && data.aliases.length > 0 && ", "}
                {data.aliases.join(", ")}
              </>
            ),
          ],
          [t("portal.fact.organisation"), data.organisation && <RecordLink c={c} kind="organisation" record={data.organisation} />],
          [t("portal.fact.network"), data.network && <RecordLink c={c} kind="network" record={data.network} />],
          [t("portal.fact.website"), data.website && <Website url={data.website} />],
          [
            t("portal.fact.wikidata"),
            data.wikidata && (
              <a href={`https://www.wikidata.org/wiki/${data.wikidata}`} rel="external noopener">
                {data.wikidata}
              </a>
            ),
          ],
        ]}
      />
      <ThemeTags c={c} themes={data.themes} />
      <SmallMap c={c} points={[data.point]} kind="partner" label={t("portal.where.map", { name: plain(data.name, locale) })} />

      <Section id="agreements" title={t("portal.partner.agreements", { count: data.agreements.length })}>
        {data.agreements.length > 0 ? (
          <AgreementsTable c={c} agreements={data.agreements} caption={t("nav.agreements")} />
        ) : (
          <p>{t("portal.partner.noAgreement")}</p>
        )}
      </Section>

      <Section id="networks" title={t("nav.networks")} when={data.networks.length > 0}>
        <Table
          caption={t("nav.networks")}
          hideCaption
          rows={data.networks}
          columns={[
            { label: t("portal.column.network"), heading: true, cell: (network) => <RecordLink c={c} kind="network" record={network} /> },
            { label: t("portal.column.role"), cell: (network) => choice(t, "network.memberships.role", network.role) },
            {
              label: t("portal.column.period"),
              cell: (network) => period(t, network.since, network.until) ?? <span class="muted">{t("portal.date.unknown")}</span>,
            },
            { label: t("portal.column.shared"), cell: (network) => (network.shared ? t("common.yes") : t("common.no")) },
          ]}
        />
      </Section>

      <Section id="projects" title={t("nav.projects")} when={data.projects.length > 0}>
        <ProjectsTable c={c} projects={data.projects} caption={t("nav.projects")} />
      </Section>

      <MissionsSection c={c} missions={data.missions} partner={false} />

      <Section id="programmes" title={t("nav.programmes")} when={data.programmes.length > 0}>
        <ul>
          {data.programmes.map((programme) => (
            <li>
              <RecordLink c={c} kind="programme" record={programme} />{" "}
              <span class="meta">{choice(t, "programme.partners.role", programme.role)}</span>
            </li>
          ))}
        </ul>
      </Section>

      <Section id="awards" title={t("nav.awards")} when={data.awards.length > 0}>
        <Totals c={c} totals={data.awards} perimeter={t("portal.partner.awardsPerimeter")} />
        {data.organisation && (
          <p>
            <a href={href(locale, "organisation", { id: data.organisation.id })}>{t("portal.partner.allGrants")}</a>
          </p>
        )}
      </Section>

      <OccasionsSection c={c} occasions={data.occasions} />
      <Section id="figures" title={t("nav.figures")} when={data.figures.length > 0}>
        <FigureSeries c={c} figures={data.figures} />
      </Section>
      <Section id="pages" title={t("nav.pages")} when={data.pages.length > 0}>
        <Links c={c} kind="page" records={data.pages} />
      </Section>
    </RecordPage>
  );
};
