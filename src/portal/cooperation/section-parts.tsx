import type { Child, FC } from "hono/jsx";
import type { SectionRecord } from "../../register/section/store.ts";
import { date, figureValue } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { DemoBadge } from "../../ui/status.tsx";
import { Table } from "../../ui/table.tsx";
import { Text } from "../../ui/text.tsx";
import { FigureSeries } from "../register/parts/figures.tsx";
import { RecordLink, Section } from "../register/parts/frame.tsx";
import { ProjectsTable } from "../register/parts/lists.tsx";
import { choice, period } from "../register/parts/words.ts";
import { OverBadge } from "./programme-sections.tsx";

type Programme = SectionRecord["programmes"][number];

/** Programmes with what they are, when, and what the register says of each. */
export const ProgrammeEntries: FC<{ c: PageContext; programmes: Programme[] }> = ({ c, programmes }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <ul class="entries">
      {programmes.map((programme) => (
        <li>
          <h3>
            <RecordLink c={c} kind="programme" record={programme} /> <OverBadge c={c} data={programme} />{" "}
            <DemoBadge demo={programme.demo} t={t} />
          </h3>
          <p class="meta">
            {[
              choice(t, "programme.type", programme.type),
              programme.fund && choice(t, "programme.fund", programme.fund),
              period(t, programme.startedOn, programme.endedOn) ?? programme.programmingPeriod?.replace("-", "–"),
              programme.envelopeCents !== null &&
                figureValue(
                  {
                    value: programme.envelopeCents / 100,
                    qualifier: programme.envelopeQualifier,
                    measure: "money",
                    currency: programme.currency,
                    unit: {},
                  },
                  locale,
                ),
            ]
              .filter(Boolean)
              .join(" · ")}
          </p>
          <p>
            <Text value={programme.description} locale={locale} />
          </p>
        </li>
      ))}
    </ul>
  );
};

/** The networks, each with what the register says of it. */
export const NetworkEntries: FC<{ c: PageContext; networks: SectionRecord["networks"] }> = ({ c, networks }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Table
      caption={t("nav.networks")}
      hideCaption
      rows={networks}
      columns={[
        {
          label: t("portal.column.network"),
          heading: true,
          cell: (row) => (
            <>
              <RecordLink c={c} kind="network" record={row} /> <DemoBadge demo={row.demo} t={t} />
            </>
          ),
        },
        {
          label: t("portal.fact.founded"),
          cell: (row) => (row.foundedOn ? date(row.foundedOn, locale) : <span class="muted">{t("portal.date.unknown")}</span>),
        },
        { label: t("field.description"), cell: (row) => <Text value={row.description} locale={locale} /> },
      ]}
    />
  );
};

/** The latest projects of the section, and the way to all of them. */
export const SectionProjects: FC<{ c: PageContext; data: SectionRecord; themes: readonly string[] }> = ({ c, data, themes }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Section id="projects" title={t("nav.projects")} when={data.projects.length > 0}>
      <ProjectsTable c={c} projects={data.projects} caption={t("nav.projects")} />
      <p>
        <a href={href(locale, "projects", { query: { theme: [...themes] } })}>
          {t("cooperation.allProjects", { count: data.projectCount ?? 0 })}
        </a>
      </p>
    </Section>
  );
};

/** Figures about the programmes and networks of the section: those that contradict each other stand side by side. */
export const SectionFigures: FC<{ c: PageContext; data: SectionRecord }> = ({ c, data }) => (
  <Section id="figures" title={c.get("t")("nav.figures")} when={data.figures.length > 0}>
    <FigureSeries c={c} figures={data.figures} />
  </Section>
);

/** What a section holds, as links to its parts: those that have something. */
export const Contents: FC<{ c: PageContext; entries: [id: string, label: Child, when: boolean][] }> = ({ c, entries }) => (
  <nav class="contents" aria-label={c.get("t")("cooperation.contents")}>
    <ul>
      {entries
        .filter(([, , when]) => when)
        .map(([id, label]) => (
          <li>
            <a href={`#${id}`}>{label}</a>
          </li>
        ))}
    </ul>
  </nav>
);
