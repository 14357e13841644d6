import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { z } from "zod";
import { dayOf } from "../../platform/instants.ts";
import { type FormTexts, oneOf, readForm } from "../../platform/web/form-data.ts";
import type { Refusal } from "../../privacy/acts.ts";
import { answerRequest, extendRequest, noteExport, proveIdentity } from "../../privacy/request/actions.ts";
import { identities } from "../../privacy/request/rules.ts";
import { type DataRequest, findRequest } from "../../privacy/request/store.ts";
import { eraseUnderRequest, type Preview, previewErasure } from "../../privacy/subject/actions.ts";
import { copyAsJson, copyOf } from "../../privacy/subject/copy.ts";
import { mentionsOf, type Subject } from "../../privacy/subject/copy-store.ts";
import { CopyTables } from "../../ui/copy-of-data.tsx";
import { ErasureBalance } from "../../ui/erasure.tsx";
import { Facts } from "../../ui/facts.tsx";
import { date } from "../../ui/format.ts";
import { SelectField, TextField } from "../../ui/forms/plain.tsx";
import { Table } from "../../ui/table.tsx";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";
import { problemsOf, RefusedBox } from "./parts.tsx";
import { Left, PATH, whoOf } from "./request-parts.tsx";

const subjectOf = ({ userId, email }: DataRequest): Subject => ({ userId, email });
const proven = ({ identity }: DataRequest) => identity !== "unproven";

export function oneRequestPages(app: Hono<OfficeEnv>): void {
  app.get("/demandes-donnees/:id", (c) => show(c));
  app.get("/demandes-donnees/:id/copie", (c) =>
    handOut(c, async (request) => {
      const copy = await copyOf(c.get("services").db, subjectOf(request), new Date());
      const t = c.get("t");
      return c.html(
        <OfficeLayout c={c} title={t("privacy.copy.title")}>
          <h1>{t("privacy.copy.title")}</h1>
          <CopyTables t={t} locale={c.get("locale")} copy={copy} />
        </OfficeLayout>,
      );
    }),
  );
  app.get("/demandes-donnees/:id/copie.json", (c) =>
    handOut(c, async (request) => {
      const copy = await copyOf(c.get("services").db, subjectOf(request), new Date());
      return c.body(copyAsJson(copy, c.get("t")), 200, {
        "Content-Type": "application/json; charset=utf-8",
        "Content-Disposition": 'attachment; filename="donnees-personnelles.json"',
        "Cache-Control": "no-store",
      });
    }),
  );
  app.post("/demandes-donnees/:id", async (c) => {
    const { values } = await readForm(c);
    const [id, services, by, today] = [c.req.param("id"), c.get("services"), c.get("officer"), dayOf(new Date())];
    const input = Object.fromEntries(["identity", "note", "reason", "outcome", "answer"].map((name) => [name, oneOf(values, name)]));
    const request = await found(c);
    if (!request) return c.notFound();
    const act = oneOf(values, "do");
    if (act === "erase") return show(c, { erasing: true });
    if (act === "erase-sure") {
      if (request.state !== "open" || !proven(request))
        return show(c, { refusal: { ok: false, reason: proven(request) ? "answered" : "unproven" }, act });
      const done = await eraseUnderRequest(services, subjectOf(request), id, by);
      return done.ok ? c.redirect(`${PATH}/${id}?fait=efface`, 303) : show(c, { refusal: { ok: false, reason: done.reason }, act });
    }
    const done =
      act === "prove"
        ? await proveIdentity(services, id, input, by)
        : act === "extend"
          ? await extendRequest(services, id, input, today, by)
          : act === "answer"
            ? await answerRequest(services, id, input, today, by)
            : ({ ok: false, reason: "not_found" } as const);
    return done.ok ? c.redirect(`${PATH}/${id}?fait=note`, 303) : show(c, { refusal: done, values, act });
  });
}

interface Shown {
  refusal?: Refusal;
  values?: FormTexts;
  act?: string;
  erasing?: boolean;
}

async function found(c: OfficeContext): Promise<DataRequest | undefined> {
  const id = z.uuid().safeParse(c.req.param("id"));
  return id.success ? findRequest(c.get("services").db, id.data) : undefined;
}

/** A copy is made for who has shown to be the person, and the log says that it was. */
async function handOut(c: OfficeContext, answer: (request: DataRequest) => Promise<Response>): Promise<Response> {
  const request = await found(c);
  if (!request) return c.notFound();
  if (!proven(request)) return show(c, { refusal: { ok: false, reason: "unproven" } });
  await noteExport(c.get("services").db, request.id, c.get("officer"));
  return answer(request);
}

async function show(c: OfficeContext, shown: Shown = {}): Promise<Response> {
  const request = await found(c);
  if (!request) return c.notFound();
  const { db } = c.get("services");
  const preview = await previewErasure(db, subjectOf(request));
  const mentions = request.email && request.state === "open" ? await mentionsOf(db, request.email) : [];
  return c.html(<OneRequest c={c} request={request} preview={preview} mentions={mentions} shown={shown} />, shown.refusal ? 422 : 200);
}

const OneRequest: FC<{
  c: OfficeContext;
  request: DataRequest;
  preview: Preview;
  mentions: Awaited<ReturnType<typeof mentionsOf>>;
  shown: Shown;
}> = ({ c, request, preview, mentions, shown }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const title = t("privacy.request.of", { right: t(`privacy.right.${request.rightAsked}`), who: whoOf(c, request) });
  const path = `${PATH}/${request.id}`;
  const done = c.req.query("fait");
  const notice = done === "efface" ? t("privacy.request.eraseDone") : done === "note" ? t("privacy.request.saved") : undefined;
  return (
    <OfficeLayout c={c} title={title} notice={shown.refusal ? undefined : notice}>
      <p>
        <a href={PATH}>{t("privacy.requests.title")}</a>
      </p>
      <h1>{title}</h1>
      <RefusedBox t={t} refusal={shown.refusal} />
      <Facts
        facts={[
          [t("privacy.request.channel"), t(`privacy.channel.${request.channel}`)],
          [t("privacy.request.email"), request.email],
          [t("privacy.request.name"), request.name],
          [t("privacy.request.words"), request.words],
          [t("privacy.request.received"), date(request.receivedOn, locale)],
          [
            t("privacy.request.due"),
            <>
              {date(request.dueOn, locale)}
              {request.state === "open" && (
                <>
                  {" "}
                  (<Left c={c} request={request} />)
                </>
              )}
            </>,
          ],
          [t("privacy.request.extendReason"), request.extendedReason],
          [
            t("privacy.request.identity"),
            `${t(`privacy.identity.${request.identity}`)}${request.identityNote && `, ${request.identityNote}`}`,
          ],
          [t("privacy.request.state"), t(`privacy.request.state.${request.state}`)],
          [t("privacy.request.answer"), request.answer],
          [
            t("retention.by"),
            request.answeredOn &&
              t("privacy.request.answeredBy", { on: date(request.answeredOn, locale), name: request.answeredName ?? "" }),
          ],
        ]}
      />
      {request.state === "open" && <Work c={c} path={path} request={request} preview={preview} mentions={mentions} shown={shown} />}
    </OfficeLayout>
  );
};

const Work: FC<{
  c: OfficeContext;
  path: string;
  request: DataRequest;
  preview: Preview;
  mentions: Awaited<ReturnType<typeof mentionsOf>>;
  shown: Shown;
}> = ({ c, path, request, preview, mentions, shown }) => {
  const t = c.get("t");
  const problems = problemsOf(t, shown.refusal);
  const typed = (act: string, name: string) => (shown.act === act ? oneOf(shown.values ?? {}, name) : "");
  const problem = (act: string, name: string) => (shown.act === act ? problems[name] : undefined);
  return (
    <>
      <form method="post" action={path} class="narrow-form">
        <h2>{t("privacy.request.identity")}</h2>
        <SelectField
          name="identity"
          label={t("privacy.request.identity")}
          value={typed("prove", "identity") || (proven(request) ? request.identity : "address")}
          options={identities.map((one) => ({ value: one, label: t(`privacy.identity.${one}`) }))}
          problem={problem("prove", "identity")}
        />
        <TextField
          name="note"
          label={t("privacy.request.identityNote")}
          hint={t("privacy.request.identityHint")}
          value={typed("prove", "note") || request.identityNote}
          problem={problem("prove", "note")}
          required
        />
        <button type="submit" name="do" value="prove">
          {t("privacy.request.prove")}
        </button>
      </form>
      <section>
        <h2>{t("privacy.request.copy")}</h2>
        <p>{t("privacy.request.copyText")}</p>
        {proven(request) && (
          <p class="row-form">
            <a class="button" href={`${path}/copie.json`}>
              {t("privacy.request.copyJson")}
            </a>
            <a href={`${path}/copie`}>{t("privacy.request.copyHtml")}</a>
          </p>
        )}
        <h3>{t("privacy.request.mentions")}</h3>
        {mentions.length === 0 ? (
          <p>{t("privacy.request.noMention")}</p>
        ) : (
          <>
            <p>{t("privacy.request.mentionsText")}</p>
            <Table
              caption={t("privacy.request.mentions")}
              hideCaption
              class="dense"
              rows={mentions}
              columns={[
                { label: t("processing.table"), heading: true, cell: ({ table, column }) => <code>{`${table}.${column}`}</code> },
                { label: t("retention.due"), numeric: true, cell: ({ count }) => String(count) },
              ]}
            />
          </>
        )}
      </section>
      <section>
        <h2>{t("privacy.request.erase")}</h2>
        <ErasureBalance t={t} preview={preview} terms={c.get("services").city.privacy.terms} />
        {proven(request) && preview.living.length === 0 && !preview.held && (
          <form method="post" action={path} class={shown.erasing ? "error-summary" : undefined} role={shown.erasing ? "alert" : undefined}>
            {shown.erasing && <p>{t("privacy.request.eraseSure")}</p>}
            <button type="submit" name="do" value={shown.erasing ? "erase-sure" : "erase"} class={shown.erasing ? undefined : "quiet"}>
              {t("privacy.request.eraseDo")}
            </button>
          </form>
        )}
      </section>
      <form method="post" action={path} class="narrow-form">
        <h2>{t("privacy.request.answer")}</h2>
        <SelectField
          name="outcome"
          label={t("privacy.request.outcome")}
          value={typed("answer", "outcome")}
          options={(["done", "refused"] as const).map((one) => ({ value: one, label: t(`privacy.request.outcome.${one}`) }))}
          problem={problem("answer", "outcome")}
        />
        <TextField
          name="answer"
          label={t("privacy.request.answer")}
          hint={t("privacy.request.answerHint")}
          value={typed("answer", "answer")}
          problem={problem("answer", "answer")}
          rows={6}
        />
        <button type="submit" name="do" value="answer">
          {t("privacy.request.send")}
        </button>
      </form>
      {request.extendedReason === null && (
        <form method="post" action={path} class="narrow-form">
          <h2>{t("privacy.request.extend")}</h2>
          <p>{t("privacy.request.extendText")}</p>
          <TextField
            name="reason"
            label={t("privacy.request.extendReason")}
            value={typed("extend", "reason")}
            problem={problem("extend", "reason")}
            rows={3}
          />
          <button type="submit" name="do" value="extend" class="quiet">
            {t("privacy.request.extend")}
          </button>
        </form>
      )}
    </>
  );
};
