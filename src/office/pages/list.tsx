import type { FC } from "hono/jsx";
import { may } from "../../platform/accounts/rights.ts";
import type { ProposalListed } from "../../register/page/proposal/store.ts";
import { Empty } from "../../ui/empty.tsx";
import { Table } from "../../ui/table.tsx";
import { plain } from "../../ui/text.tsx";
import { officeHref } from "../addresses.ts";
import type { OfficeContext } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";
import { When } from "../when.tsx";
import { proposalHref } from "./addresses.ts";

/** The proposals that wait for somebody, of all pages; or all those of one. */
export const ProposalsPage: FC<{ c: OfficeContext; rows: ProposalListed[]; page?: { id: string; name: string } }> = ({ c, rows, page }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <OfficeLayout c={c} title={t("pages.proposals.title")}>
      {page && (
        <p class="kicker">
          <a href={officeHref("page", page.id)}>{page.name}</a>
        </p>
      )}
      <h1>{t("pages.proposals.title")}</h1>
      <p>{t("pages.proposals.intro")}</p>
      {page && may(c.get("officer"), "proposal.write") && (
        <form method="post" action={officeHref("page", page.id, "propositions")}>
          <p>
            <button type="submit">{t("pages.proposals.new")}</button>
          </p>
        </form>
      )}
      {rows.length === 0 ? (
        <Empty title={t("pages.proposals.none")}>
          <p>{t(page ? "pages.proposals.noneHere" : "pages.proposals.noneOpen")}</p>
        </Empty>
      ) : (
        <Table
          caption={t("pages.proposals.title")}
          hideCaption
          rows={rows}
          columns={[
            {
              label: t("pages.proposals.proposal"),
              heading: true,
              cell: (row) => <a href={proposalHref(row.id)}>{plain(row.note, locale) || plain(row.pageName, locale)}</a>,
            },
            ...(page
              ? []
              : [
                  {
                    label: t.dynamic("kind.page"),
                    cell: (row: ProposalListed) => <a href={officeHref("page", row.page)}>{plain(row.pageName, locale)}</a>,
                  },
                ]),
            {
              label: t("portal.column.state"),
              cell: (row) => (
                <>
                  {t.dynamic(`pages.state.${row.state}`)}
                  {row.publishAt && row.state === "approved" && (
                    <>
                      {" "}
                      (<When at={row.publishAt} locale={locale} />)
                    </>
                  )}
                  {row.problem && <strong class="row-note"> {t.dynamic(`pages.problem.${row.problem}`)}</strong>}
                </>
              ),
            },
            { label: t("pages.proposals.author"), cell: (row) => row.authorName },
            { label: t("pages.proposals.reviewer"), cell: (row) => row.reviewerName ?? "" },
            { label: t("pages.proposals.changed"), cell: (row) => <When at={row.updatedAt} locale={locale} /> },
          ]}
        />
      )}
    </OfficeLayout>
  );
};
