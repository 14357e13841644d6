import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { z } from "zod";
import type { ApplicationState } from "../../funding/application/states.ts";
import { rankingCsv } from "../../funding/assessment/ranking-csv.ts";
import {
  expertTotals,
  RANKED_PER_PAGE,
  type RankedRow,
  type RankingFilter,
  rankedStates,
  rankingOf,
  wholeRanking,
} from "../../funding/assessment/ranking-store.ts";
import { currentEdition } from "../../register/edition/store.ts";
import { Empty } from "../../ui/empty.tsx";
import { FilterForm } from "../../ui/filter-form.tsx";
import { count, money, score } from "../../ui/format.ts";
import { Pagination } from "../../ui/pagination.tsx";
import { plain, Text } from "../../ui/text.tsx";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";
import { only } from "../refused.tsx";
import { StateBadge } from "./file-parts.tsx";

const PATH = "/bureau/classement";
const query = z.object({
  strand: z.string().max(40).optional().catch(undefined),
  state: z
    .enum(rankedStates as [ApplicationState, ...ApplicationState[]])
    .optional()
    .catch(undefined),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});

/** The ranking of an edition: means, spread, how many opinions have come. For officers. */
export function rankingPages(app: Hono<OfficeEnv>): void {
  app.use("/classement/*", only("jury.run"));
  app.get("/classement/:edition", (c) => show(c));
  app.get("/classement/:edition/export.csv", async (c) => {
    const { db } = c.get("services");
    const by = c.get("officer");
    const id = c.req.param("edition");
    const edition = await currentEdition(db, id);
    if (!edition) return c.notFound();
    const [rows, experts] = await Promise.all([wholeRanking(db, by, id), expertTotals(db, by, id)]);
    return c.body(rankingCsv(rows, experts, c.get("t")), 200, {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${edition.document.code}-classement.csv"`,
    });
  });
}

const addressOf = (edition: string, filter: RankingFilter): string => {
  const entries = Object.entries({
    strand: filter.strand,
    state: filter.state,
    page: (filter.page ?? 1) > 1 ? String(filter.page) : undefined,
  });
  const search = new URLSearchParams(entries.filter((entry): entry is [string, string] => Boolean(entry[1]))).toString();
  return `${PATH}/${edition}${search ? `?${search}` : ""}`;
};

async function show(c: OfficeContext): Promise<Response> {
  const { db } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const id = c.req.param("edition") ?? "";
  const read = query.parse(c.req.query());
  const edition = await currentEdition(db, id);
  if (!edition) return c.notFound();
  const strand = edition.document.strands.some(({ code }) => code === read.strand) ? read.strand : undefined;
  const filter: RankingFilter = { ...read, strand };
  const { rows, total } = await rankingOf(db, c.get("officer"), id, filter);
  const title = `${t("assessment.ranking")} ${edition.document.code}`;
  const nameOf = (code: string) => plain(edition.document.strands.find((one) => one.code === code)?.name ?? {}, locale);
  return c.html(
    <OfficeLayout c={c} title={title}>
      <div class="office-title">
        <h1>{title}</h1>
        <ul class="plain title-links no-print">
          <li>
            <a href={`${PATH}/${id}/export.csv`} download>
              {t("assessment.export")}
            </a>
          </li>
          <li>
            <a href={`/bureau/evaluations/editions/${id}`}>{t("assessment.assessors")}</a>
          </li>
          <li>
            <a href={`/bureau/jurys?edition=${encodeURIComponent(id)}`}>{t("jury.title")}</a>
          </li>
        </ul>
      </div>
      <p class="lead">
        <Text value={edition.document.name} locale={locale} />
      </p>
      <p class="hint">{t("assessment.tieRule")}</p>
      <FilterForm
        c={c as never}
        action={`${PATH}/${id}`}
        label={t("instruction.filter")}
        clear={`${PATH}/${id}`}
        active={[
          ...(strand ? [{ label: nameOf(strand), without: addressOf(id, { state: filter.state }) }] : []),
          ...(filter.state ? [{ label: t.dynamic(`state.application.${filter.state}`), without: addressOf(id, { strand }) }] : []),
        ]}
        fields={[
          {
            type: "select",
            name: "strand",
            label: t("instruction.strand"),
            value: strand,
            empty: t("instruction.any"),
            options: edition.document.strands.map(({ code }) => ({ value: code, label: nameOf(code) })),
          },
          {
            type: "select",
            name: "state",
            label: t("instruction.state"),
            value: filter.state,
            empty: t("instruction.any"),
            options: rankedStates.map((state) => ({ value: state, label: t.dynamic(`state.application.${state}`) })),
          },
        ]}
      />
      {rows.length === 0 ? (
        <Empty title={t("assessment.ranking.none")}>
          <p>{t("assessment.ranking.noneText")}</p>
        </Empty>
      ) : (
        <RankingTable c={c} rows={rows} total={total} />
      )}
      <Pagination
        c={c as never}
        page={read.page}
        pages={Math.ceil(total / RANKED_PER_PAGE)}
        hrefOf={(page) => addressOf(id, { ...filter, page })}
      />
    </OfficeLayout>,
  );
}

const RankingTable: FC<{ c: OfficeContext; rows: RankedRow[]; total: number }> = ({ c, rows, total }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const caption = t("assessment.ranking.count", { count: total });
  return (
    <div class="table-scroll" role="group" tabindex={0} aria-label={caption}>
      <table class="dense ranking">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col" class="number">
              {t("assessment.rank")}
            </th>
            <th scope="col">{t("instruction.number")}</th>
            <th scope="col">{t("instruction.applicant")}</th>
            <th scope="col" class="number">
              {t("assessment.mean")}
            </th>
            <th scope="col" class="number">
              {t("assessment.minMax")}
            </th>
            <th scope="col">{t("assessment.spreadShort")}</th>
            <th scope="col" class="number">
              {t("assessment.deviation")}
            </th>
            <th scope="col" class="number">
              {t("assessment.opinions")}
            </th>
            <th scope="col" class="number">
              {t("instruction.asked")}
            </th>
            <th scope="col" class="number">
              {t("assessment.advised")}
            </th>
            <th scope="col" class="number">
              {t("jury.proposed")}
            </th>
            <th scope="col">{t("instruction.state")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              <td class="number">{count(row.rank, locale)}</td>
              <td class="nowrap">
                <a href={`/bureau/dossiers/${row.id}#avis`}>{row.number}</a>
              </td>
              <th scope="row">
                {row.applicant}
                <span class="muted block">{row.title}</span>
              </th>
              <td class="number">
                <strong>{score(row.mean, locale)}</strong>
              </td>
              <td class="number">{row.given > 1 ? `${score(row.min, locale)} – ${score(row.max, locale)}` : "–"}</td>
              <td>
                <SpreadBar row={row} />
              </td>
              <td class="number">{row.given > 1 ? score(row.deviation, locale) : "–"}</td>
              <td class={row.given < row.asked ? "number late" : "number"}>
                {row.given} / {row.asked}
              </td>
              <td class="number">{money(row.askedCents, row.currency, locale)}</td>
              <td class="number">{row.advisedCents === null ? "–" : money(row.advisedCents, row.currency, locale)}</td>
              <td class="number">{row.proposedCents > 0 ? money(row.proposedCents, row.currency, locale) : "–"}</td>
              <td>
                <StateBadge state={row.state} t={t} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

/** From the lowest to the highest score, the mean marked: what the numbers beside it say. */
const SpreadBar: FC<{ row: RankedRow }> = ({ row: { min, max, mean } }) =>
  min === null || max === null || mean === null ? (
    <></>
  ) : (
    <svg class="spread" viewBox="0 0 100 10" width="80" height="10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <line x1="0" x2="100" y1="5" y2="5" class="spread-scale" />
      <line x1={String(min)} x2={String(Math.max(max, min + 1))} y1="5" y2="5" class="spread-range" />
      <rect x={String(Math.max(0, mean - 1))} y="0" width="2" height="10" class="spread-mean" />
    </svg>
  );
