import { loadSection, type SectionRecord } from "../../register/section/store.ts";
import { Breadcrumb } from "../../ui/breadcrumb.tsx";
import { Empty } from "../../ui/empty.tsx";
import { PublicLayout } from "../../ui/layout.tsx";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { Prose, plain } from "../../ui/text.tsx";
import { OccasionsTable } from "../occasions/parts.tsx";
import { AgreementsTable } from "../register/parts/agreements.tsx";
import { RecordLink, Section } from "../register/parts/frame.tsx";
import { MissionsSection } from "./mission-parts.tsx";
import { AxisList } from "./programme-sections.tsx";
import { Contents, NetworkEntries, ProgrammeEntries, SectionFigures, SectionProjects } from "./section-parts.tsx";

// Air quality is a fight of its own: it has its own part of the page.
const CLIMATE = "climate";
const AIR = "air-quality";
const THEMES = [CLIMATE, AIR];

type Programme = SectionRecord["programmes"][number];
const bears = (theme: string) => (one: { themes: string[] }) => one.themes.includes(theme);

/** What the city does abroad for the climate and for the air, from the rows of the register: the plan and its axes first. */
export async function climatePage(c: PageContext) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const data = await loadSection(c.get("services").published, THEMES);
  const plans = data.programmes.filter((one) => one.type === "plan" && bears(CLIMATE)(one));
  const programmes = data.programmes.filter((one) => bears(CLIMATE)(one) && !plans.includes(one));
  const air = data.programmes.filter((one) => bears(AIR)(one) && !bears(CLIMATE)(one));
  const airNetworks = data.networks.filter((one) => bears(AIR)(one) && !bears(CLIMATE)(one));
  const networks = data.networks.filter(bears(CLIMATE));
  const empty = data.programmes.length + data.networks.length + data.projects.length + data.occasions.length === 0;
  return c.html(
    <PublicLayout c={c} meta={{ title: t("nav.climate"), description: t("cooperation.climate.intro") }}>
      <Breadcrumb c={c} steps={[{ label: t("nav.climate") }]} />
      <h1>{t("nav.climate")}</h1>
      <p class="lede">{t("cooperation.climate.intro")}</p>
      {empty && (
        <Empty title={t("cooperation.section.empty")}>
          <p>{t("cooperation.section.emptyText")}</p>
        </Empty>
      )}
      <Contents
        c={c}
        entries={[
          ...plans.map((plan): [string, string, boolean] => [plan.id, plain(plan.name, locale), true]),
          ["networks", t("nav.networks"), networks.length > 0],
          ["programmes", t("nav.programmes"), programmes.length > 0],
          ["air", t("cooperation.climate.air"), air.length + airNetworks.length > 0],
          ["occasions", t("kind.occasion.many"), data.occasions.length > 0],
          ["projects", t("nav.projects"), data.projects.length > 0],
          ["figures", t("nav.figures"), data.figures.length > 0],
        ]}
      />
      {plans.map((plan) => (
        <Plan c={c} plan={plan} />
      ))}
      <Section id="networks" title={t("nav.networks")} when={networks.length > 0}>
        <NetworkEntries c={c} networks={networks} />
        <p>
          <a href={href(locale, "map", { query: { layer: ["networks"], theme: [CLIMATE] } })}>{t("cooperation.networksOnMap")}</a>
        </p>
      </Section>
      <Section id="programmes" title={t("nav.programmes")} when={programmes.length > 0}>
        <ProgrammeEntries c={c} programmes={programmes} />
      </Section>
      <Section id="air" title={t("cooperation.climate.air")} when={air.length + airNetworks.length > 0}>
        <p>{t("cooperation.climate.airText")}</p>
        <ProgrammeEntries c={c} programmes={air} />
        {airNetworks.length > 0 && <NetworkEntries c={c} networks={airNetworks} />}
      </Section>
      <Section id="occasions" title={t("kind.occasion.many")} when={data.occasions.length > 0}>
        <OccasionsTable c={c} occasions={data.occasions} caption={t("kind.occasion.many")} />
      </Section>
      <Section id="agreements" title={t("nav.agreements")} when={data.agreements.length > 0}>
        <AgreementsTable c={c} agreements={data.agreements} caption={t("nav.agreements")} />
      </Section>
      <SectionProjects c={c} data={data} themes={THEMES} />
      <MissionsSection c={c} missions={data.missions} />
      <SectionFigures c={c} data={data} />
    </PublicLayout>,
  );
}

/** A plan reads as a plan: what it is, then its axes. */
const Plan = ({ c, plan }: { c: PageContext; plan: Programme }) => (
  <Section id={plan.id} title={<RecordLink c={c} kind="programme" record={plan} />}>
    <Prose value={plan.description} locale={c.get("locale")} />
    <AxisList c={c} axes={plan.axes} />
  </Section>
);
