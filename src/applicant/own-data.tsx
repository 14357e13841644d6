import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { erase as forgetFollower } from "../follow/store.ts";
import { may } from "../platform/accounts/rights.ts";
import { confirmPassword } from "../platform/accounts/session.ts";
import { attempt } from "../platform/accounts/throttle.ts";
import { dayOf } from "../platform/instants.ts";
import { clientAddress } from "../platform/web/client-address.ts";
import { oneOf, readForm } from "../platform/web/form-data.ts";
import type { Refusal } from "../privacy/acts.ts";
import { askOwn } from "../privacy/request/actions.ts";
import { rightsAsked } from "../privacy/request/rules.ts";
import { type DataRequest, requestsOfUser } from "../privacy/request/store.ts";
import { closeOwnAccount, type Preview, previewErasure } from "../privacy/subject/actions.ts";
import { copyAsJson, copyOf } from "../privacy/subject/copy.ts";
import { CopyTables } from "../ui/copy-of-data.tsx";
import { ErasureBalance } from "../ui/erasure.tsx";
import { date } from "../ui/format.ts";
import { Table } from "../ui/table.tsx";
import type { SpaceContext, SpaceEnv } from "./env.ts";
import { SpaceLayout } from "./layout.tsx";

const PATH = "/espace/mes-donnees";
const subjectOf = (c: SpaceContext) => ({ userId: c.get("person").id, email: c.get("person").email.toLowerCase() });

/** What the platform knows of who is signed in: a copy, requests, no more news, the end of the account. */
export function ownDataPages(app: Hono<SpaceEnv>): void {
  app.get("/mes-donnees", (c) => page(c));
  app.get("/mes-donnees/copie", async (c) => {
    const t = c.get("t");
    const copy = await copyOf(c.get("services").db, subjectOf(c), new Date());
    return c.html(
      <SpaceLayout
        c={c}
        title={t("privacy.copy.title")}
        steps={[{ label: t("privacy.own.title"), href: PATH }, { label: t("privacy.copy.title") }]}
      >
        <h1>{t("privacy.copy.title")}</h1>
        <CopyTables t={t} locale={c.get("locale")} copy={copy} />
      </SpaceLayout>,
    );
  });
  app.get("/mes-donnees/copie.json", async (c) =>
    c.body(copyAsJson(await copyOf(c.get("services").db, subjectOf(c), new Date()), c.get("t")), 200, {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": 'attachment; filename="mes-donnees.json"',
      "Cache-Control": "no-store",
    }),
  );
  app.post("/mes-donnees", async (c) => {
    const { values } = await readForm(c);
    const services = c.get("services");
    const person = c.get("person");
    const today = dayOf(new Date());
    switch (oneOf(values, "do")) {
      case "ask": {
        const input = { right: oneOf(values, "right"), words: oneOf(values, "words") };
        const done = await askOwn(services, input, person, c.get("locale"), today);
        return done.ok
          ? c.redirect(`${PATH}?fait=demande#requests`, 303)
          : page(c, { refusal: done, right: input.right, words: input.words });
      }
      case "stop":
        await services.db.transaction().execute((trx) => forgetFollower(trx, { email: person.email.toLowerCase() }));
        return c.redirect(`${PATH}?fait=nouvelles`, 303);
      case "close": {
        if (!(await attempt(services.db, clientAddress(c), person.email))) return page(c, { wrong: "many" });
        if (!(await confirmPassword(services.auth, c.req.raw.headers, oneOf(values, "password")))) return page(c, { wrong: "password" });
        const done = await closeOwnAccount(services, person, today);
        if (!done.ok) return page(c, { refusal: { ok: false, reason: done.reason } });
        // The session went with the account.
        c.set("person", undefined as never);
        return c.html(<Closed c={c} />);
      }
      default:
        return page(c);
    }
  });
}

interface Shown {
  refusal?: Refusal;
  right?: string;
  words?: string;
  wrong?: "password" | "many";
}

async function page(c: SpaceContext, shown: Shown = {}): Promise<Response> {
  const { db } = c.get("services");
  const [preview, requests] = [await previewErasure(db, subjectOf(c)), await requestsOfUser(db, c.get("person").id)];
  return c.html(<OwnData c={c} preview={preview} requests={requests} shown={shown} />, shown.refusal || shown.wrong ? 422 : 200);
}

const OwnData: FC<{ c: SpaceContext; preview: Preview; requests: DataRequest[]; shown: Shown }> = ({ c, preview, requests, shown }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const done = c.req.query("fait");
  const notice =
    done === "nouvelles"
      ? t("privacy.own.newsStopped")
      : done === "demande" && requests[0]
        ? t("privacy.own.asked", { due: date(requests[0].dueOn, locale) })
        : undefined;
  const mayClose = preview.living.length === 0 && !preview.held && !may(c.get("person"), "record.read");
  return (
    <SpaceLayout
      c={c}
      title={t("privacy.own.title")}
      notice={shown.refusal || shown.wrong ? undefined : notice}
      steps={[{ label: t("privacy.own.title") }]}
    >
      <h1>{t("privacy.own.title")}</h1>
      <p class="lede">{t("privacy.own.lede")}</p>
      {shown.refusal && (
        <p class="error-summary" role="alert" tabindex={-1} autofocus>
          {shown.refusal.problems?.length ? (
            <a href="#words">{t("privacy.problem.words.wrong")}</a>
          ) : (
            t.dynamic(`privacy.refusal.${shown.refusal.reason}`)
          )}
        </p>
      )}
      <h2>{t("privacy.own.copy")}</h2>
      <p>{t("privacy.own.copyText")}</p>
      <p class="row-form">
        <a class="button" href={`${PATH}/copie`}>
          {t("privacy.own.copyHtml")}
        </a>{" "}
        <a href={`${PATH}/copie.json`}>{t("privacy.own.copyJson")}</a>
      </p>
      <h2>{t("privacy.own.correct")}</h2>
      <p>{t("privacy.own.correctText")}</p>
      <AskForm c={c} shown={shown} />
      {requests.length > 0 && (
        <>
          <h2 id="requests">{t("privacy.own.requests")}</h2>
          <Table
            caption={t("privacy.own.requests")}
            hideCaption
            rows={requests}
            columns={[
              { label: t("privacy.request.right"), heading: true, cell: (one) => t(`privacy.right.${one.rightAsked}`) },
              { label: t("privacy.request.received"), cell: (one) => date(one.receivedOn, locale) },
              { label: t("privacy.request.due"), cell: (one) => date(one.dueOn, locale) },
              { label: t("privacy.request.state"), cell: (one) => t(`privacy.request.state.${one.state}`) },
              { label: t("privacy.request.answer"), cell: (one) => one.answer ?? "" },
            ]}
          />
        </>
      )}
      {preview.subscriptions > 0 && (
        <form method="post" action={PATH}>
          <h2>{t("privacy.own.news")}</h2>
          <p>{t("privacy.own.newsText")}</p>
          <button type="submit" name="do" value="stop" class="quiet">
            {t("privacy.own.newsStop")}
          </button>
        </form>
      )}
      <h2 id="close">{t("privacy.own.close")}</h2>
      <ErasureBalance t={t} preview={preview} terms={c.get("services").city.privacy.terms} />
      {mayClose && (
        <form method="post" action={`${PATH}#close`} class="narrow-form">
          <p>
            <strong>{t("privacy.own.closeText")}</strong>
          </p>
          <div class="form-field">
            <label for="password">{t("privacy.own.closePassword")}</label>
            <input
              id="password"
              type="password"
              name="password"
              autocomplete="current-password"
              required
              aria-invalid={shown.wrong ? "true" : undefined}
              aria-describedby={shown.wrong ? "password-problem" : undefined}
            />
            {shown.wrong && (
              <p class="problem" id="password-problem" role="alert">
                {t(shown.wrong === "many" ? "privacy.own.closeMany" : "privacy.own.closeWrong")}
              </p>
            )}
          </div>
          <button type="submit" name="do" value="close">
            {t("privacy.own.closeDo")}
          </button>
        </form>
      )}
    </SpaceLayout>
  );
};

const AskForm: FC<{ c: SpaceContext; shown: Shown }> = ({ c, shown }) => {
  const t = c.get("t");
  return (
    <form method="post" action={`${PATH}#ask`} class="narrow-form">
      <h2 id="ask">{t("privacy.own.ask")}</h2>
      <p>{t("privacy.own.askText")}</p>
      <div class="form-field">
        <label for="right">{t("privacy.request.right")}</label>
        <select id="right" name="right">
          {rightsAsked.map((right) => (
            <option value={right} selected={(shown.right ?? "rectification") === right}>
              {t(`privacy.right.${right}`)}
            </option>
          ))}
        </select>
      </div>
      <div class="form-field">
        <label for="words">{t("privacy.request.words")}</label>
        <textarea id="words" name="words" rows={4} maxlength={5_000} aria-invalid={shown.refusal?.problems ? "true" : undefined}>
          {shown.words ?? ""}
        </textarea>
      </div>
      <button type="submit" name="do" value="ask">
        {t("privacy.own.askDo")}
      </button>
    </form>
  );
};

const Closed: FC<{ c: SpaceContext }> = ({ c }) => {
  const t = c.get("t");
  return (
    <SpaceLayout c={c} title={t("privacy.own.closed")}>
      <h1>{t("privacy.own.closed")}</h1>
      <p>{t("privacy.own.closedText")}</p>
      <p>
        <a href={`/${c.get("locale")}`}>{t("space.toSite")}</a>
      </p>
    </SpaceLayout>
  );
};
