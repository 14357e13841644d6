import type { FC } from "hono/jsx";
import { may } from "../platform/accounts/rights.ts";
import type { KindName } from "../register/kinds.ts";
import type { RecordFilter, RecordRow } from "../register/record/list-store.ts";
import { DemoBadge, StatusBadge } from "../ui/status.tsx";
import { plain, Text } from "../ui/text.tsx";
import { officeHref } from "./addresses.ts";
import type { OfficeContext } from "./env.ts";
import { addressOf, MOST_AT_ONCE } from "./list-filter.ts";
import { When } from "./when.tsx";

export const Records: FC<{
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
          <caption>
            {t("office.list.caption", { kind: t.dynamic(`kind.${kind}.many`), results: t("common.results", { count: total }) })}
          </caption>
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
