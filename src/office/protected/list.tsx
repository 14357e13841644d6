import { z } from "zod";
import { dayOf } from "../../platform/instants.ts";
import { look } from "../../protected/acts.ts";
import { listReadings, roleChanges } from "../../protected/log-store.ts";
import { listPersons, type PersonListed } from "../../protected/person/store.ts";
import { residencyStates } from "../../protected/residency/states.ts";
import { Empty } from "../../ui/empty.tsx";
import { date } from "../../ui/format.ts";
import { Pagination } from "../../ui/pagination.tsx";
import { DemoBadge } from "../../ui/status.tsx";
import { Table } from "../../ui/table.tsx";
import type { OfficeContext } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";
import { Readings, RoleChanges } from "./parts.tsx";
import { PATH, pathOf } from "./where.ts";

const query = z.object({
  etat: z
    .enum([...residencyStates, "erased"])
    .optional()
    .catch(undefined),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});
const PER_PAGE = 50;

/** The files, by pseudonym alone: nothing on this page is opened. */
export async function showList(c: OfficeContext): Promise<Response> {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { etat } = query.parse(c.req.query());
  const erased = etat === "erased";
  const rows = await look(c.get("services").db, c.get("officer"), (trx) =>
    listPersons(trx, { state: etat === "erased" ? undefined : etat, erased }),
  );
  const today = dayOf(new Date());
  const tab = (value: string | undefined, label: string) => (
    <li>
      <a href={value ? `${PATH}?etat=${value}` : PATH} aria-current={etat === value ? "page" : undefined}>
        {label}
      </a>
    </li>
  );
  return c.html(
    <OfficeLayout c={c} title={t("protected.title")}>
      <div class="office-title">
        <h1>{t("protected.title")}</h1>
        <p>
          <a class="button" href={`${PATH}/nouveau`}>
            {t("protected.new")}
          </a>
        </p>
      </div>
      <p class="hint">{t("protected.listText")}</p>
      <nav aria-label={t("grants.state")} class="tabs">
        <ul>
          {tab(undefined, t("protected.all"))}
          {residencyStates.map((state) => tab(state, t.dynamic(`state.residency.${state}`)))}
          {tab("erased", t("protected.erasedMany"))}
        </ul>
      </nav>
      {rows.length === 0 ? (
        <Empty title={t("protected.none")} />
      ) : (
        <Table
          caption={t("protected.count", { count: rows.length })}
          class="dense"
          rows={rows}
          columns={[
            {
              label: t("protected.pseudonym"),
              heading: true,
              cell: (row: PersonListed) => (
                <>
                  <a href={pathOf(row.id)}>{row.pseudonym ?? t("protected.erased")}</a> <DemoBadge demo={row.demo} t={t} />
                </>
              ),
            },
            { label: t("field.protected.kind"), cell: (row) => t.dynamic(`choice.protected.kind.${row.kind}`) },
            {
              label: t("protected.residencies"),
              cell: (row) => row.residencies.map((state) => t.dynamic(`state.residency.${state}`)).join(", ") || "–",
            },
            { label: t("protected.publishedTestimonies"), numeric: true, cell: (row) => row.testimonies || "–" },
            {
              label: t("protected.review"),
              cell: (row) =>
                row.reviewOn === null ? (
                  "–"
                ) : row.reviewOn <= today ? (
                  <strong>{t("protected.due", { day: date(row.reviewOn, locale) })}</strong>
                ) : (
                  date(row.reviewOn, locale)
                ),
            },
            { label: t("protected.erasure"), cell: (row) => (row.eraseOn ? date(row.eraseOn, locale) : "–") },
          ]}
        />
      )}
      <p>
        <a href={`${PATH}/lectures`}>{t("protected.readingsAll")}</a>
      </p>
    </OfficeLayout>,
  );
}

/** Every reading of every file, and who was given the role. The words of a reason are shown on the file alone: they are sealed with it. */
export async function showReadings(c: OfficeContext): Promise<Response> {
  const t = c.get("t");
  const { db } = c.get("services");
  const { page } = query.parse(c.req.query());
  const [{ rows, total }, roles] = await look(
    db,
    c.get("officer"),
    async (trx) => [await listReadings(trx, { page, perPage: PER_PAGE }), await roleChanges(trx)] as const,
  );
  return c.html(
    <OfficeLayout c={c} title={t("protected.readingsAll")}>
      <p class="meta">
        <a href={PATH}>{t("protected.title")}</a>
      </p>
      <h1>{t("protected.readingsAll")}</h1>
      <p class="hint">{t("protected.readingsText")}</p>
      {rows.length === 0 ? (
        <p class="muted">{t("protected.readingsNone")}</p>
      ) : (
        <Readings c={c} rows={rows.map(({ words: _sealed, ...row }) => row)} withPerson />
      )}
      <Pagination
        c={c as never}
        page={page}
        pages={Math.max(1, Math.ceil(total / PER_PAGE))}
        hrefOf={(n) => `${PATH}/lectures?page=${n}`}
      />
      <h2>{t("protected.roleChanges")}</h2>
      {roles.length === 0 ? <p class="muted">{t("protected.roleChangesNone")}</p> : <RoleChanges c={c} rows={roles} />}
    </OfficeLayout>,
  );
}
