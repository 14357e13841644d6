import type { FC } from "hono/jsx";
import { clearedError, type Figures } from "../../platform/operation/rules.ts";
import { JOBS_SHOWN, type JobSeen } from "../../platform/operation/store.ts";
import { Facts } from "../../ui/facts.tsx";
import { count } from "../../ui/format.ts";
import { Table } from "../../ui/table.tsx";
import type { OfficeContext } from "../env.ts";
import { When } from "../when.tsx";

export const PATH = "/bureau/exploitation";

/** The queue: counted, and its jobs with what may be done with them. Their payload, which may name a person, is not shown. */
export const Jobs: FC<{ c: OfficeContext; list: JobSeen[]; figures: Figures; working: boolean }> = ({ c, list, figures, working }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const given = (job: JobSeen) => job.attempts >= job.maxAttempts && !job.runningSince;
  const state = (job: JobSeen) => (job.runningSince ? "running" : given(job) ? "failed" : job.attempts > 0 ? "retrying" : "waiting");
  return (
    <>
      <h2>{t("operation.jobs")}</h2>
      <Facts
        facts={[
          [t("operation.jobs.here"), t(working ? "operation.jobs.alive" : "operation.jobs.dead")],
          [t("operation.jobs.state.waiting"), count(figures.jobsWaiting, locale)],
          [t("operation.jobs.state.running"), count(figures.jobsRunning, locale)],
          [t("operation.jobs.state.retrying"), count(figures.jobsRetrying, locale)],
          [t("operation.jobs.state.failed"), count(figures.jobsFailed, locale)],
        ]}
      />
      {list.length > 0 && (
        <Table
          caption={
            list.length === JOBS_SHOWN ? t("operation.jobs.first", { count: JOBS_SHOWN }) : t("operation.jobs.list", { count: list.length })
          }
          class="dense"
          rows={list}
          columns={[
            {
              label: t("operation.jobs.task"),
              heading: true,
              cell: (job) => (
                <>
                  <code>{job.task}</code> {job.id}
                </>
              ),
            },
            {
              label: t("operation.jobs.state"),
              cell: (job) => (given(job) ? <strong>{t("operation.jobs.state.failed")}</strong> : t(`operation.jobs.state.${state(job)}`)),
            },
            {
              label: t("operation.jobs.next"),
              cell: (job) => (given(job) ? "" : <When at={job.runningSince ?? job.runAt} locale={locale} />),
            },
            { label: t("operation.jobs.attempts"), numeric: true, cell: (job) => `${job.attempts}/${job.maxAttempts}` },
            { label: t("operation.jobs.error"), cell: (job) => job.lastError && <span lang="en">{clearedError(job.lastError)}</span> },
            { label: t("operation.jobs.acts"), cell: (job) => !job.runningSince && <Acts c={c} job={job} /> },
          ]}
        />
      )}
    </>
  );
};

const Acts: FC<{ c: OfficeContext; job: JobSeen }> = ({ c, job }) => {
  const t = c.get("t");
  const act = (name: "retry" | "cancel") => (
    <button
      type="submit"
      name="act"
      value={name}
      class="secondary"
      aria-label={t(`operation.jobs.${name}One`, { task: job.task, id: String(job.id) })}
    >
      {t(`operation.jobs.${name}`)}
    </button>
  );
  return (
    <form method="post" action={`${PATH}/taches`} class="inline-form">
      <input type="hidden" name="job" value={String(job.id)} />
      {job.attempts > 0 && act("retry")} {act("cancel")}
    </form>
  );
};
