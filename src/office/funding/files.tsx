import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import type { Refusal } from "../../funding/acts.ts";
import { assignOfficers, MOST_AT_ONCE } from "../../funding/instruction/actions.ts";
import { FILES_PER_PAGE, type FileFilter, fileQuery, readFileFilter, sentStates } from "../../funding/instruction/filter.ts";
import {
  completenessOf,
  type FileChoices,
  type FileRow,
  fileChoices,
  idsOfFiles,
  listFiles,
} from "../../funding/instruction/list-store.ts";
import { nextStep } from "../../funding/instruction/rules.ts";
import { may } from "../../platform/accounts/rights.ts";
import { UUID } from "../../platform/uuid.ts";
import { Empty } from "../../ui/empty.tsx";
import { FilterForm } from "../../ui/filter-form.tsx";
import { count, money } from "../../ui/format.ts";
import { Pagination } from "../../ui/pagination.tsx";
import { DemoBadge } from "../../ui/status.tsx";
import { plain } from "../../ui/text.tsx";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { oneOf, readForm } from "../form-data.ts";
import { OfficeLayout } from "../layout.tsx";
import { only } from "../refused.tsx";
import { filePages } from "./file.tsx";
import { entryPages } from "./file-entry.tsx";
import { StateBadge } from "./file-parts.tsx";
import { active, controls, PATH } from "./files-filter.ts";
import { done, doneNotice, RefusalNotice } from "./refusal.tsx";

const DAY_MS = 86_400_000;
export const daysSince = (at: Date, now = new Date()): number => Math.max(0, Math.floor((now.getTime() - at.getTime()) / DAY_MS));

/** The files that came in: the list by which the desk works, and each of them. */
export function applicationPages(app: Hono<OfficeEnv>): void {
  app.use("/dossiers/*", only("application.read"));
  app.get("/dossiers", (c) => showList(c));
  app.post("/dossiers", async (c) => {
    const { values } = await readForm(c);
    const { db } = c.get("services");
    const by = c.get("officer");
    const filter = readFileFilter(c.req.query());
    const ids =
      oneOf(values, "do") === "all" ? await idsOfFiles(db, by, filter, MOST_AT_ONCE) : (values.id ?? []).filter((id) => UUID.test(id));
    const done = await assignOfficers(db, ids, [oneOf(values, "first"), oneOf(values, "second")], by);
    if (!done.ok) return showList(c, done);
    const query = fileQuery(filter);
    return c.redirect(`${PATH}${query}${query ? "&" : "?"}fait=${done.refused > 0 ? "assigned-some" : "assigned"}&n=${done.done}`, 303);
  });
  entryPages(app);
  filePages(app);
}

async function showList(c: OfficeContext, refusal?: Refusal): Promise<Response> {
  const { db } = c.get("services");
  const by = c.get("officer");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const filter = readFileFilter(c.req.query());
  const [list, choices] = await Promise.all([listFiles(db, by, filter), fileChoices(db, by, filter.edition)]);
  const address = (change: Parameters<typeof fileQuery>[1]) => PATH + fileQuery(filter, { page: 1, ...change });
  const all = Object.values(list.byState).reduce((sum, n) => sum + n, 0);
  const title = t("instruction.title");
  return c.html(
    <OfficeLayout c={c} title={title} notice={doneNotice(c, `instruction.done.${done(c)}`)}>
      <div class="office-title">
        <h1>{title}</h1>
        {may(by, "application.instruct") && (
          <p>
            <a class="button quiet" href={`${PATH}/saisie`}>
              {t("instruction.entry.title")}
            </a>
          </p>
        )}
      </div>
      <RefusalNotice c={c} refusal={refusal} />
      <nav class="state-counts" aria-label={t("instruction.byState")}>
        <ul>
          <li>
            <a href={address({ state: undefined })} aria-current={filter.state ? undefined : "true"}>
              {t("instruction.all")} <strong>{count(all, locale)}</strong>
            </a>
          </li>
          {sentStates
            .filter((state) => list.byState[state] || state === filter.state)
            .map((state) => (
              <li>
                <a href={address({ state })} aria-current={state === filter.state ? "true" : undefined}>
                  {t.dynamic(`state.application.${state}`)} <strong>{count(list.byState[state] ?? 0, locale)}</strong>
                </a>
              </li>
            ))}
        </ul>
      </nav>
      <FilterForm
        c={c as never}
        action={PATH}
        label={t("instruction.filter")}
        fields={controls(c, filter, choices)}
        active={active(c, filter, choices)}
        clear={PATH}
        hidden={{ state: filter.state }}
      />
      {list.rows.length === 0 ? (
        <Empty title={t("instruction.empty")}>
          <p>{t("instruction.empty.text")}</p>
        </Empty>
      ) : (
        <form method="post" action={PATH + fileQuery(filter)}>
          <FilesTable c={c} rows={list.rows} total={list.total} filter={filter} choices={choices} />
          {may(by, "application.instruct") && <Bulk c={c} choices={choices} total={list.total} />}
        </form>
      )}
      <Pagination
        c={c as never}
        page={filter.page}
        pages={Math.ceil(list.total / FILES_PER_PAGE)}
        hrefOf={(page) => PATH + fileQuery(filter, { page })}
      />
    </OfficeLayout>,
    refusal ? 422 : 200,
  );
}

const FilesTable: FC<{ c: OfficeContext; rows: FileRow[]; total: number; filter: FileFilter; choices: FileChoices }> = ({
  c,
  rows,
  total,
  filter,
  choices,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const countryName = (code: string) => plain(choices.countries.find((one) => one.code === code)?.name ?? {}, locale) || code;
  const chooses = may(c.get("officer"), "application.instruct");
  const sorted = (sort: FileFilter["sort"], label: string) => (
    <a href={PATH + fileQuery(filter, { sort, page: 1 })} aria-current={filter.sort === sort ? "true" : undefined}>
      {label}
    </a>
  );
  const sortedBy = (sort: FileFilter["sort"]) =>
    filter.sort === sort ? (sort === "number" || sort === "completeness" ? "ascending" : "descending") : undefined;
  return (
    <div class="table-scroll" role="group" tabindex={0} aria-label={t("instruction.list", { count: total })}>
      <table class="dense files stacks">
        <caption>{t("instruction.list", { count: total })}</caption>
        <thead>
          <tr>
            {chooses && (
              <th scope="col">
                <span class="visually-hidden">{t("instruction.choose")}</span>
              </th>
            )}
            <th scope="col" aria-sort={sortedBy("number")}>
              {sorted("number", t("instruction.number"))}
            </th>
            <th scope="col">{t("instruction.applicant")}</th>
            <th scope="col">{t("instruction.state")}</th>
            <th scope="col" class="number" aria-sort={sortedBy("age")}>
              {sorted("age", t("instruction.days"))}
            </th>
            <th scope="col" class="number" aria-sort={sortedBy("amount")}>
              {sorted("amount", t("instruction.asked"))}
            </th>
            <th scope="col">{t("instruction.where")}</th>
            <th scope="col">{t("instruction.officers")}</th>
            <th scope="col" class="number" aria-sort={sortedBy("completeness")}>
              {sorted("completeness", t("instruction.completeness"))}
            </th>
            <th scope="col">{t("instruction.pieces")}</th>
            <th scope="col">{t("instruction.next")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const next = nextStep(row);
            return (
              <tr>
                {chooses && (
                  <td>
                    <input type="checkbox" name="id" value={row.id} aria-label={`${t("instruction.choose")} ${row.number}`} />
                  </td>
                )}
                <td class="nowrap">
                  <a href={`${PATH}/${row.id}`}>{row.number}</a> <DemoBadge demo={row.demo} t={t} />
                </td>
                <th scope="row">
                  {row.applicant}
                  <span class="muted block">{row.title}</span>
                </th>
                <td data-label={t("instruction.state")}>
                  <StateBadge state={row.state} t={t} />
                </td>
                <td class="number" data-label={t("instruction.days")}>
                  {count(daysSince(row.stateSince), locale)}
                </td>
                <td class="number" data-label={t("instruction.asked")}>
                  {money(row.askedCents, row.currency, locale)}
                </td>
                <td data-label={t("instruction.where")}>
                  {row.countries.map(countryName).join(", ")}
                  <span class="muted block">{row.strands.map((name) => plain(name, locale)).join(", ")}</span>
                </td>
                <td data-label={t("instruction.officers")}>
                  {row.officers.length === 0 ? <span class="muted">{t("instruction.nobody")}</span> : row.officers.join(", ")}
                </td>
                <td class="number" data-label={t("instruction.completeness")}>
                  {completenessOf(row)} %
                </td>
                <td data-label={t("instruction.pieces")}>
                  {row.overduePieces > 0 ? (
                    <strong class="late">{t("instruction.pieces.overdue", { count: row.overduePieces })}</strong>
                  ) : row.openPieces > 0 ? (
                    t("instruction.pieces.open", { count: row.openPieces })
                  ) : (
                    <span class="muted">–</span>
                  )}
                </td>
                <td data-label={t("instruction.next")}>
                  {next ? t.dynamic(`instruction.next.${next.code}`, next.values) : <span class="muted">–</span>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
};

const Bulk: FC<{ c: OfficeContext; choices: FileChoices; total: number }> = ({ c, choices, total }) => {
  const t = c.get("t");
  return (
    <fieldset class="bulk">
      <legend>{t("instruction.bulk")}</legend>
      {(["first", "second"] as const).map((name) => (
        <p class="field">
          <label for={`bulk-${name}`}>{t.dynamic(`instruction.officer.${name}`)}</label>
          <select id={`bulk-${name}`} name={name}>
            <option value="">{t("instruction.nobody")}</option>
            {choices.officers.map(({ id, name: label }) => (
              <option value={id}>{label}</option>
            ))}
          </select>
        </p>
      ))}
      <p class="actions">
        <button type="submit" name="do" value="selected">
          {t("instruction.bulk.selected")}
        </button>{" "}
        <button type="submit" name="do" value="all" class="quiet">
          {t("instruction.bulk.all", { count: Math.min(total, MOST_AT_ONCE) })}
        </button>
      </p>
    </fieldset>
  );
};
