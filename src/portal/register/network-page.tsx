import type { FC } from "hono/jsx";
import type { NetworkRecord } from "../../register/network/store.ts";
import { Facts } from "../../ui/facts.tsx";
import { date } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { Text } from "../../ui/text.tsx";
import { OccasionsSection } from "../occasions/parts.tsx";
import { Contributions, Mandates, Members } from "./network-sections.tsx";
import { FigureSeries } from "./parts/figures.tsx";
import { RecordLink, RecordPage, Section } from "./parts/frame.tsx";
import { Documents, Links, ProjectsTable, Website } from "./parts/lists.tsx";
import { ThemeTags } from "./parts/terms.tsx";
import { choice } from "./parts/words.ts";

/** All that the register says of a network. How many members it has is a figure: it has a date and a source. */
export const NetworkPage: FC<{ c: PageContext; data: NetworkRecord }> = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <RecordPage
      c={c}
      data={data}
      follow={{ type: "network", value: data.id }}
      list={{ page: "networks", label: t("nav.networks") }}
      kicker={t.dynamic("kind.network")}
    >
      <Facts
        facts={[
          [t("portal.fact.acronym"), data.acronym],
          [t("portal.fact.otherNames"), data.aliases.join(", ")],
          [t("portal.fact.founded"), data.foundedOn && date(data.foundedOn, locale)],
          [t("portal.fact.seat"), data.point && <Text value={data.point.name} locale={locale} />],
          [t("portal.fact.website"), data.website && <Website url={data.website} />],
          [t("nav.partners"), data.partners.length > 0 && <Links c={c} kind="partner" records={data.partners} />],
        ]}
      />
      <ThemeTags c={c} themes={data.themes} page="networks" />
      <Mandates c={c} data={data} />
      <Contributions c={c} data={data} />
      <Section id="figures" title={t("nav.figures")} when={data.figures.length > 0}>
        <FigureSeries c={c} figures={data.figures} />
      </Section>
      <Members c={c} data={data} />
      <Section id="programmes" title={t("nav.programmes")} when={data.programmes.length > 0}>
        <ul>
          {data.programmes.map((programme) => (
            <li>
              <RecordLink c={c} kind="programme" record={programme} />{" "}
              <span class="meta">
                {[choice(t, "programme.type", programme.type), programme.projects && t("networks.projects", { count: programme.projects })]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </li>
          ))}
        </ul>
      </Section>
      <Section id="projects" title={t("nav.projects")} when={data.projects.length > 0}>
        <ProjectsTable c={c} projects={data.projects} caption={t("nav.projects")} />
      </Section>
      <OccasionsSection c={c} occasions={data.occasions} />
      <Section id="pages" title={t("nav.pages")} when={data.pages.length > 0}>
        <Links c={c} kind="page" records={data.pages} />
      </Section>
      <Section id="documents" title={t("portal.section.documents")} when={data.documents.length > 0}>
        <Documents c={c} documents={data.documents} />
      </Section>
    </RecordPage>
  );
};
