import type { FC } from "hono/jsx";
import type { Locale } from "../platform/i18n/languages.ts";
import type { KindName } from "../register/kinds.ts";
import { type BlockedDraft, blockedDrafts, type Draft, draftsOf } from "../register/record/drafts-store.ts";
import { type Activity, countByStatus, latestEvents } from "../register/record/list-store.ts";
import { count } from "../ui/format.ts";
import { Table } from "../ui/table.tsx";
import { Text } from "../ui/text.tsx";
import { officeHref, officeKinds } from "./addresses.ts";
import { FIRST_STEPS, stepsLeft } from "./city/first-steps.tsx";
import { AdviceToFollow, casesSoon } from "./cooperation/advice.tsx";
import type { OfficeContext } from "./env.ts";
import { LogAlarms, logAlarms } from "./journal/health.tsx";
import { OfficeLayout } from "./layout.tsx";
import { When } from "./when.tsx";

interface Data {
  counts: Awaited<ReturnType<typeof countByStatus>>;
  events: Activity[];
  mine: Draft[];
  blocked: BlockedDraft[];
  advice: Awaited<ReturnType<typeof casesSoon>>;
  log: Awaited<ReturnType<typeof logAlarms>>;
  left: number | undefined;
}

export async function dashboard(c: OfficeContext): Promise<Response> {
  const { db } = c.get("services");
  const [counts, events, mine, blocked, advice, log, left] = await Promise.all([
    countByStatus(db, officeKinds),
    latestEvents(db, officeKinds),
    draftsOf(db, officeKinds, c.get("officer").id),
    blockedDrafts(db),
    casesSoon(db),
    logAlarms(c),
    stepsLeft(c),
  ]);
  return c.html(<Dashboard c={c} data={{ counts, events, mine, blocked, advice, log, left }} />);
}

const statuses = ["draft", "published", "archived"] as const;

const Dashboard: FC<{ c: OfficeContext; data: Data }> = ({ c, data: { counts, events, mine, blocked, advice, log, left } }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const byDraft = [...Map.groupBy(blocked, (one) => `${one.kind} ${one.id}`).values()];
  const kindColumn = { label: t("office.register"), cell: (row: { kind: string }) => t.dynamic(`kind.${row.kind}`) };
  return (
    <OfficeLayout c={c} title={t("office.dashboard")}>
      <h1>{t("office.dashboard")}</h1>
      {left !== undefined && (
        <p class="notice">
          <a href={FIRST_STEPS}>{t("firstSteps.title")}</a>
          {`${t("common.colon")} ${t("firstSteps.left", { count: left })}`}
        </p>
      )}
      {log && <LogAlarms c={c} health={log} link />}
      <div class="office-columns">
        <Table
          caption={t("office.counts")}
          class="dense"
          rows={officeKinds}
          columns={[
            { label: t("office.register"), heading: true, cell: (kind) => <a href={officeHref(kind)}>{t.dynamic(`kind.${kind}.many`)}</a> },
            ...statuses.map((status) => ({
              label: t.dynamic(`status.${status}`),
              numeric: true,
              cell: (kind: KindName) =>
                counts[kind]![status] === 0 ? (
                  <span class="muted">0</span>
                ) : (
                  <a href={`${officeHref(kind)}?status=${status}`}>{count(counts[kind]![status], locale)}</a>
                ),
            })),
          ]}
        />
        <div>
          <AdviceToFollow c={c} cases={advice} />
          <h2>{t("office.mine")}</h2>
          {mine.length === 0 ? (
            <p class="muted">{t("office.mine.none")}</p>
          ) : (
            <Table
              caption={t("office.mine")}
              hideCaption
              class="dense"
              rows={mine}
              columns={[
                {
                  label: t("office.record"),
                  heading: true,
                  cell: (row) => <RecordLink kind={row.kind} id={row.id} name={row.name} locale={locale} />,
                },
                kindColumn,
                { label: t("office.when"), cell: (row) => <When at={row.updatedAt} locale={locale} /> },
              ]}
            />
          )}
          <h2>{t("office.blocked")}</h2>
          {byDraft.length === 0 ? (
            <p class="muted">{t("office.blocked.none")}</p>
          ) : (
            <Table
              caption={t("office.blocked")}
              hideCaption
              class="dense"
              rows={byDraft}
              columns={[
                {
                  label: t("office.record"),
                  heading: true,
                  cell: ([row]) => <RecordLink kind={row!.kind} id={row!.id} name={row!.name} locale={locale} />,
                },
                {
                  label: t("office.blocked.by"),
                  cell: (rows) => (
                    <ul class="plain">
                      {rows.map((row) => (
                        <li>
                          {t.dynamic(`kind.${row.toKind}`)} :{" "}
                          <RecordLink kind={row.toKind} id={row.toId} name={row.toName} locale={locale} />
                        </li>
                      ))}
                    </ul>
                  ),
                },
              ]}
            />
          )}
        </div>
      </div>
      <Table
        caption={t("office.lastChanges")}
        class="dense"
        rows={events}
        columns={[
          { label: t("office.when"), cell: (event) => <When at={event.at} locale={locale} /> },
          { label: t("office.who"), cell: (event) => event.actorName },
          { label: t("office.what"), cell: (event) => t.dynamic(`office.action.${event.action}`) },
          {
            label: t("office.record"),
            heading: true,
            cell: (event) => <RecordLink kind={event.kind} id={event.record} name={event.name} locale={locale} />,
          },
          kindColumn,
        ]}
      />
    </OfficeLayout>
  );
};

const RecordLink: FC<{ kind: string; id: string; name: Draft["name"]; locale: Locale }> = ({ kind, id, name, locale }) => (
  <a href={officeHref(kind as KindName, id)}>
    <Text value={name} locale={locale} />
  </a>
);
