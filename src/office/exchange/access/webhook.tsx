import type { FC } from "hono/jsx";
import { z } from "zod";
import {
  deleteWebhook,
  disableWebhook,
  enableWebhook,
  rotateSecret,
  sendMessageAgain,
  sendTest,
} from "../../../publishing/webhooks/actions.ts";
import { secretOf } from "../../../publishing/webhooks/signing.ts";
import { findWebhook, MESSAGES_PER_PAGE, type MessageListed, messagesOf, type Webhook } from "../../../publishing/webhooks/store.ts";
import { Facts } from "../../../ui/facts.tsx";
import { Pagination } from "../../../ui/pagination.tsx";
import { Table } from "../../../ui/table.tsx";
import type { OfficeContext } from "../../env.ts";
import { oneOf, readForm } from "../../form-data.ts";
import { uuidParam } from "../../funding/small-form.tsx";
import { OfficeLayout } from "../../layout.tsx";
import { When } from "../../when.tsx";
import { Above } from "../above.tsx";
import { RowAct, ShownOnce, Sure } from "./parts.tsx";

const PATH = "/bureau/echanges/webhooks";
const states = ["waiting", "delivered", "failed"] as const;
const query = z.object({ etat: z.enum(states).optional().catch(undefined), page: z.coerce.number().int().min(1).max(100_000).catch(1) });

/** The secret, shown to who made it or made it anew. */
export const Secret: FC<{ c: OfficeContext; webhook: Webhook }> = ({ c, webhook }) => {
  const t = c.get("t");
  const secret = secretOf(c.get("services").mail.secret, webhook.id, webhook.generation);
  return <ShownOnce value={secret} label={t(webhook.generation > 1 ? "api.hook.secretAgain" : "api.hook.secret")} />;
};

/** What was asked of a webhook's page. */
export async function webhookPost(c: OfficeContext): Promise<Response> {
  const { db } = c.get("services");
  const id = uuidParam(c);
  if (!id) return c.notFound();
  const { values } = await readForm(c);
  const by = c.get("officer");
  const act = oneOf(values, "do");
  const run = () => {
    switch (act) {
      case "disable":
        return disableWebhook(db, id, by);
      case "enable":
        return enableWebhook(db, id, by);
      case "test":
        return sendTest(db, id, by);
      case "again":
        return sendMessageAgain(db, id, oneOf(values, "message"), by);
      case "delete-sure":
        return deleteWebhook(db, id, by);
      default:
        return undefined;
    }
  };
  if (act === "delete") return webhookPage(c, { leaving: true });
  if (act === "rotate") {
    const done = await rotateSecret(db, id, by);
    return done.ok ? webhookPage(c, { rotated: done.webhook }) : c.notFound();
  }
  const done = await run();
  if (!done) return c.notFound();
  if (!done.ok) return done.reason === "not_found" ? c.notFound() : webhookPage(c, { problem: c.get("t")("api.hook.closed") });
  return c.redirect(act === "delete-sure" ? `${PATH}?fait=delete` : `${PATH}/${id}?fait=${act}`, 303);
}

interface Outcome {
  leaving?: boolean;
  rotated?: Webhook;
  problem?: string;
}

export async function webhookPage(c: OfficeContext, outcome: Outcome = {}): Promise<Response> {
  const { db } = c.get("services");
  const id = uuidParam(c);
  const webhook = id && (await findWebhook(db, id));
  if (!webhook) return c.notFound();
  const { etat: state, page } = query.parse(c.req.query());
  const { messages, total } = await messagesOf(db, webhook.id, { state, page });
  const [t, here] = [c.get("t"), `${PATH}/${webhook.id}`];
  const done = `api.hook.done.${c.req.query("fait")}`;
  return c.html(
    <OfficeLayout c={c} title={webhook.name} notice={t.has(done) && !outcome.problem ? t.dynamic(done) : undefined}>
      <Above c={c} list={{ href: PATH, label: t("api.hook.title") }} />
      <h1>{webhook.name}</h1>
      {outcome.problem && (
        <p class="error-summary" role="alert">
          {outcome.problem}
        </p>
      )}
      {outcome.rotated && <Secret c={c} webhook={outcome.rotated} />}
      {outcome.leaving && (
        <Sure c={c} action={here} act="delete-sure" label={t("api.hook.delete")}>
          {t("api.hook.sure", { name: webhook.name })}
        </Sure>
      )}
      <About c={c} webhook={webhook} />
      <Buttons c={c} webhook={webhook} action={here} />
      <h2>{t("api.hook.messages")}</h2>
      <nav aria-label={t("api.hook.state")} class="tabs">
        <ul>
          {[undefined, ...states].map((one) => (
            <li>
              <a href={one ? `${here}?etat=${one}` : here} aria-current={one === state ? "page" : undefined}>
                {one ? t(`api.hook.message.${one}`) : t("office.mail.all")}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {messages.length === 0 ? (
        <p class="muted">{t("api.hook.noMessages")}</p>
      ) : (
        <Messages c={c} rows={messages} action={here} active={webhook.state === "active"} />
      )}
      <Pagination
        c={c as never}
        page={page}
        pages={Math.ceil(total / MESSAGES_PER_PAGE)}
        hrefOf={(one) => `${here}?${state ? `etat=${state}&` : ""}page=${one}`}
      />
    </OfficeLayout>,
    outcome.problem ? 422 : 200,
    outcome.rotated ? { "Cache-Control": "no-store" } : {},
  );
}

const About: FC<{ c: OfficeContext; webhook: Webhook }> = ({ c, webhook }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { url, events, disabledReason, failures, failingSince, previousUntil, createdName, createdAt } = webhook;
  return (
    <Facts
      facts={[
        [t("api.hook.url"), <span class="long-word">{url}</span>],
        [t("api.hook.state"), t.dynamic(`api.hook.state.${disabledReason ?? "active"}`)],
        [t("api.hook.events"), <span class="long-word">{events.join(", ")}</span>],
        [
          t("api.hook.failing"),
          failingSince && (
            <>
              {t("api.hook.failures", { count: failures })} <When at={failingSince} locale={locale} />
            </>
          ),
        ],
        [t("api.hook.previous"), previousUntil && previousUntil > new Date() && <When at={previousUntil} locale={locale} />],
        [
          t("api.key.createdBy"),
          <>
            {createdName}, <When at={createdAt} locale={locale} />
          </>,
        ],
      ]}
    />
  );
};

const Buttons: FC<{ c: OfficeContext; webhook: Webhook; action: string }> = ({ c, webhook, action }) => {
  const t = c.get("t");
  const acts = webhook.state === "active" ? (["test", "rotate", "disable", "delete"] as const) : (["enable", "rotate", "delete"] as const);
  return (
    <form method="post" action={action} class="row-form">
      {acts.map((act) => (
        <button type="submit" name="do" value={act} class={act === "test" || act === "enable" ? undefined : "quiet"}>
          {t(`api.hook.${act}`)}
        </button>
      ))}
    </form>
  );
};

const Messages: FC<{ c: OfficeContext; rows: MessageListed[]; action: string; active: boolean }> = ({ c, rows, action, active }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Table
      caption={t("api.hook.messages")}
      hideCaption
      class="dense"
      rows={rows}
      columns={[
        { label: t("office.when"), cell: (row) => <When at={row.createdAt} locale={locale} /> },
        {
          label: t("api.hook.type"),
          heading: true,
          cell: (row) => (
            <details>
              <summary>{row.type}</summary>
              <p class="long-word">
                <code>{row.id}</code>
              </p>
              <pre class="pre">{JSON.stringify(JSON.parse(row.body), null, 2)}</pre>
            </details>
          ),
        },
        { label: t("api.hook.state"), cell: (row) => t(`api.hook.message.${row.state}`) },
        {
          label: t("api.hook.attempts"),
          cell: (row) => (
            <ul class="plain">
              {row.attempts.map(({ at, status, error, ms, excerpt }) => (
                <li>
                  <When at={at} locale={locale} /> :{" "}
                  {error ? (
                    <strong>{t.dynamic(t.has(`api.hook.error.${error}`) ? `api.hook.error.${error}` : error)}</strong>
                  ) : (
                    `HTTP ${status}`
                  )}
                  , {ms} ms
                  {excerpt && <span class="hint excerpt long-word">{excerpt}</span>}
                </li>
              ))}
            </ul>
          ),
        },
        {
          label: t("api.hook.again"),
          cell: (row) =>
            active && <RowAct t={t} action={action} act="again" label={t("api.hook.again")} of={row.type} hidden={{ message: row.id }} />,
        },
      ]}
    />
  );
};
