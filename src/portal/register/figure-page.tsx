import type { FC } from "hono/jsx";
import { subjects } from "../../register/figure/store.ts";
import { Facts } from "../../ui/facts.tsx";
import { date, figureValue } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { Prose, plain, Text } from "../../ui/text.tsx";
import { figureThing } from "../structured/records.ts";
import type { FigureCompared } from "./figure-counted.ts";
import { FigureSeries } from "./parts/figures.tsx";
import { RecordLink, RecordPage, Section } from "./parts/frame.tsx";
import { period } from "./parts/words.ts";

/** One published figure, beside all that was published of the same thing. */
export const FigurePage: FC<{ c: PageContext; data: FigureCompared }> = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const about = subjects.flatMap((kind) => (data[kind] ? [{ kind, record: data[kind] }] : []));
  return (
    <RecordPage
      c={c}
      data={data}
      about={figureThing(c, data)}
      list={{ page: "figures", label: t("nav.figures") }}
      kicker={t.dynamic("kind.figure")}
    >
      <p class="figure-value figure-value-large">{figureValue(data, locale)}</p>
      <Facts
        facts={[
          [t("portal.figures.unit"), plain(data.unit, locale) && <Text value={data.unit} locale={locale} />],
          [t("portal.figures.date"), date(data.asOf, locale)],
          [t("portal.column.period"), period(t, data.periodStart, data.periodEnd)],
          [t("portal.figures.perimeterLabel"), <Text value={data.perimeter} locale={locale} />],
          [
            t("portal.figures.about"),
            about.length > 0 && (
              <ul>
                {about.map(({ kind, record }) => (
                  <li>
                    <RecordLink c={c} kind={kind} record={record} />
                  </li>
                ))}
              </ul>
            ),
          ],
        ]}
      />
      {data.interpreted && (
        <div class="notice">
          <p>
            <strong>{t("portal.figures.interpreted")}</strong>
          </p>
          <Prose value={data.interpretation} locale={locale} />
        </div>
      )}
      <Section id="others" title={t("portal.figures.others")} when={data.others.length > 0 || data.counts.size > 0}>
        <FigureSeries c={c} figures={[data, ...data.others]} counts={data.counts} />
      </Section>
      <p>
        <a href={href(locale, "figures")}>{t("portal.figures.all")}</a>
      </p>
    </RecordPage>
  );
};
