import type { FC } from "hono/jsx";
import { officersOf } from "../../funding/instruction/list-store.ts";
import { type Hanging, whatHangsOn } from "../../funding/leaving/store.ts";
import { findPersonRow, type PersonRow } from "../../platform/accounts/people/store.ts";
import { date, day, instant } from "../../ui/format.ts";
import type { OfficeContext } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";
import { PEOPLE, roleOptions } from "./list.tsx";

interface Shown {
  notice?: string;
  problem?: string;
}

/** One account, and all that hangs on it: what is to be known before it is closed. */
export async function showPerson(c: OfficeContext, id: string, shown: Shown = {}): Promise<Response> {
  const { db } = c.get("services");
  const person = await findPersonRow(db, id);
  if (!person || person.role === "applicant") return c.notFound() as Response;
  const [hanging, officers] = [await whatHangsOn(db, id), await officersOf(db)];
  const heirs = officers.filter((one) => one.id !== id);
  return c.html(<Person c={c} person={person} hanging={hanging} heirs={heirs} shown={shown} />, shown.problem ? 422 : 200);
}

const Person: FC<{ c: OfficeContext; person: PersonRow; hanging: Hanging; heirs: { id: string; name: string }[]; shown: Shown }> = ({
  c,
  person,
  hanging,
  heirs,
  shown,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const action = `${PEOPLE}/${person.id}`;
  return (
    <OfficeLayout c={c} title={person.name} notice={shown.notice && t.dynamic(shown.notice)}>
      <p>
        <a href={PEOPLE}>{t("office.people.title")}</a>
      </p>
      <h1>{person.name}</h1>
      {shown.problem && (
        <p class="error-summary" role="alert">
          {t.dynamic(shown.problem)}
        </p>
      )}
      <dl class="facts">
        <dt>{t("identity.email")}</dt>
        <dd>{person.email}</dd>
        <dt>{t("office.people.since")}</dt>
        <dd>{day(person.createdAt, locale)}</dd>
        <dt>{t("office.people.factor")}</dt>
        <dd>{t(person.secondFactor ? "office.people.factorYes" : "office.people.factorNo")}</dd>
        <dt>{t("office.people.state")}</dt>
        <dd>
          {person.closedAt
            ? t("office.people.closedOn", { day: day(person.closedAt, locale) })
            : person.seenAt
              ? t("office.people.seen", { at: instant(person.seenAt, locale) })
              : t("office.people.away")}
        </dd>
      </dl>
      {person.closedAt ? (
        <form method="post" action={action}>
          <p>{t("office.people.reopenText")}</p>
          <button type="submit" name="do" value="reopen">
            {t("office.people.reopen")}
          </button>
        </form>
      ) : (
        <>
          <h2>{t("office.people.role")}</h2>
          <p>{t("office.people.roleText")}</p>
          <form method="post" action={action} class="row-form">
            <label for="role">{t("office.people.roleOf", { name: person.name })}</label>
            <select id="role" name="role">
              {roleOptions(t).map(({ value, label }) => (
                <option value={value} selected={value === person.role}>
                  {label}
                </option>
              ))}
            </select>
            <button type="submit" name="do" value="role">
              {t("office.people.setRole")}
            </button>
          </form>
          {person.secondFactor && (
            <>
              <h2>{t("office.people.factor")}</h2>
              <p>{t("office.people.factorText")}</p>
              <form method="post" action={action}>
                <button type="submit" class="quiet" name="do" value="reset-second-factor">
                  {t("office.people.resetFactor")}
                </button>
              </form>
            </>
          )}
          <Leave c={c} person={person} hanging={hanging} heirs={heirs} action={action} />
        </>
      )}
    </OfficeLayout>
  );
};

const Leave: FC<{ c: OfficeContext; person: PersonRow; hanging: Hanging; heirs: { id: string; name: string }[]; action: string }> = ({
  c,
  person,
  hanging,
  heirs,
  action,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const files = (all: Hanging["files"]) =>
    all.map((one) => (
      <li>
        <a href={`/bureau/dossiers/${one.id}`}>{one.number ? `${one.number} · ${one.title}` : one.title}</a>
      </li>
    ));
  const lists = [
    ["files", files(hanging.files)],
    ["opinions", files(hanging.opinions)],
    ["editions", hanging.editions.map((one) => <li>{one.code}</li>)],
    [
      "juries",
      hanging.juries.map((one) => (
        <li>
          <a href={`/bureau/jurys/${one.id}`}>{date(one.heldOn, locale)}</a>
        </li>
      )),
    ],
    ["keys", hanging.keys.map((one) => <li>{one.name}</li>)],
    ["webhooks", hanging.webhooks.map((one) => <li>{one.name}</li>)],
  ] as const;
  const some = lists.filter(([, items]) => items.length > 0);
  return (
    <>
      <h2>{t("office.people.leave")}</h2>
      <p>{t("office.people.leaveText")}</p>
      {some.length === 0 ? (
        <p>{t("office.people.hanging.none")}</p>
      ) : (
        some.map(([name, items]) => (
          <>
            <h3>{t.dynamic(`office.people.hanging.${name}`, { count: items.length })}</h3>
            <ul>{items}</ul>
          </>
        ))
      )}
      <form method="post" action={action} class="narrow-form">
        <div class="form-field">
          <label for="to">{t("office.people.successor")}</label>
          <span class="hint" id="to-hint">
            {t(hanging.files.length > 0 ? "office.people.successorMust" : "office.people.successorMay")}
          </span>
          <select id="to" name="to" aria-describedby="to-hint">
            <option value="">{t("office.people.nobody")}</option>
            {heirs.map((one) => (
              <option value={one.id}>{one.name}</option>
            ))}
          </select>
        </div>
        {hanging.keys.length > 0 && (
          <fieldset class="form-field">
            <legend>{t("office.people.keys")}</legend>
            {(["revoke", "hand_over"] as const).map((choice) => (
              <label>
                <input type="radio" name="keys" value={choice} checked={choice === "revoke"} /> {t.dynamic(`office.people.keys.${choice}`)}
              </label>
            ))}
          </fieldset>
        )}
        <p>
          <button type="submit" name="do" value="leave">
            {t("office.people.close", { name: person.name })}
          </button>
        </p>
      </form>
    </>
  );
};
