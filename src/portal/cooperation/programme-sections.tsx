import type { FC } from "hono/jsx";
import { dayOf } from "../../platform/instants.ts";
import { isOver } from "../../register/programme/expiry.ts";
import { laureatesByYear } from "../../register/programme/laureates.ts";
import type { ProgrammeRecord } from "../../register/programme/store.ts";
import { Facts } from "../../ui/facts.tsx";
import { count, date, figureValue, money } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { Table } from "../../ui/table.tsx";
import { Prose, plain, Text } from "../../ui/text.tsx";
import { RecordLink, Section } from "../register/parts/frame.tsx";
import { SmallMap } from "../register/parts/where.tsx";
import { choice } from "../register/parts/words.ts";

type Part = FC<{ c: PageContext; data: ProgrammeRecord }>;

/** Says that the period of a programme is behind us: what the page promises, it promised. */
export const OverBadge: FC<{ c: PageContext; data: Pick<ProgrammeRecord, "endedOn" | "programmingPeriod"> }> = ({ c, data }) => {
  const over = isOver(data, dayOf(new Date()));
  return over ? <strong class="badge badge-stopped">{c.get("t")("cooperation.over")}</strong> : <></>;
};

/** Of a European fund: which, over what years, managed by whom, how much as it was announced. */
export const FundFacts: Part = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const envelope = data.envelopeCents !== null && (
    <>
      {figureValue(
        { value: data.envelopeCents / 100, qualifier: data.envelopeQualifier, measure: "money", currency: data.currency, unit: {} },
        locale,
      )}
      <br />
      <span class="meta">{t("cooperation.envelopePerimeter")}</span>
    </>
  );
  return (
    <>
      <Facts
        facts={[
          [t("field.programme.fund"), data.fund && choice(t, "programme.fund", data.fund)],
          [t("field.programme.programmingPeriod"), data.programmingPeriod?.replace("-", "–")],
          [
            t("field.programme.managingAuthority"),
            data.managingAuthority && <RecordLink c={c} kind="organisation" record={data.managingAuthority} />,
          ],
          [t("field.programme.envelopeCents"), envelope],
        ]}
      />
      {isOver(data, dayOf(new Date())) && (
        <p>
          <OverBadge c={c} data={data} /> {t("cooperation.overText")}
        </p>
      )}
    </>
  );
};

/** The axes of a plan: what each is, what of it reaches beyond the city, the projects that bear its theme. */
export const Axes: FC<{ c: PageContext; data: Pick<ProgrammeRecord, "axes"> }> = ({ c, data }) => (
  <Section id="axes" title={c.get("t")("field.programme.axes")} when={data.axes.length > 0}>
    <AxisList c={c} axes={data.axes} />
  </Section>
);

/** The axes alone, under a title of the page's own. */
export const AxisList: FC<{ c: PageContext; axes: ProgrammeRecord["axes"] }> = ({ c, axes }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <ol class="axes">
      {axes.map((axis) => (
        <li>
          <h3>
            <Text value={axis.name} locale={locale} />
          </h3>
          <Prose value={axis.description} locale={locale} />
          {plain(axis.international, locale) !== "" && (
            <>
              <p class="kicker">{t("field.programme.axes.international")}</p>
              <Prose value={axis.international} locale={locale} />
            </>
          )}
          {axis.theme && (axis.projects ?? 0) > 0 && (
            <p>
              <a href={href(locale, "projects", { query: { theme: [axis.theme.code] } })}>
                {t("cooperation.axisProjects", { count: axis.projects ?? 0, theme: plain(axis.theme.name, locale) })}
              </a>
            </p>
          )}
        </li>
      ))}
    </ol>
  );
};

/** From a review to a decision, from a decision to a scheme: in the order of the record, dated where a date is known. */
export const Decisions: Part = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Section id="decisions" title={t("field.programme.decisions")} when={data.decisions.length + data.ledTo.length > 0}>
      <ol class="timeline">
        {data.decisions.map((step) => (
          <li>
            <p>
              <strong>{choice(t, "programme.decisions.type", step.type)}</strong>
              {" · "}
              {step.datedOn ? date(step.datedOn, locale) : <span class="muted">{t("portal.date.unknown")}</span>}
            </p>
            <Prose value={step.note} locale={locale} />
            {step.follows && (
              <p>
                {t("field.programme.decisions.follows")} <RecordLink c={c} kind="programme" record={step.follows} />
              </p>
            )}
            {step.document && (
              <p>
                <RecordLink c={c} kind="document" record={step.document} />
              </p>
            )}
          </li>
        ))}
        {data.ledTo.map((later) => (
          <li>
            <p>
              {t("cooperation.ledTo")} <RecordLink c={c} kind="programme" record={later} />
            </p>
          </li>
        ))}
      </ol>
    </Section>
  );
};

/** Where a programme acts: districts by their names, places on a map. */
export const Territories: Part = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Section id="territories" title={t("field.programme.places")} when={data.territories.length > 0}>
      <SmallMap
        c={c}
        points={data.territories.map(({ point }) => point)}
        kind="project"
        label={t("portal.where.map", { name: plain(data.name, locale) })}
      />
      <ul>
        {data.territories.map(({ name, point }) => (
          <li>
            <Text value={plain(name, locale) ? name : (point?.name ?? {})} locale={locale} />
          </li>
        ))}
      </ul>
    </Section>
  );
};

/** The laureates of a label: what was published of each year beside what the register holds; where they differ, both stand. */
export const Laureates: Part = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const years = data.type === "label" ? laureatesByYear(data.figures, data.years) : [];
  return (
    <Section id="laureates" title={t("cooperation.laureates")} when={years.some(({ published }) => published.length > 0)}>
      <Table
        caption={t("cooperation.laureates")}
        hideCaption
        rows={years}
        columns={[
          { label: t("portal.column.year"), heading: true, cell: ({ year }) => String(year) },
          {
            label: t("cooperation.laureatesPublished"),
            cell: ({ published }) =>
              published.length === 0 ? (
                <span class="muted">{t("cooperation.laureatesNone")}</span>
              ) : (
                published.map((figure, i) => (
                  <>
                    {i > 0 && <br />}
                    <a href={href(locale, "figure", { id: figure.id })}>{figureValue(figure, locale)}</a>{" "}
                    <span class="meta">{plain(figure.source?.name ?? {}, locale)}</span>
                  </>
                ))
              ),
          },
          {
            label: t("cooperation.laureatesGrants"),
            numeric: true,
            cell: ({ year, awards }) =>
              awards.length === 0 ? (
                <span class="muted">—</span>
              ) : (
                <a href={href(locale, "awards", { query: { programme: [data.id], year: String(year) } })}>
                  {count(
                    awards.reduce((sum, one) => sum + one.count, 0),
                    locale,
                  )}
                </a>
              ),
          },
          {
            label: t("portal.column.granted"),
            numeric: true,
            cell: ({ awards }) => awards.map((one) => money(one.cents, one.currency, locale)).join(" + ") || <span class="muted">—</span>,
          },
        ]}
      />
      <p class="meta">{t("cooperation.laureatesPerimeter")}</p>
    </Section>
  );
};
