import type { FC } from "hono/jsx";
import { accessibilityGrid, type Criterion, complianceOf, criteriaOf, declaredBy, rateOf } from "../../platform/accessibility/grid.ts";
import { date } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { plain } from "../../ui/text.tsx";
import { Article } from "../static/article.tsx";
import { commitment, FrenchAudit, FrenchRemedies } from "./french-law.tsx";

/** The statement that RGAA 4.1 and decree 2019-768 ask for, after the official model. All it says of the site comes from the grid. */
export const Accessibility: FC<{ c: PageContext }> = ({ c }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { city, baseUrl } = c.get("services");
  const grid = accessibilityGrid();
  const criteria = criteriaOf(grid);
  const count = (state: Criterion["state"]) => criteria.filter((one) => one.state === state).length;
  return (
    <Article c={c} title={t("accessibility.title")} lede={commitment(c)}>
      <p>{t("accessibility.applies", { site: plain(city.title, locale), address: baseUrl })}</p>
      <h2>{t("accessibility.state")}</h2>
      <p>
        <strong>{t(`accessibility.state.${grid.audit ? declaredBy(grid) : "unaudited"}`, { version: grid.version })}</strong>
      </p>
      {grid.audit ? (
        <p>{t("accessibility.audited", { by: grid.audit.by, date: date(grid.audit.on, locale) })}</p>
      ) : (
        <>
          <p>{t(`accessibility.self.${complianceOf(criteria)}`)}</p>
          <FrenchAudit c={c} />
        </>
      )}

      <h2>{t("accessibility.results")}</h2>
      <ul>
        <li>{t("accessibility.rate", { rate: rateOf(criteria), version: grid.version })}</li>
        <li>
          {t("accessibility.counts", { met: count("met"), failed: count("failed"), unverified: count("unverified"), none: count("none") })}
        </li>
        <li>
          <a href={href(locale, "accessibilityGrid")}>{t("nav.accessibilityGrid")}</a> (
          <a href={`${href(locale, "accessibilityGrid")}.csv`}>CSV</a>)
        </li>
      </ul>

      <h2>{t("accessibility.limits")}</h2>
      <h3>{t("accessibility.failed")}</h3>
      <Findings c={c} criteria={criteria.filter(({ state }) => state === "failed")} />
      <h3>{t("accessibility.unverified")}</h3>
      <p>{t("accessibility.unverifiedText")}</p>
      <Findings c={c} criteria={criteria.filter(({ state }) => state === "unverified")} />
      <h3>{t("accessibility.derogations")}</h3>
      <p>{t("accessibility.derogationsText")}</p>
      <h3>{t("accessibility.exempt")}</h3>
      <p>{t("accessibility.exemptText")}</p>

      <h2>{t("accessibility.made")}</h2>
      <p>{t("accessibility.madeText", { date: date(grid.assessedOn, locale) })}</p>
      <h3>{t("accessibility.technologies")}</h3>
      <p>{t("accessibility.technologiesText")}</p>
      <h3>{t("accessibility.environment")}</h3>
      <p>{t("accessibility.environmentText")}</p>
      <h3>{t("accessibility.tools")}</h3>
      <p>{t("accessibility.toolsText")}</p>
      <h3>{t("accessibility.sample")}</h3>
      <ul>
        {Object.keys(grid.sample).map((name) => (
          <li>{t.dynamic(`accessibility.sample.${name}`)}</li>
        ))}
      </ul>

      <h2>{t("accessibility.contact")}</h2>
      <p>
        {t("accessibility.contactText")} <a href={href(locale, "contact")}>{t("nav.contact")}</a>
      </p>
      <FrenchRemedies c={c} />
    </Article>
  );
};

/** What was found, by criterion. */
const Findings: FC<{ c: PageContext; criteria: Criterion[] }> = ({ c, criteria }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <ul>
      {criteria.map((one) => (
        <li>
          <a href={href(locale, "accessibilityGrid", { hash: `c${one.id}` })}>{t("accessibility.criterion", { id: one.id })}</a>{" "}
          {one[locale]}
        </li>
      ))}
    </ul>
  );
};
