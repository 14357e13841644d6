import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { createKey, type KeyProblem, revokeKey } from "../../../platform/api-keys/actions.ts";
import { scopeNames } from "../../../platform/api-keys/rules.ts";
import { type Key, listKeys } from "../../../platform/api-keys/store.ts";
import type { FormTexts } from "../../../platform/web/form-data.ts";
import { day } from "../../../ui/format.ts";
import { ProblemLinks, TextField } from "../../../ui/forms/plain.tsx";
import { Table } from "../../../ui/table.tsx";
import type { OfficeContext, OfficeEnv } from "../../env.ts";
import { oneOf, readForm } from "../../form-data.ts";
import { OfficeLayout } from "../../layout.tsx";
import { only } from "../../refused.tsx";
import { When } from "../../when.tsx";
import { Above } from "../above.tsx";
import { Checks, RowAct, ShownOnce, Sure } from "./parts.tsx";

const HERE = "/echanges/cles";
const PATH = `/bureau${HERE}`;
const periods = [30, 90, 365, 730];

interface Outcome {
  /** The key that was made: shown now and never again. */
  token?: string;
  notice?: string;
  /** The key about to be revoked: asked once more. */
  ending?: string;
  values?: FormTexts;
  problems?: KeyProblem[];
}

/** The keys by which other systems write: made, seen, revoked by administrators. */
export function keyPages(app: Hono<OfficeEnv>): void {
  app.use(HERE, only("key.manage"));
  app.get(HERE, (c) => show(c));
  app.post(HERE, async (c) => {
    const { db } = c.get("services");
    const { values } = await readForm(c);
    const by = c.get("officer");
    switch (oneOf(values, "do")) {
      case "revoke":
        return show(c, { ending: oneOf(values, "id") });
      case "revoke-sure": {
        const done = await revokeKey(db, oneOf(values, "id"), by);
        return show(c, { notice: c.get("t")(done.ok ? "api.key.revoked" : "api.key.gone") });
      }
      default: {
        const made = await createKey(db, inputOf(values), by);
        if (made.ok) return show(c, { token: made.token });
        return show(c, { values, problems: made.reason === "invalid" ? made.fields : [] });
      }
    }
  });
}

const inputOf = (values: FormTexts) => ({
  name: oneOf(values, "name"),
  scopes: values.scopes ?? [],
  days: oneOf(values, "days"),
  addresses: oneOf(values, "addresses")
    .split(/[\s,;]+/)
    .filter(Boolean),
});

async function show(c: OfficeContext, outcome: Outcome = {}): Promise<Response> {
  const keys = await listKeys(c.get("services").db);
  // A key that is shown is kept by nothing on the way.
  return c.html(<Keys c={c} keys={keys} outcome={outcome} />, outcome.problems ? 422 : 200, { "Cache-Control": "no-store" });
}

const stateOf = (key: Key): "good" | "revoked" | "expired" =>
  key.revokedAt ? "revoked" : key.expiresAt <= new Date() ? "expired" : "good";

const Keys: FC<{ c: OfficeContext; keys: Key[]; outcome: Outcome }> = ({ c, keys, outcome }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const ending = keys.find(({ id }) => id === outcome.ending);
  return (
    <OfficeLayout c={c} title={t("api.key.title")} notice={outcome.notice}>
      <Above c={c} />
      <h1>{t("api.key.title")}</h1>
      <p>
        {t("api.key.lead")} <a href={`/api?lang=${locale}`}>{t("api.key.docs")}</a>
      </p>
      {outcome.token && <ShownOnce value={outcome.token} label={t("api.key.made")} />}
      {ending && (
        <Sure c={c} action={PATH} act="revoke-sure" label={t("api.key.revoke")} hidden={{ id: ending.id }}>
          {t("api.key.sure", { name: ending.name })}
        </Sure>
      )}
      {keys.length === 0 ? <p class="muted">{t("api.key.none")}</p> : <KeyTable c={c} keys={keys} />}
      <h2>{t("api.key.new")}</h2>
      <KeyForm c={c} values={outcome.values ?? {}} problems={outcome.problems ?? []} />
    </OfficeLayout>
  );
};

const KeyTable: FC<{ c: OfficeContext; keys: Key[] }> = ({ c, keys }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Table
      caption={t("api.key.list", { count: keys.length })}
      class="dense"
      rows={keys}
      columns={[
        { label: t("api.key.name"), heading: true, cell: (key) => key.name },
        { label: t("api.key.prefix"), cell: (key) => <code class="prefix">{key.prefix}…</code> },
        {
          label: t("api.key.scopes"),
          cell: (key) => (
            <ul class="plain">
              {key.scopes.map((scope) => (
                <li>{t.dynamic(`api.scope.${scope}`)}</li>
              ))}
            </ul>
          ),
        },
        {
          label: t("api.key.addresses"),
          cell: (key) =>
            key.addresses.length > 0 ? key.addresses.map((one) => one.replace(/\/(32|128)$/, "")).join(", ") : t("api.key.anywhere"),
        },
        {
          label: t("api.key.createdBy"),
          cell: (key) => (
            <>
              {key.createdName}, <When at={key.createdAt} locale={locale} />
            </>
          ),
        },
        { label: t("api.key.until"), cell: (key) => <When at={key.expiresAt} locale={locale} /> },
        {
          label: t("api.key.lastUsed"),
          cell: (key) => (key.lastUsedAt ? day(key.lastUsedAt, locale) : t("api.key.never")),
        },
        {
          label: t("api.key.state"),
          cell: (key) => {
            const state = stateOf(key);
            if (state !== "good") return t(`api.key.state.${state}`, { name: key.revokedName ?? "" });
            return <RowAct t={t} action={PATH} act="revoke" label={t("api.key.revoke")} of={key.name} hidden={{ id: key.id }} />;
          },
        },
      ]}
    />
  );
};

const KeyForm: FC<{ c: OfficeContext; values: FormTexts; problems: KeyProblem[] }> = ({ c, values, problems }) => {
  const t = c.get("t");
  const wrong = (field: KeyProblem) => (problems.includes(field) ? t(`api.key.problem.${field}`) : undefined);
  return (
    <form method="post" action={PATH} class="record-form">
      <ProblemLinks problems={problems.map((field) => ({ field, text: t(`api.key.problem.${field}`) }))} />
      <TextField
        name="name"
        label={t("api.key.name")}
        hint={t("api.key.nameHint")}
        value={oneOf(values, "name")}
        problem={wrong("name")}
        required
      />
      <Checks
        name="scopes"
        legend={t("api.key.scopes")}
        hint={t("api.key.scopesHint")}
        problem={wrong("scopes")}
        chosen={values.scopes ?? []}
        options={scopeNames.map((scope) => ({ value: scope, label: t.dynamic(`api.scope.${scope}`), note: scope }))}
      />
      <div class="form-field">
        <label for="days">{t("api.key.period")}</label>
        <select id="days" name="days">
          {periods.map((days) => (
            <option value={days} selected={(oneOf(values, "days") || "365") === String(days)}>
              {t("api.key.days", { days })}
            </option>
          ))}
        </select>
      </div>
      <TextField
        name="addresses"
        label={t("api.key.addresses")}
        hint={t("api.key.addressesHint")}
        value={oneOf(values, "addresses")}
        problem={wrong("addresses")}
        rows={3}
      />
      <p>
        <button type="submit" name="do" value="create">
          {t("api.key.create")}
        </button>
      </p>
    </form>
  );
};
