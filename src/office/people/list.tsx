import type { FC } from "hono/jsx";
import { type InvitationRow, listInvitations, listPeople, type PersonRow } from "../../platform/accounts/people/store.ts";
import { officeRoles } from "../../platform/accounts/rights.ts";
import { languages } from "../../platform/i18n/languages.ts";
import { type Translator, translator } from "../../platform/i18n/messages.ts";
import { day, instant } from "../../ui/format.ts";
import { ProblemLinks, SelectField, TextField } from "../../ui/forms/plain.tsx";
import { Of } from "../../ui/of.tsx";
import { Table } from "../../ui/table.tsx";
import type { OfficeContext } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";

export const PEOPLE = "/bureau/personnes";

interface Shown {
  link?: string;
  notice?: string;
  problem?: string;
  /** What was typed in the invitation that was not sent. */
  given?: { email: string; role: string; locale: string };
}

export async function showPeople(c: OfficeContext, shown: Shown = {}): Promise<Response> {
  const { db } = c.get("services");
  const [people, invitations] = [await listPeople(db), await listInvitations(db)];
  return c.html(<People c={c} people={people} invitations={invitations} shown={shown} />, shown.problem ? 422 : 200);
}

/** The roles of the office, to choose from. */
export const roleOptions = (t: Translator) => officeRoles.map((role) => ({ value: role, label: t.dynamic(`role.${role}`) }));

const People: FC<{ c: OfficeContext; people: PersonRow[]; invitations: InvitationRow[]; shown: Shown }> = ({
  c,
  people,
  invitations,
  shown,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { given } = shown;
  return (
    <OfficeLayout c={c} title={t("office.people.title")} notice={shown.notice && t.dynamic(shown.notice)}>
      <h1>{t("office.people.title")}</h1>
      {shown.problem &&
        (given ? (
          <ProblemLinks problems={[{ field: "email", text: t.dynamic(shown.problem) }]} />
        ) : (
          <p class="error-summary" role="alert">
            {t.dynamic(shown.problem)}
          </p>
        ))}
      <Table
        caption={t("office.people.list", { count: people.filter((one) => !one.closedAt).length })}
        rows={people}
        columns={[
          { label: t("office.account.nameLabel"), heading: true, cell: (one) => <a href={`${PEOPLE}/${one.id}`}>{one.name}</a> },
          { label: t("identity.email"), cell: (one) => one.email },
          { label: t("office.people.role"), cell: (one) => t.dynamic(`role.${one.role}`) },
          { label: t("office.people.factor"), cell: (one) => t(one.secondFactor ? "office.people.factorYes" : "office.people.factorNo") },
          { label: t("office.people.since"), cell: (one) => day(one.createdAt, locale) },
          {
            label: t("office.people.state"),
            cell: (one) =>
              one.closedAt
                ? t("office.people.closedOn", { day: day(one.closedAt, locale) })
                : one.seenAt
                  ? t("office.people.seen", { at: instant(one.seenAt, locale) })
                  : t("office.people.away"),
          },
        ]}
      />
      <h2>{t("office.people.invite")}</h2>
      <p>{t("office.people.inviteText")}</p>
      {shown.link && (
        <p class="notice" role="status">
          {t("office.people.link")} <code class="long-word">{shown.link}</code>
        </p>
      )}
      <form method="post" action={PEOPLE} class="narrow-form">
        <SelectField name="role" label={t("office.people.role")} value={given?.role ?? "officer"} options={roleOptions(t)} />
        <TextField
          name="email"
          label={t("office.people.emailOptional")}
          type="email"
          value={given?.email ?? ""}
          problem={given && shown.problem && t.dynamic(shown.problem)}
        />
        <SelectField
          name="locale"
          label={t("office.people.locale")}
          value={given?.locale ?? locale}
          options={languages.map((one) => ({ value: one, label: translator(one)("common.language") }))}
        />
        <button type="submit" name="do" value="invite">
          {t("office.people.makeLink")}
        </button>
      </form>
      {invitations.length > 0 && <Invitations c={c} invitations={invitations} />}
    </OfficeLayout>
  );
};

const Invitations: FC<{ c: OfficeContext; invitations: InvitationRow[] }> = ({ c, invitations }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const whose = (one: InvitationRow) => one.email ?? t("office.people.byLink");
  return (
    <Table
      caption={t("office.people.invitations", { count: invitations.length })}
      rows={invitations}
      columns={[
        { label: t("office.people.invited.to"), heading: true, cell: whose },
        { label: t("office.people.role"), cell: (one) => t.dynamic(`role.${one.role}`) },
        { label: t("office.people.invited.by"), cell: (one) => one.byName ?? t("office.people.invited.program") },
        { label: t("office.people.invited.at"), cell: (one) => day(one.createdAt, locale) },
        {
          label: t("office.people.invited.until"),
          cell: (one) => (one.isOver ? t("office.people.invited.over") : instant(one.expiresAt, locale)),
        },
        {
          label: t("identity.sessions.act"),
          cell: (one) => (
            <form method="post" action={PEOPLE} class="row-form">
              <input type="hidden" name="id" value={one.id} />
              {one.email && (
                <button class="quiet small" type="submit" name="do" value="again">
                  {t("office.people.sendAgain")}
                  <Of t={t}>{whose(one)}</Of>
                </button>
              )}
              <button class="quiet small" type="submit" name="do" value="revoke">
                {t("office.people.revoke")}
                <Of t={t}>{whose(one)}</Of>
              </button>
            </form>
          ),
        },
      ]}
    />
  );
};
