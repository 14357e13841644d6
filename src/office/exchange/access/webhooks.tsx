import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import type { FormTexts } from "../../../platform/web/form-data.ts";
import { createWebhook, type WebhookProblem } from "../../../publishing/webhooks/actions.ts";
import { recordFacts } from "../../../publishing/webhooks/rules.ts";
import { listWebhooks, type WebhookListed } from "../../../publishing/webhooks/store.ts";
import { kindNames } from "../../../register/kinds.ts";
import { ProblemLinks, TextField } from "../../../ui/forms/plain.tsx";
import { Table } from "../../../ui/table.tsx";
import type { OfficeContext, OfficeEnv } from "../../env.ts";
import { oneOf, readForm } from "../../form-data.ts";
import { OfficeLayout } from "../../layout.tsx";
import { only } from "../../refused.tsx";
import { When } from "../../when.tsx";
import { Above } from "../above.tsx";
import { Checks } from "./parts.tsx";
import { Secret, webhookPage, webhookPost } from "./webhook.tsx";

const HERE = "/echanges/webhooks";
const PATH = `/bureau${HERE}`;
const acts = ["grant.voted", "grant.signed", "payment.paid", "call.opened", "call.closing", "import.done", "publication.made"] as const;

/** Whom the platform tells of what becomes public. */
export function webhookPages(app: Hono<OfficeEnv>): void {
  app.use(`${HERE}/*`, only("webhook.manage"));
  app.get(HERE, (c) => show(c));
  app.post(HERE, async (c) => {
    const services = c.get("services");
    const { values } = await readForm(c);
    const input = { name: oneOf(values, "name"), url: oneOf(values, "url"), events: values.events ?? [] };
    const made = await createWebhook(services.db, input, c.get("officer"), services.config.localWebhooks);
    if (!made.ok) return show(c, { values, problems: made.reason === "invalid" ? made.problems : [] });
    const { id, name } = made.webhook;
    return c.html(
      <OfficeLayout c={c} title={name}>
        <Above c={c} list={{ href: PATH, label: c.get("t")("api.hook.title") }} />
        <h1>{name}</h1>
        <Secret c={c} webhook={made.webhook} />
        <p>
          <a class="button" href={`${PATH}/${id}`}>
            {c.get("t")("api.hook.toPage")}
          </a>
        </p>
      </OfficeLayout>,
      200,
      { "Cache-Control": "no-store" },
    );
  });
  app.get(`${HERE}/:id`, (c) => webhookPage(c));
  app.post(`${HERE}/:id`, webhookPost);
}

interface Outcome {
  values?: FormTexts;
  problems?: WebhookProblem[];
}

async function show(c: OfficeContext, outcome: Outcome = {}): Promise<Response> {
  const t = c.get("t");
  const webhooks = await listWebhooks(c.get("services").db);
  const notice = c.req.query("fait") === "delete" ? t("api.hook.deleted") : undefined;
  return c.html(
    <OfficeLayout c={c} title={t("api.hook.title")} notice={notice}>
      <Above c={c} />
      <h1>{t("api.hook.title")}</h1>
      <p>{t("api.hook.lead")}</p>
      {webhooks.length === 0 ? <p class="muted">{t("api.hook.none")}</p> : <WebhookTable c={c} rows={webhooks} />}
      <h2>{t("api.hook.new")}</h2>
      <WebhookForm c={c} values={outcome.values ?? {}} problems={outcome.problems ?? []} />
    </OfficeLayout>,
    outcome.problems ? 422 : 200,
  );
}

const WebhookTable: FC<{ c: OfficeContext; rows: WebhookListed[] }> = ({ c, rows }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Table
      caption={t("api.hook.list", { count: rows.length })}
      class="dense"
      rows={rows}
      columns={[
        { label: t("api.hook.name"), heading: true, cell: (row) => <a href={`${PATH}/${row.id}`}>{row.name}</a> },
        { label: t("api.hook.url"), cell: (row) => <span class="long-word">{row.url}</span> },
        { label: t("api.hook.state"), cell: (row) => t.dynamic(`api.hook.state.${row.disabledReason ?? "active"}`) },
        { label: t("api.hook.waiting"), numeric: true, cell: (row) => row.waiting },
        { label: t("api.hook.failed"), numeric: true, cell: (row) => row.failed },
        { label: t("api.hook.last"), cell: (row) => (row.deliveredAt ? <When at={row.deliveredAt} locale={locale} /> : "–") },
      ]}
    />
  );
};

const WebhookForm: FC<{ c: OfficeContext; values: FormTexts; problems: WebhookProblem[] }> = ({ c, values, problems }) => {
  const t = c.get("t");
  const text = (problem: WebhookProblem) => t.dynamic(`api.hook.problem.${problem.field === "url" ? problem.problem : problem.field}`);
  const wrong = (field: string) => {
    const found = problems.find((one) => one.field === field);
    return found && text(found);
  };
  const chosen = values.events ?? [];
  return (
    <form method="post" action={PATH} class="record-form">
      <ProblemLinks problems={problems.map((problem) => ({ field: problem.field, text: text(problem) }))} />
      <TextField
        name="name"
        label={t("api.hook.name")}
        hint={t("api.hook.nameHint")}
        value={oneOf(values, "name")}
        problem={wrong("name")}
        required
      />
      <TextField
        name="url"
        type="url"
        label={t("api.hook.url")}
        hint={t("api.hook.urlHint")}
        value={oneOf(values, "url")}
        problem={wrong("url")}
        required
      />
      <Checks
        name="events"
        legend={t("api.hook.acts")}
        hint={t("api.hook.eventsHint")}
        problem={wrong("events")}
        chosen={chosen}
        options={acts.map((type) => ({ value: type, label: t.dynamic(`api.hook.event.${type}`), note: type }))}
      />
      <Table
        caption={t("api.hook.records")}
        class="dense"
        rows={kindNames}
        columns={[
          { label: t("api.hook.kind"), heading: true, cell: (kind) => t.dynamic(`kind.${kind}.many`) },
          ...recordFacts.map((fact) => ({
            label: t(`api.hook.fact.${fact}`),
            cell: (kind: string) => (
              <label class="access-cell">
                <input type="checkbox" name="events" value={`${kind}.${fact}`} checked={chosen.includes(`${kind}.${fact}`)} />
                <span class="visually-hidden">{`${t.dynamic(`kind.${kind}.many`)}${t("common.colon")} ${t(`api.hook.fact.${fact}`)}`}</span>
              </label>
            ),
          })),
        ]}
      />
      <p>
        <button type="submit" name="do" value="create">
          {t("api.hook.create")}
        </button>
      </p>
    </form>
  );
};
