import { Empty } from "../../ui/empty.tsx";
import { ActiveFilters, FilterForm } from "../../ui/filter-form.tsx";
import { money } from "../../ui/format.ts";
import { Pagination } from "../../ui/pagination.tsx";
import { DemoBadge, StatusBadge } from "../../ui/status.tsx";
import { Table } from "../../ui/table.tsx";
import type { OfficeContext } from "../env.ts";
import { HERE, type Piece } from "./piece.ts";

const rows = [
  { year: "2026", status: "draft", cents: 36_000_000 },
  { year: "2025", status: "published", cents: 1_250_050 },
];

const filterOf = (c: OfficeContext) => [{ label: c.get("t")("style.example.theme"), without: HERE }];

/** What is listed, narrowed and turned page by page. */
export const listPieces: Piece[] = [
  {
    name: "Table",
    from: "src/ui/table.tsx",
    show: (c) => {
      const [t, locale] = [c.get("t"), c.get("locale")];
      return (
        <Table
          caption={t("style.example.projects")}
          rows={rows}
          columns={[
            {
              label: t("style.example.projects"),
              heading: true,
              cell: () => (
                <>
                  <a href={HERE}>{t("style.example.project")}</a> <DemoBadge demo t={t} />
                </>
              ),
            },
            { label: t("office.list.status"), cell: ({ status }) => <StatusBadge status={status} t={t} /> },
            { label: t("office.list.countries"), cell: () => t("style.example.country") },
            { label: t("style.example.year"), numeric: true, cell: ({ year }) => year },
            { label: t("style.example.amount"), numeric: true, cell: ({ cents }) => money(cents, "EUR", locale) },
          ]}
        />
      );
    },
  },
  {
    name: "FilterForm",
    from: "src/ui/filter-form.tsx",
    show: (c) => {
      const t = c.get("t");
      const options = [{ value: "water", label: t("style.example.theme"), count: 12 }];
      return (
        <FilterForm
          c={c as never}
          action={HERE}
          label={t("style.use.FilterForm")}
          clear={HERE}
          active={filterOf(c)}
          fields={[
            { type: "search", name: "q", label: t("style.example.projects") },
            { type: "select", name: "country", label: t("office.list.countries"), options, empty: "–" },
            { type: "checks", name: "theme", label: t("style.example.theme"), values: [], options },
          ]}
        />
      );
    },
  },
  {
    name: "ActiveFilters",
    from: "src/ui/filter-form.tsx",
    show: (c) => <ActiveFilters c={c as never} active={filterOf(c)} clear={HERE} />,
  },
  {
    name: "Pagination",
    from: "src/ui/pagination.tsx",
    show: (c) => <Pagination c={c as never} page={3} pages={9} hrefOf={() => HERE} />,
  },
  {
    name: "Empty",
    from: "src/ui/empty.tsx",
    show: (c) => (
      <Empty title={c.get("t")("office.list.none")}>
        <p>
          <a href={HERE}>{c.get("t")("common.clearFilters")}</a>
        </p>
      </Empty>
    ),
  },
];
