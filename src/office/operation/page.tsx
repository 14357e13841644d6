import type { FC } from "hono/jsx";
import type { PastRun } from "../../platform/backup/store.ts";
import type { Disk } from "../../platform/operation/disk.ts";
import type { Figures, Warning } from "../../platform/operation/rules.ts";
import { settingsInForce } from "../../platform/operation/settings.ts";
import type { JobSeen, largestTables, NodeSeen } from "../../platform/operation/store.ts";
import { version } from "../../platform/version.ts";
import { Facts } from "../../ui/facts.tsx";
import { count } from "../../ui/format.ts";
import { Table } from "../../ui/table.tsx";
import type { OfficeContext } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";
import { When } from "../when.tsx";
import { Jobs, PATH } from "./jobs.tsx";

export interface OperationData {
  figures: Figures;
  list: JobSeen[];
  tables: Awaited<ReturnType<typeof largestTables>>;
  nodes: NodeSeen[];
  runs: PastRun[];
  server: string;
  disk: Disk | undefined;
  found: Warning[];
  /** This node does jobs. */
  working: boolean;
}

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

/** "1,4 Go": by thousands, as disks are sold. */
export function size(bytes: number, locale: string): string {
  const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  return new Intl.NumberFormat(locale, { style: "unit", unit: UNITS[step], maximumFractionDigits: 1 }).format(bytes / 1000 ** step);
}

export const OperationPage: FC<{ c: OfficeContext; data: OperationData; notice?: string | undefined }> = ({ c, data, notice }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { figures, disk, found } = data;
  const when = (at: Date | null) => (at ? <When at={at} locale={locale} /> : t("operation.never"));
  return (
    <OfficeLayout c={c} title={t("operation.title")} notice={notice}>
      <h1>{t("operation.title")}</h1>
      <p>{t("operation.lead")}</p>
      {found.length === 0 ? (
        <p>
          <strong>{t("operation.well")}</strong>
        </p>
      ) : (
        <section class="error-summary" aria-labelledby="amiss">
          <h2 id="amiss">{t("operation.amiss", { count: found.length })}</h2>
          <dl>
            {found.map((one) => (
              <>
                <dt>{t.dynamic(`operation.warning.${one}`)}</dt>
                <dd>{t.dynamic(`operation.remedy.${one}`)}</dd>
              </>
            ))}
          </dl>
        </section>
      )}
      <h2>{t("operation.safety")}</h2>
      <Facts
        facts={[
          [t("operation.backup.last"), when(figures.lastBackup)],
          [t("operation.backup.tried"), when(figures.lastBackupTried)],
          [
            t("operation.anchor"),
            <>
              {when(figures.lastAnchor)} · <a href="/bureau/journal">{t("operation.toLog")}</a>
            </>,
          ],
        ]}
      />
      <Backups c={c} runs={data.runs} />
      <Jobs c={c} list={data.list} figures={figures} working={data.working} />
      <h2>{t("operation.mails")}</h2>
      <Facts
        facts={(["queued", "failed", "kept"] as const).map((state) => [
          t(`office.mail.state.${state}`),
          <a href={`/bureau/courriers?etat=${state}`}>
            {count({ queued: figures.mailsQueued, failed: figures.mailsFailed, kept: figures.mailsKept }[state], locale)}
          </a>,
        ])}
      />
      <h2>{t("operation.room")}</h2>
      <Facts
        facts={[
          [t("operation.disk"), disk && t("operation.diskText", { free: size(disk.free, locale), size: size(disk.size, locale) })],
          [t("operation.database"), size(figures.databaseBytes, locale)],
          [t("operation.connections"), count(figures.connections, locale)],
        ]}
      />
      <Table
        caption={t("operation.tables")}
        class="dense"
        rows={data.tables}
        columns={[
          { label: t("operation.table"), heading: true, cell: (row) => <code>{row.name}</code> },
          { label: t("operation.rows"), numeric: true, cell: (row) => count(row.rows, locale) },
          { label: t("operation.size"), numeric: true, cell: (row) => size(row.bytes, locale) },
        ]}
      />
      <h2>{t("operation.versions")}</h2>
      <Facts
        facts={[
          ["Ville-Monde", version()],
          ["Node.js", process.versions.node],
          ["PostgreSQL", data.server],
          [t("operation.migration"), <code>{figures.lastMigration}</code>],
        ]}
      />
      <Table
        caption={t("operation.nodes", { count: data.nodes.length })}
        class="dense"
        rows={data.nodes}
        columns={[
          { label: t("operation.host"), heading: true, cell: (row) => row.host },
          { label: t("operation.process"), numeric: true, cell: (row) => String(row.pid) },
          { label: t("operation.version"), cell: (row) => row.program },
          { label: t("operation.since"), cell: (row) => when(row.startedAt) },
          { label: t("operation.seen"), cell: (row) => when(row.seenAt) },
        ]}
      />
      <h2>{t("operation.settings")}</h2>
      <p>{t("operation.settingsText")}</p>
      <Table
        caption={t("operation.settingsCaption")}
        class="dense"
        rows={settingsInForce(c.get("services").config)}
        columns={[
          { label: t("operation.variable"), heading: true, cell: ([name]) => <code>{name}</code> },
          {
            label: t("operation.value"),
            cell: ([, value]) => (value === undefined ? t("operation.unset") : <code class="wrap">{value}</code>),
          },
        ]}
      />
    </OfficeLayout>
  );
};

const Backups: FC<{ c: OfficeContext; runs: PastRun[] }> = ({ c, runs }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { backup } = c.get("services").config;
  return (
    <>
      <p>{backup ? t("operation.backup.clock", { hour: String(backup.hour) }) : t("operation.backup.noClock")}</p>
      {backup && (
        <form method="post" action={`${PATH}/sauvegarde`}>
          <p>
            <button type="submit">{t("operation.backup.now")}</button>
          </p>
        </form>
      )}
      {runs.length > 0 && (
        <Table
          caption={t("operation.backup.runs")}
          class="dense"
          rows={runs}
          columns={[
            { label: t("operation.backup.at"), heading: true, cell: (run) => <When at={run.finishedAt} locale={locale} /> },
            { label: t("operation.backup.kind"), cell: (run) => t(`operation.backup.kind.${run.kind}`) },
            { label: t("operation.backup.by"), cell: (run) => (run.actor === "clock" ? t("operation.backup.theClock") : run.actorName) },
            {
              label: t("operation.backup.outcome"),
              cell: (run) =>
                run.fault ? (
                  <strong>{run.fault}</strong>
                ) : run.kind === "restore" ? (
                  t("operation.backup.restored")
                ) : run.verifiedAt ? (
                  t("operation.backup.triedWell")
                ) : (
                  t("operation.backup.untried")
                ),
            },
            { label: t("operation.size"), numeric: true, cell: (run) => (run.bytes === null ? "" : size(run.bytes, locale)) },
            { label: t("operation.rows"), numeric: true, cell: (run) => (run.tableRows === null ? "" : count(run.tableRows, locale)) },
            { label: t("operation.backup.files"), numeric: true, cell: (run) => (run.files === null ? "" : count(run.files, locale)) },
          ]}
        />
      )}
    </>
  );
};
