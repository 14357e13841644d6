import { may } from "../platform/accounts/rights.ts";
import { type KindName, kindOf } from "../register/kinds.ts";
import { allCountries, choicesOf, listRecords, RECORDS_PER_PAGE, recordSorts } from "../register/record/list-store.ts";
import { type FilterField, FilterForm } from "../ui/filter-form.tsx";
import { Pagination } from "../ui/pagination.tsx";
import { plain } from "../ui/text.tsx";
import { officeHref } from "./addresses.ts";
import type { OfficeContext } from "./env.ts";
import { OfficeLayout } from "./layout.tsx";
import { addressOf, MOST_REASONS, narrowed, readFilter, statuses } from "./list-filter.ts";
import { Records } from "./list-table.tsx";

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
