import type { FC } from "hono/jsx";
import type { ImportedFile, ProposedOrganisation } from "../../../publishing/iati/import/actions.ts";
import { plain } from "../../../ui/text.tsx";
import type { OfficeContext } from "../../env.ts";
import { OfficeLayout } from "../../layout.tsx";
import { Above } from "../above.tsx";
import { Numbers, ToldTables } from "./told.tsx";
import { HERE } from "./upload-page.tsx";

/** What the person said of a file, between its reading and its writing. */
export interface Choices {
  sha256: string;
  name: string;
  licence: string;
  publish: boolean;
  same: ReadonlyMap<string, string>;
}

/** What a file would do, all that is wrong with it, and the second yes. */
export const ReportPage: FC<{ c: OfficeContext; report: ImportedFile; choices: Choices; stale: boolean }> = ({
  c,
  report,
  choices,
  stale,
}) => {
  const t = c.get("t");
  const doing = report.counts.created + report.counts.changed;
  return (
    <OfficeLayout c={c} title={t("reported.ready")}>
      <Above c={c} list={{ href: HERE, label: t("reported.title") }} />
      <h1>{t("reported.ready")}</h1>
      {stale && (
        <p class="error-summary" role="alert">
          {t("reported.stale")}
        </p>
      )}
      <p class="long-word">{[choices.name, report.publisher].filter(Boolean).join(" · ")}</p>
      <Numbers c={c} counts={report.counts} />
      {doing === 0 && <p>{t("reported.nothing")}</p>}
      <form method="post" action={`${HERE}/confirmer`}>
        <input type="hidden" name="file" value={choices.sha256} />
        <input type="hidden" name="name" value={choices.name} />
        <input type="hidden" name="licence" value={choices.licence} />
        <input type="hidden" name="publish" value={choices.publish ? "1" : ""} />
        <input type="hidden" name="digest" value={report.digest} />
        <NewOrganisations c={c} report={report} same={choices.same} />
        <p class="row-form">
          {doing > 0 && <button type="submit">{t("reported.confirm", { count: doing })}</button>}{" "}
          <a class="button quiet" href={HERE}>
            {t("reported.leave")}
          </a>
        </p>
      </form>
      <ToldTables c={c} told={report.told} counts={report.toldCounts} />
    </OfficeLayout>
  );
};

/** Those that look like one of the register: the person says which are. The others are named. */
const NewOrganisations: FC<{ c: OfficeContext; report: ImportedFile; same: ReadonlyMap<string, string> }> = ({ c, report, same }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { total, shown } = report.organisations;
  if (total === 0) return null;
  const doubtful = shown.filter(({ near }) => near.length > 0);
  const others = shown.filter(({ near }) => near.length === 0);
  const called = ({ name, ref }: ProposedOrganisation) => [plain(name, locale), ref].filter(Boolean).join(" · ");
  return (
    <section aria-labelledby="organisations">
      <h2 id="organisations">{t("reported.organisations", { count: total })}</h2>
      {doubtful.length > 0 && <p>{t("reported.organisationsHint")}</p>}
      {doubtful.map((one, i) => (
        <div class="form-field">
          <input type="hidden" name={`key.${i}`} value={one.key} />
          <label for={`same.${i}`}>
            {called(one)} <span class="visually-hidden">: {t("reported.same")}</span>
          </label>
          <span class="hint" aria-hidden="true">
            {t("reported.same")}
          </span>
          <select id={`same.${i}`} name={`same.${i}`}>
            <option value="">{t("reported.new")}</option>
            {one.near.map(({ id, name }) => (
              <option value={id} selected={same.get(one.key) === id}>
                {plain(name, locale)}
              </option>
            ))}
          </select>
        </div>
      ))}
      {others.length > 0 && (
        <details>
          <summary>{t("reported.others", { count: total - doubtful.length })}</summary>
          <ul>
            {others.map((one) => (
              <li class="long-word">{called(one)}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
};
