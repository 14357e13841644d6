import type { FC } from "hono/jsx";
import { may } from "../../../platform/accounts/rights.ts";
import type { MessageKey } from "../../../platform/i18n/messages.ts";
import { type listPublications, PUBLICATIONS_PER_PAGE, type PublicationListed } from "../../../publishing/publication/store.ts";
import { CLOCK } from "../../../publishing/publication/task.ts";
import { Pagination } from "../../../ui/pagination.tsx";
import { Table } from "../../../ui/table.tsx";
import type { OfficeContext } from "../../env.ts";
import { OfficeLayout } from "../../layout.tsx";
import { When } from "../../when.tsx";
import { Above } from "../above.tsx";

export const PATH = "/bureau/echanges/publications";

/** All publications, the newest first. */
export const PublicationList: FC<{
  c: OfficeContext;
  list: Awaited<ReturnType<typeof listPublications>>;
  page: number;
  asked: boolean;
}> = ({ c, list, page, asked }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { publishHour } = c.get("services").config;
  const number = (key: MessageKey, of: "added" | "changed" | "unchanged" | "held") => ({
    label: t(key),
    numeric: true,
    cell: (row: PublicationListed) => String(row[of]),
  });
  return (
    <OfficeLayout c={c} title={t("publication.title")} notice={asked && t("publication.asked")}>
      <Above c={c} />
      <h1>{t("publication.title")}</h1>
      <p>{t("publication.lead")}</p>
      <p>{publishHour === undefined ? t("publication.notNightly") : t("publication.nightly", { hour: String(publishHour) })}</p>
      {may(c.get("officer"), "publication.make") && !asked && (
        <form method="post" action={PATH}>
          <p>
            <button type="submit">{t("publication.now")}</button>
          </p>
          <p class="hint">{t("publication.nowText")}</p>
        </form>
      )}
      {list.rows.length === 0 ? (
        <p>{t("publication.none")}</p>
      ) : (
        <Table
          caption={t("publication.list", { count: list.count })}
          class="dense"
          rows={list.rows}
          columns={[
            { label: t("publication.number"), heading: true, cell: (row) => <a href={`${PATH}/${row.number}`}>{row.number}</a> },
            { label: t("publication.at"), cell: (row) => <When at={row.at} locale={locale} /> },
            { label: t("publication.by"), cell: (row) => (row.actor === CLOCK ? t("publication.clock") : row.actorName) },
            number("publication.new", "added"),
            number("publication.changed", "changed"),
            number("publication.unchanged", "unchanged"),
            number("publication.held", "held"),
          ]}
        />
      )}
      <Pagination c={c as never} page={page} pages={Math.ceil(list.count / PUBLICATIONS_PER_PAGE)} hrefOf={(n) => `${PATH}?page=${n}`} />
    </OfficeLayout>
  );
};
