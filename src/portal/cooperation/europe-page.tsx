import type { FC } from "hono/jsx";
import { adviceByYear, type EuropeanAgreement, europeanAgreements, loadSection } from "../../register/section/store.ts";
import { Breadcrumb } from "../../ui/breadcrumb.tsx";
import { Empty } from "../../ui/empty.tsx";
import { count } from "../../ui/format.ts";
import { PublicLayout } from "../../ui/layout.tsx";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { DemoBadge } from "../../ui/status.tsx";
import { Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import { type MapMark, WorldMap } from "../../ui/world-map.tsx";
import { OccasionsTable } from "../occasions/parts.tsx";
import { AgreementState, KnownDate } from "../register/parts/agreements.tsx";
import { RecordLink, Section } from "../register/parts/frame.tsx";
import { MissionsSection } from "./mission-parts.tsx";
import { Contents, NetworkEntries, ProgrammeEntries, SectionFigures, SectionProjects } from "./section-parts.tsx";

const THEMES = ["europe"];
/** The list of agreements and the map, narrowed to the European ones: the same rows. */
const ACCORDS = { type: ["european_agreement"] };

/** The city and Europe: agreements and their map, funds, labels, networks, the bodies it works with, the advice it gives. */
export async function europePage(c: PageContext) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const db = c.get("services").published;
  const [data, agreements, advice] = await Promise.all([loadSection(db, THEMES), europeanAgreements(db), adviceByYear(db)]);
  const funds = data.programmes.filter(({ type, fund }) => type === "european_fund" || fund !== null);
  const labels = data.programmes.filter(({ type }) => type === "label");
  const others = data.programmes.filter((one) => !funds.includes(one) && !labels.includes(one));
  const empty = agreements.length + data.programmes.length + data.networks.length === 0;
  return c.html(
    <PublicLayout c={c} meta={{ title: t("nav.europe"), description: t("cooperation.europe.intro") }}>
      <Breadcrumb c={c} steps={[{ label: t("nav.europe") }]} />
      <h1>{t("nav.europe")}</h1>
      <p class="lede">{t("cooperation.europe.intro")}</p>
      {empty && (
        <Empty title={t("cooperation.section.empty")}>
          <p>{t("cooperation.section.emptyText")}</p>
        </Empty>
      )}
      <Contents
        c={c}
        entries={[
          ["agreements", t("cooperation.europe.agreements"), agreements.length > 0],
          ["funds", t("cooperation.europe.funds"), funds.length > 0],
          ["labels", t("cooperation.europe.labels"), labels.length > 0],
          ["programmes", t("nav.programmes"), others.length > 0],
          ["networks", t("nav.networks"), data.networks.length > 0],
          ["bodies", t("cooperation.europe.bodies"), data.bodies.length > 0],
          ["advice", t("cooperation.europe.advice"), true],
          ["occasions", t("kind.occasion.many"), data.occasions.length > 0],
          ["projects", t("nav.projects"), data.projects.length > 0],
          ["figures", t("nav.figures"), data.figures.length > 0],
        ]}
      />
      <Agreements c={c} agreements={agreements} />
      <Section id="funds" title={t("cooperation.europe.funds")} when={funds.length > 0}>
        <p>{t("cooperation.europe.fundsText")}</p>
        <ProgrammeEntries c={c} programmes={funds} />
      </Section>
      <Section id="labels" title={t("cooperation.europe.labels")} when={labels.length > 0}>
        <ProgrammeEntries c={c} programmes={labels} />
        {labels.map((label) => (
          <p>
            <a href={href(locale, "programme", { id: label.id, hash: "laureates" })}>
              {t("cooperation.europe.laureates", { name: plain(label.name, locale) })}
            </a>
          </p>
        ))}
      </Section>
      <Section id="programmes" title={t("nav.programmes")} when={others.length > 0}>
        <ProgrammeEntries c={c} programmes={others} />
      </Section>
      <Section id="networks" title={t("nav.networks")} when={data.networks.length > 0}>
        <NetworkEntries c={c} networks={data.networks} />
      </Section>
      <Section id="bodies" title={t("cooperation.europe.bodies")} when={data.bodies.length > 0}>
        <ul class="entries">
          {data.bodies.map((body) => (
            <li>
              <h3>
                <RecordLink c={c} kind="organisation" record={body} />
              </h3>
              <p>
                <Text value={body.description} locale={locale} />
              </p>
            </li>
          ))}
        </ul>
      </Section>
      <Advice c={c} years={advice} />
      <Section id="occasions" title={t("kind.occasion.many")} when={data.occasions.length > 0}>
        <OccasionsTable c={c} occasions={data.occasions} caption={t("kind.occasion.many")} />
      </Section>
      <SectionProjects c={c} data={data} themes={THEMES} />
      <MissionsSection c={c} missions={data.missions} />
      <SectionFigures c={c} data={data} />
    </PublicLayout>,
  );
}

/** The European agreements on the map of Europe and in a table; the interactive map opens with the same filter. */
const Agreements: FC<{ c: PageContext; agreements: EuropeanAgreement[] }> = ({ c, agreements }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { city } = c.get("services");
  const marks: MapMark[] = agreements.flatMap(({ point, partnerId, partnerName }) =>
    point
      ? [
          {
            latitude: point.latitude,
            longitude: point.longitude,
            label: plain(partnerName, locale),
            href: href(locale, "partner", { id: partnerId }),
            kind: "agreement",
          },
        ]
      : [],
  );
  const home: MapMark = { latitude: city.latitude, longitude: city.longitude, label: plain(city.name, locale), kind: "city" };
  const { compare } = new Intl.Collator(locale);
  const sorted = [...agreements].sort((a, b) => compare(plain(a.partnerName, locale), plain(b.partnerName, locale)));
  return (
    <Section id="agreements" title={t("cooperation.europe.agreements")} when={agreements.length > 0}>
      <p>{t("cooperation.europe.agreementsText", { count: agreements.length })}</p>
      <WorldMap marks={[...marks, home]} label={t("cooperation.europe.map")} region="europe" />
      <p>
        <a href={href(locale, "map", { query: { layer: ["agreements"], region: "europe", ...ACCORDS } })}>
          {t("cooperation.europe.toMap")}
        </a>
        {" · "}
        <a href={href(locale, "agreements", { query: ACCORDS })}>{t("cooperation.europe.toList")}</a>
      </p>
      <Table
        caption={t("cooperation.europe.agreements")}
        hideCaption
        rows={sorted}
        columns={[
          {
            label: t("portal.column.partner"),
            heading: true,
            cell: (row) => (
              <>
                <RecordLink c={c} kind="partner" record={{ id: row.partnerId, name: row.partnerName }} />{" "}
                <DemoBadge demo={row.demo} t={t} />
              </>
            ),
          },
          { label: t("portal.column.country"), cell: (row) => row.country && <Text value={row.country.name} locale={locale} /> },
          { label: t("portal.column.agreement"), cell: (row) => <RecordLink c={c} kind="agreement" record={row} /> },
          { label: t("portal.column.state"), cell: (row) => <AgreementState c={c} state={row.state} /> },
          { label: t("portal.column.signed"), cell: (row) => <KnownDate c={c} value={row.signedOn} /> },
        ]}
      />
    </Section>
  );
};

/** How to ask for advice, and how many did, by year: nothing is said of any case. */
const Advice: FC<{ c: PageContext; years: { year: number; demo: boolean; cases: number }[] }> = ({ c, years }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Section id="advice" title={t("cooperation.europe.advice")}>
      <p>{t("cooperation.europe.adviceText")}</p>
      <p>
        <a href={href(locale, "contact")}>{t("cooperation.europe.adviceContact")}</a>
      </p>
      {years.length > 0 && (
        <>
          <Table
            caption={t("cooperation.europe.adviceYears")}
            rows={years}
            columns={[
              {
                label: t("portal.column.year"),
                heading: true,
                cell: ({ year, demo }) => (
                  <>
                    {year} <DemoBadge demo={demo} t={t} />
                  </>
                ),
              },
              { label: t("cooperation.europe.adviceCases"), numeric: true, cell: ({ cases }) => count(cases, locale) },
            ]}
          />
          <p class="meta">{t("cooperation.europe.advicePerimeter")}</p>
        </>
      )}
    </Section>
  );
};
