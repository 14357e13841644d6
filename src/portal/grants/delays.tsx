import type { FC } from "hono/jsx";
import { type DelaysOf, readDelays } from "../../funding/public/delay-store.ts";
import { type Stage, stages } from "../../funding/public/delays.ts";
import { Breadcrumb } from "../../ui/breadcrumb.tsx";
import { Empty } from "../../ui/empty.tsx";
import { count, day } from "../../ui/format.ts";
import { PublicLayout } from "../../ui/layout.tsx";
import type { PageContext } from "../../ui/page.ts";
import { Table } from "../../ui/table.tsx";
import { Bar } from "../register/parts/bar.tsx";
import { RecordLink, Section } from "../register/parts/frame.tsx";

const ROUNDED = 10;
const HOUR_MS = 3_600_000;

/** Days as they are read: a median of an even number of files may fall between two. */
function daysText(c: PageContext, days: number): string {
  const rounded = Math.round(days * ROUNDED) / ROUNDED;
  return c.get("t")("delays.days", { days: rounded });
}

/** One set of delays, stage by stage: the median in days, a bar to one scale, of how many files. */
export const DelaysTable: FC<{ c: PageContext; delays: DelaysOf; caption: string }> = ({ c, delays: { delays, files }, caption }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const longest = Math.max(1, ...stages.map((stage) => delays[stage]?.days ?? 0));
  return (
    <>
      <Table
        caption={caption}
        hideCaption
        class="delays"
        rows={stages}
        columns={[
          { label: t("delays.stage"), heading: true, cell: (stage) => t.dynamic(`delays.stage.${stage}`) },
          {
            label: t("delays.median"),
            numeric: true,
            cell: (stage) => {
              const delay = delays[stage];
              return delay ? daysText(c, delay.days) : <span class="muted">{t("common.unknown")}</span>;
            },
          },
          {
            label: <span class="visually-hidden">{t("portal.column.bar")}</span>,
            cell: (stage) => <Bar part={(delays[stage]?.days ?? 0) / longest} />,
          },
          { label: t("delays.files"), numeric: true, cell: (stage) => count(delays[stage]?.n ?? 0, locale) },
        ]}
      />
      <p class="meta">
        {t("delays.definition")} {t("delays.asOf", { date: day(new Date(), locale), count: files })}
      </p>
    </>
  );
};

/** The delays of all granted files, of each programme and of each edition. */
export async function delaysPage(c: PageContext) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const delays = await readDelays(c.get("services").published);
  // The page says on which day it was computed.
  c.set("goodUntil", new Date(Date.now() + HOUR_MS));
  const all = delays.find(({ of }) => of === null);
  const groups = (["programme", "edition"] as const).map((kind) => ({ kind, rows: delays.filter(({ of }) => of?.kind === kind) }));
  return c.html(
    <PublicLayout c={c} meta={{ title: t("nav.delays"), description: t("delays.intro") }}>
      <Breadcrumb c={c} steps={[{ label: t("nav.delays") }]} />
      <h1>{t("nav.delays")}</h1>
      <p class="lede">{t("delays.intro")}</p>
      {all ? (
        <>
          <Section id="all" title={t("delays.all")}>
            <DelaysTable c={c} delays={all} caption={t("delays.all")} />
          </Section>
          {groups.map(({ kind, rows }) => {
            const title = t(kind === "programme" ? "delays.byProgramme" : "delays.byEdition");
            return (
              <Section id={kind} title={title}>
                <Table
                  caption={title}
                  hideCaption
                  rows={rows}
                  columns={[
                    { label: t("delays.of"), heading: true, cell: ({ of }) => <RecordLink c={c} kind={kind} record={of} /> },
                    { label: t("delays.files"), numeric: true, cell: ({ files }) => count(files, locale) },
                    ...stages.map((stage: Stage) => ({
                      label: t.dynamic(`delays.short.${stage}`),
                      numeric: true,
                      cell: ({ delays: of }: DelaysOf) => {
                        const delay = of[stage];
                        return delay ? (
                          <span class="nowrap">{t("delays.cell", { days: daysText(c, delay.days), n: delay.n })}</span>
                        ) : (
                          <span class="muted">–</span>
                        );
                      },
                    })),
                  ]}
                />
              </Section>
            );
          })}
        </>
      ) : (
        <Empty title={t("delays.none")}>
          <p>{t("delays.noneText")}</p>
        </Empty>
      )}
    </PublicLayout>,
  );
}
