import type { FC } from "hono/jsx";
import { type OrganisationRecord, SUBSIDIES_SHOWN } from "../../register/organisation/store.ts";
import { Facts } from "../../ui/facts.tsx";
import type { PageContext } from "../../ui/page.ts";
import { plain, Text } from "../../ui/text.tsx";
import { OccasionsSection } from "../occasions/parts.tsx";
import { organisationThing } from "../structured/records.ts";
import { AwardsTable, YearsTable } from "./parts/awards.tsx";
import { RecordLink, RecordPage, Section } from "./parts/frame.tsx";
import { Countries, Links, ProjectsTable, Website } from "./parts/lists.tsx";
import { SubsidiesTable } from "./parts/subsidies.tsx";
import { SmallMap } from "./parts/where.tsx";
import { choice } from "./parts/words.ts";

/** A legal body, by what numbers it is known, and all that it was granted over the years. */
export const OrganisationPage: FC<{ c: PageContext; data: OrganisationRecord }> = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const identifiers: [string, string | null][] = [
    ["SIRET", data.siret],
    ["SIREN", data.siren],
    ["RNA", data.rna],
    [data.foreignScheme ?? "", data.foreignId],
  ];
  const known = identifiers.filter(([, value]) => value);
  return (
    <RecordPage
      c={c}
      data={data}
      about={organisationThing(c, data)}
      list={{ page: "organisations", label: t("nav.organisations") }}
      kicker={
        <>
          {t.dynamic("kind.organisation")}
          {data.type && (
            <>
              {" "}
              · <Text value={data.type.name} locale={locale} />
            </>
          )}
        </>
      }
    >
      <Facts
        facts={[
          [t("portal.column.country"), data.country && <Countries c={c} countries={[data.country]} />],
          [t("portal.fact.seat"), data.point && <Text value={data.point.name} locale={locale} />],
          [t("portal.fact.legalForm"), data.legalForm],
          [t("portal.fact.otherNames"), data.aliases.join(", ")],
          [
            t("portal.fact.identifiers"),
            known.length > 0 ? (
              <ul class="identifiers">
                {known.map(([scheme, value]) => (
                  <li>
                    <span class="muted">{scheme}</span> {value}
                  </li>
                ))}
              </ul>
            ) : (
              <>
                {t("portal.organisation.noIdentifier")}
                {data.noIdentifier && ` (${choice(t, "organisation.noIdentifier", data.noIdentifier)})`}
              </>
            ),
          ],
          [t("portal.fact.website"), data.website && <Website url={data.website} />],
          [t("portal.organisation.alsoPartner"), data.partners.length > 0 && <Links c={c} kind="partner" records={data.partners} />],
        ]}
      />
      <SmallMap c={c} points={[data.point]} kind="partner" label={t("portal.where.map", { name: plain(data.name, locale) })} />

      <Section id="years" title={t("portal.organisation.years")} when={data.years.length > 0}>
        <YearsTable c={c} years={data.years} caption={t("portal.organisation.yearsCaption")} />
        <p class="meta">{t("portal.organisation.yearsPerimeter")}</p>
      </Section>
      <Section id="awards" title={t("portal.organisation.grants", { count: data.awards.length })} when={data.awards.length > 0}>
        <AwardsTable c={c} awards={data.awards} caption={t("nav.awards")} without="organisation" />
      </Section>
      <Section id="subsidies" title={t("portal.organisation.subsidies")} when={data.subsidies.length > 0}>
        <p class="meta">{t("portal.organisation.subsidiesText")}</p>
        <SubsidiesTable c={c} subsidies={data.subsidies.slice(0, SUBSIDIES_SHOWN)} caption={t("portal.organisation.subsidies")} />
        {data.subsidies.length > SUBSIDIES_SHOWN && (
          <p class="meta">{t("portal.organisation.subsidiesMost", { count: SUBSIDIES_SHOWN })}</p>
        )}
      </Section>
      <Section id="projects" title={t("nav.projects")} when={data.projects.length > 0}>
        <ProjectsTable c={c} projects={data.projects} caption={t("nav.projects")} />
      </Section>
      <OccasionsSection c={c} occasions={data.occasions} />
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
      <Section id="pages" title={t("nav.pages")} when={data.pages.length > 0}>
        <Links c={c} kind="page" records={data.pages} />
      </Section>
    </RecordPage>
  );
};
