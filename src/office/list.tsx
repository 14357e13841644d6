import { HTTPException } from "hono/http-exception";
import type { FC } from "hono/jsx";
import { z } from "zod";
import { may } from "../platform/accounts/rights.ts";
import { type KindName, kindOf } from "../register/kinds.ts";
import { moveRecord } from "../register/record/actions.ts";
import {
  allCountries,
  choicesOf,
  draftIds,
  listRecords,
  RECORDS_PER_PAGE,
  type RecordFilter,
  type RecordRow,
  recordSorts,
} from "../register/record/list-store.ts";
import { type FilterField, FilterForm } from "../ui/filter-form.tsx";
import { Pagination } from "../ui/pagination.tsx";
import { DemoBadge, StatusBadge } from "../ui/status.tsx";
import { plain, Text } from "../ui/text.tsx";
import { officeHref } from "./addresses.ts";
import type { OfficeContext } from "./env.ts";
import { oneOf, readForm } from "./form-data.ts";
import { OfficeLayout } from "./layout.tsx";
import { When } from "./when.tsx";

const statuses = ["draft", "published", "archived"] as const;
const narrowed = ["type", "state", "country", "programme"] as const;
const word = z.string().trim().min(1).max(200).optional().catch(undefined);
const query = z.object({
  q: word,
  status: z.enum(statuses).optional().catch(undefined),
  sort: z.enum(recordSorts).catch("updated"),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
  type: word,
  state: word,
  country: word,
  programme: word,
});

function readFilter(c: OfficeContext): RecordFilter {
  const { q, status, sort, page, ...rest } = query.parse(c.req.query());
  return {
    q,
    status,
    sort,
    page,
    where: Object.fromEntries(Object.entries(rest).filter((entry): entry is [string, string] => entry[1] !== undefined)),
  };
}

function addressOf(kind: KindName, filter: RecordFilter, change: Record<string, string | undefined> = {}): string {
  const all = {
    q: filter.q,
    status: filter.status,
    ...filter.where,
    sort: filter.sort === "updated" ? undefined : filter.sort,
    page: filter.page > 1 ? String(filter.page) : undefined,
    ...change,
  };
  const search = new URLSearchParams(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined)).toString();
  return officeHref(kind) + (search ? `?${search}` : "");
}

export async function recordList(
  c: OfficeContext,
  kind: KindName,
  outcome?: { published: number; refused: { id: string; reason: string }[] },
): Promise<Response> {
  const { db } = c.get("services");
  const filter = readFilter(c);
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { fields } = kindOf(kind);
  const [list, countries, programmes] = await Promise.all([
    listRecords(db, kindOf(kind), filter),
    fields.country || fields.countries ? allCountries(db, locale) : [],
    fields.programme ? choicesOf(db, "programme", 200) : [],
  ]);
  const options: Record<string, { value: string; label: string }[]> = {
    country: countries.map(({ code, name }) => ({ value: code, label: plain(name, locale) })),
    programme: programmes.map(({ id, name }) => ({ value: id, label: plain(name, locale) })),
  };
  for (const name of ["type", "state"] as const) {
    const widget = fields[name]?.widget;
    if (widget?.type === "choice")
      options[name] = widget.options.map((value) => ({ value, label: t.dynamic(`choice.${kind}.${name}.${value}`) }));
  }
  const controls: FilterField[] = [
    { type: "search", name: "q", label: t("office.list.words"), value: filter.q },
    {
      type: "select",
      name: "status",
      label: t("office.list.status"),
      value: filter.status,
      empty: t("office.list.all"),
      options: statuses.map((status) => ({ value: status, label: t.dynamic(`status.${status}`), count: list.byStatus[status] })),
    },
    ...narrowed
      .filter((name) => options[name]?.length)
      .map(
        (name): FilterField => ({
          type: "select",
          name,
          label: t.dynamic(`field.${name}`),
          value: filter.where[name],
          empty: t("office.list.all"),
          options: options[name]!,
        }),
      ),
    {
      type: "select",
      name: "sort",
      label: t("office.list.sort"),
      value: filter.sort,
      empty: null,
      options: recordSorts.map((sort) => ({ value: sort, label: t.dynamic(`office.list.sort.${sort}`) })),
    },
  ];
  const active = [
    ...(filter.q ? [{ label: `« ${filter.q} »`, without: addressOf(kind, filter, { q: undefined, page: undefined }) }] : []),
    ...(filter.status
      ? [{ label: t.dynamic(`status.${filter.status}`), without: addressOf(kind, filter, { status: undefined, page: undefined }) }]
      : []),
    ...Object.entries(filter.where).map(([name, value]) => ({
      label: options[name]?.find((option) => option.value === value)?.label ?? value,
      without: addressOf(kind, filter, { [name]: undefined, page: undefined }),
    })),
  ];
  const notice = outcome && t("office.list.published", { count: outcome.published });
  return c.html(
    <OfficeLayout c={c} title={t.dynamic(`kind.${kind}.many`)} notice={notice}>
      <div class="office-title">
        <h1>{t.dynamic(`kind.${kind}.many`)}</h1>
        {may(c.get("officer"), "record.edit") && (
          <p>
            <a class="button" href={officeHref(kind, "nouveau")}>
              {t("office.list.new")}
            </a>
          </p>
        )}
      </div>
      {outcome && outcome.refused.length > 0 && (
        <div class="error-summary" role="alert">
          <p>{t("office.list.refused", { count: outcome.refused.length })}</p>
          <ul>
            {outcome.refused.slice(0, MOST_REASONS).map(({ id, reason }) => (
              <li>
                <a href={officeHref(kind, id)}>{id}</a> : {reason}
              </li>
            ))}
          </ul>
        </div>
      )}
      <FilterForm
        c={c as never}
        action={officeHref(kind)}
        label={t("office.list.filter")}
        fields={controls}
        active={active}
        clear={officeHref(kind)}
      />
      <Records
        c={c}
        kind={kind}
        rows={list.rows}
        total={list.total}
        drafts={list.byStatus.draft}
        filter={filter}
        countryName={(code) => options.country!.find((option) => option.value === code)?.label ?? code}
      />
      <Pagination
        c={c as never}
        page={filter.page}
        pages={Math.ceil(list.total / RECORDS_PER_PAGE)}
        hrefOf={(page) => addressOf(kind, filter, { page: page > 1 ? String(page) : undefined })}
      />
    </OfficeLayout>,
  );
}

/** How many drafts one button publishes: a few seconds of work. */
const MOST_AT_ONCE = 1_000;
const MOST_REASONS = 50;

/** Publishes the drafts that are ticked, or all those of the selection; those that cannot be say why. */
export async function publishSelected(c: OfficeContext, kind: KindName): Promise<Response> {
  const { values } = await readForm(c);
  const { db, content } = c.get("services");
  if (!may(c.get("officer"), "record.publish")) throw new HTTPException(403);
  const ids =
    oneOf(values, "do") === "all"
      ? await draftIds(db, kindOf(kind), readFilter(c), MOST_AT_ONCE)
      : (values.id ?? []).slice(0, RECORDS_PER_PAGE);
  if (ids.length === 0) return recordList(c, kind);
  const t = c.get("t");
  const refused: { id: string; reason: string }[] = [];
  for (const id of ids) {
    const moved = await moveRecord(db, kind, id, "publish", c.get("officer"));
    if (moved.ok) continue;
    if (moved.reason === "forbidden") throw new HTTPException(403);
    refused.push({
      id,
      reason:
        moved.reason === "references"
          ? t("office.references", { records: moved.records.map((record) => record.id).join(", ") })
          : t.dynamic(`office.failure.${moved.reason}`),
    });
  }
  content.touch();
  return recordList(c, kind, { published: ids.length - refused.length, refused });
}

const Records: FC<{
  c: OfficeContext;
  kind: KindName;
  rows: RecordRow[];
  total: number;
  drafts: number;
  filter: RecordFilter;
  countryName: (code: string) => string;
}> = ({ c, kind, rows, total, drafts, filter, countryName }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const publisher = may(c.get("officer"), "record.publish");
  if (rows.length === 0)
    return (
      <p class="empty-title">
        {t("office.list.none")} <a href={officeHref(kind)}>{t("common.clearFilters")}</a>
      </p>
    );
  const hasDrafts = rows.some((row) => row.status === "draft");
  const shown = {
    type: rows.some((row) => row.type),
    state: rows.some((row) => row.state),
    countries: rows.some((row) => row.countries.length > 0),
  };
  return (
    <form method="post" action={addressOf(kind, filter)}>
      <div class="table-scroll" role="group" tabindex={0} aria-label={t.dynamic(`kind.${kind}.many`)}>
        <table class="records dense stacks">
          <caption>{t("common.results", { count: total })}</caption>
          <thead>
            <tr>
              {publisher && hasDrafts && (
                <th scope="col">
                  <span class="visually-hidden">{t("office.list.select")}</span>
                </th>
              )}
              <th scope="col">{t("field.name")}</th>
              <th scope="col">{t("office.list.status")}</th>
              {shown.type && <th scope="col">{t("field.type")}</th>}
              {shown.state && <th scope="col">{t("field.state")}</th>}
              {shown.countries && <th scope="col">{t("office.list.countries")}</th>}
              <th scope="col">{t("office.list.updated")}</th>
              <th scope="col">{t("field.id")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                {publisher && hasDrafts && (
                  <td>
                    {row.status === "draft" && (
                      <input
                        type="checkbox"
                        name="id"
                        value={row.id}
                        aria-label={t("office.list.selectOne", { name: plain(row.name, locale) })}
                      />
                    )}
                  </td>
                )}
                <th scope="row">
                  <a href={officeHref(kind, row.id)}>
                    <Text value={row.name} locale={locale} />
                  </a>{" "}
                  <DemoBadge demo={row.demo} t={t} />
                </th>
                <td data-label={t("office.list.status")}>
                  <StatusBadge status={row.status} t={t} />
                </td>
                {shown.type && <td data-label={t("field.type")}>{row.type && t.dynamic(`choice.${kind}.type.${row.type}`)}</td>}
                {shown.state && <td data-label={t("field.state")}>{row.state && t.dynamic(`choice.${kind}.state.${row.state}`)}</td>}
                {shown.countries && <td data-label={t("office.list.countries")}>{row.countries.map(countryName).join(", ")}</td>}
                <td data-label={t("office.list.updated")}>
                  <When at={row.updatedAt} locale={locale} />
                </td>
                <td data-label={t("field.id")}>
                  <code>{row.id}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {publisher && hasDrafts && (
        <p>
          <button type="submit">{t("office.list.publishSelected")}</button>{" "}
          {drafts > rows.length && (
            <button class="quiet" type="submit" name="do" value="all">
              {t("office.list.publishAll", { count: Math.min(drafts, MOST_AT_ONCE) })}
            </button>
          )}
        </p>
      )}
    </form>
  );
};
