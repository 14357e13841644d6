import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { dayOf } from "../../platform/instants.ts";
import { type FormTexts, oneOf, readForm } from "../../platform/web/form-data.ts";
import type { Refusal } from "../../privacy/acts.ts";
import { noteRequest } from "../../privacy/request/actions.ts";
import { channels, rightsAsked } from "../../privacy/request/rules.ts";
import { type DataRequest, listRequests } from "../../privacy/request/store.ts";
import { date } from "../../ui/format.ts";
import { SelectField, TextField } from "../../ui/forms/plain.tsx";
import { Table } from "../../ui/table.tsx";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";
import { only } from "../refused.tsx";
import { problemsOf, RefusedBox } from "./parts.tsx";
import { oneRequestPages } from "./request.tsx";
import { Left, PATH, whoOf } from "./request-parts.tsx";

/** What people ask about their data, each with its month. */
export function requestPages(app: Hono<OfficeEnv>): void {
  app.use("/demandes-donnees", only("privacy.manage"));
  app.use("/demandes-donnees/*", only("privacy.manage"));
  app.get("/demandes-donnees", (c) => page(c));
  app.post("/demandes-donnees", async (c) => {
    const { values } = await readForm(c);
    const input = Object.fromEntries(
      ["right", "channel", "email", "name", "words", "receivedOn"].map((name) => [name, oneOf(values, name)]),
    );
    const done = await noteRequest(c.get("services"), input, dayOf(new Date()), c.get("officer"));
    return done.ok ? c.redirect(`${PATH}/${done.id}?fait=note`, 303) : page(c, { refusal: done, values });
  });
  oneRequestPages(app);
}

async function page(c: OfficeContext, shown: { refusal?: Refusal; values?: FormTexts } = {}): Promise<Response> {
  const list = await listRequests(c.get("services").db);
  return c.html(<Requests c={c} list={list} {...shown} />, shown.refusal ? 422 : 200);
}

const Requests: FC<{ c: OfficeContext; list: DataRequest[]; refusal?: Refusal; values?: FormTexts }> = ({
  c,
  list,
  refusal,
  values = {},
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const problems = problemsOf(t, refusal);
  const field = (name: string) => ({ name, value: oneOf(values, name), problem: problems[name] });
  return (
    <OfficeLayout c={c} title={t("privacy.requests.title")}>
      <h1>{t("privacy.requests.title")}</h1>
      <p>{t("privacy.requests.lede")}</p>
      {list.length === 0 ? (
        <p>{t("privacy.requests.list", { count: 0 })}</p>
      ) : (
        <Table
          caption={t("privacy.requests.list", { count: list.length })}
          rows={list}
          columns={[
            {
              label: t("privacy.request.who"),
              heading: true,
              cell: (one) => (
                <a href={`${PATH}/${one.id}`}>
                  {t("privacy.request.of", { right: t(`privacy.right.${one.rightAsked}`), who: whoOf(c, one) })}
                </a>
              ),
            },
            { label: t("privacy.request.channel"), cell: (one) => t(`privacy.channel.${one.channel}`) },
            { label: t("privacy.request.received"), cell: (one) => date(one.receivedOn, locale) },
            { label: t("privacy.request.due"), cell: (one) => date(one.dueOn, locale) },
            { label: t("privacy.request.state"), cell: (one) => <Left c={c} request={one} /> },
          ]}
        />
      )}
      <form method="post" action={PATH} class="narrow-form">
        <h2>{t("privacy.requests.new")}</h2>
        <RefusedBox t={t} refusal={refusal} />
        <SelectField
          {...field("right")}
          label={t("privacy.request.right")}
          options={rightsAsked.map((right) => ({ value: right, label: t(`privacy.right.${right}`) }))}
        />
        <SelectField
          {...field("channel")}
          label={t("privacy.request.channel")}
          options={channels.map((one) => ({ value: one, label: t(`privacy.channel.${one}`) }))}
        />
        <TextField {...field("email")} label={t("privacy.request.email")} type="email" required />
        <TextField {...field("name")} label={t("privacy.request.name")} />
        <TextField {...field("words")} label={t("privacy.request.words")} rows={4} />
        <TextField {...field("receivedOn")} label={t("privacy.request.received")} type="date" required />
        <button type="submit">{t("privacy.requests.note")}</button>
      </form>
    </OfficeLayout>
  );
};
