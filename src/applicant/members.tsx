import type { FC } from "hono/jsx";
import { type MemberRole, memberRoles } from "../funding/applicant/rules.ts";
import {
  type Applicant,
  type Invitation,
  invitationsOf,
  type JoinRequest,
  joinRequestsOf,
  type Member,
  membersOf,
} from "../funding/applicant/store.ts";
import type { Problem } from "../register/record/kind.ts";
import { day } from "../ui/format.ts";
import { Of } from "../ui/of.tsx";
import { bodyHref } from "./addresses.ts";
import type { SpaceContext } from "./env.ts";
import { ErrorSummary, type Form, Refused, SelectField, TextField } from "./forms.tsx";
import { SpaceLayout } from "./layout.tsx";
import { memberOf } from "./member-of.ts";

interface MembersShown {
  email?: string;
  problems?: Problem[];
  refused?: string;
}

export async function members(c: SpaceContext, shown: MembersShown = {}): Promise<Response> {
  const found = await memberOf(c);
  if (!found) return c.notFound();
  const { db } = c.get("services");
  const [all, invited, asking] = await Promise.all([
    membersOf(db, found.body.id),
    invitationsOf(db, found.body.id),
    joinRequestsOf(db, found.body.id),
  ]);
  return c.html(
    <Members c={c} {...found} members={all} invited={invited} asking={asking} shown={shown} />,
    shown.refused || shown.problems?.length ? 422 : 200,
  );
}

const Members: FC<{
  c: SpaceContext;
  body: Applicant;
  role: MemberRole;
  members: Member[];
  invited: Invitation[];
  asking: JoinRequest[];
  shown: MembersShown;
}> = ({ c, body, role, members: all, invited, asking, shown }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const form: Form = { t, problems: shown.problems ?? [] };
  const action = bodyHref(body.id, "membres");
  const chief = role === "representative";
  const roles = memberRoles.map((one) => ({ value: one, label: t.dynamic(`space.role.${one}`) }));
  const notice = c.req.query("fait") ? t("space.members.done") : undefined;
  const Button: FC<{ value: string; label: string; of: string; strong?: boolean }> = ({ value, label, of, strong }) => (
    <button class={strong ? "small" : "quiet small"} type="submit" name="do" value={value}>
      {label}
      <Of t={t}>{of}</Of>
    </button>
  );
  return (
    <SpaceLayout
      c={c}
      title={t("space.members.title")}
      notice={notice}
      steps={[
        { label: t("space.organisations"), href: "/espace/organismes" },
        { label: body.name, href: bodyHref(body.id) },
        { label: t("space.members.title") },
      ]}
    >
      <h1>{t("space.members.title")}</h1>
      <p>{t("space.members.text")}</p>
      {shown.refused && <Refused words={shown.refused} />}
      {chief && asking.length > 0 && (
        <section>
          <h2>{t("space.members.asking")}</h2>
          <ul class="sent-files">
            {asking.map((one) => (
              <li>
                <strong>{one.name}</strong> {one.email} {one.note && <q class="pre">{one.note}</q>}
                <form method="post" action={action} class="row-form">
                  <input type="hidden" name="user" value={one.userId} />
                  <input type="hidden" name="role" value="contributor" />
                  <Button value="accept" label={t("space.members.accept")} of={one.name} strong />
                  <Button value="decline" label={t("space.members.decline")} of={one.name} />
                </form>
              </li>
            ))}
          </ul>
        </section>
      )}
      <ul class="sent-files">
        {all.map((one) => (
          <li>
            <strong>{one.name}</strong> {one.email} <span class="badge">{t.dynamic(`space.role.${one.role}`)}</span>{" "}
            <span class="hint">{t("space.members.since", { day: day(one.since, locale) })}</span>
            <form method="post" action={action} class="row-form">
              <input type="hidden" name="user" value={one.userId} />
              {chief && (
                <>
                  <input type="hidden" name="role" value={one.role === "representative" ? "contributor" : "representative"} />
                  <Button
                    value="role"
                    label={t(one.role === "representative" ? "space.members.demote" : "space.members.promote")}
                    of={one.name}
                  />
                </>
              )}
              {(chief || one.userId === c.get("person").id) && (
                <Button
                  value="remove"
                  label={t(one.userId === c.get("person").id ? "space.members.leave" : "space.members.remove")}
                  of={one.name}
                />
              )}
            </form>
          </li>
        ))}
      </ul>
      {chief && invited.length > 0 && (
        <section>
          <h2>{t("space.members.invited")}</h2>
          <ul class="sent-files">
            {invited.map((one) => (
              <li>
                {one.email} <span class="badge">{t.dynamic(`space.role.${one.role}`)}</span>{" "}
                <span class="hint">{t("space.members.until", { day: day(one.expiresAt, locale) })}</span>
                <form method="post" action={action} class="row-form">
                  <input type="hidden" name="email" value={one.email} />
                  <Button value="uninvite" label={t("space.remove")} of={one.email} />
                </form>
              </li>
            ))}
          </ul>
        </section>
      )}
      {chief && (
        <section>
          <h2>{t("space.members.invite")}</h2>
          <ErrorSummary form={form} labelOf={() => t("space.email")} />
          <form method="post" action={action} class="narrow-form">
            <TextField form={form} path="email" label={t("space.email")} value={shown.email ?? ""} type="email" autocomplete="off" must />
            <SelectField
              form={form}
              path="role"
              label={t("space.members.role")}
              hint={t("space.members.roleHint")}
              value="contributor"
              options={roles}
            />
            <button type="submit" name="do" value="invite">
              {t("space.members.do")}
            </button>
          </form>
        </section>
      )}
    </SpaceLayout>
  );
};
