import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import type { Outcome } from "../funding/acts.ts";
import {
  answerJoin,
  cancelInvitation,
  changeMember,
  createApplicant,
  editApplicant,
  inviteMember,
  requestToJoin,
} from "../funding/applicant/actions.ts";
import { type MemberRole, memberRoles, noIdentifierReasons } from "../funding/applicant/rules.ts";
import {
  type Applicant,
  applicantsOf,
  findApplicant,
  type Invitation,
  invitationsOf,
  type JoinRequest,
  joinRequestsOf,
  type Member,
  membersOf,
  roleIn,
} from "../funding/applicant/store.ts";
import { legalForms } from "../funding/application/eligibility.ts";
import { type FormTexts, oneOf, readForm } from "../platform/web/form-data.ts";
import type { Problem } from "../register/record/kind.ts";
import { readCents, readNumber, writeCents } from "../register/record/numbers.ts";
import { day } from "../ui/format.ts";
import { bodyHref } from "./addresses.ts";
import type { SpaceContext, SpaceEnv } from "./env.ts";
import { countryOptions, isUuid } from "./facts.ts";
import { AreaField, ErrorSummary, type Form, Refused, SelectField, TextField } from "./forms.tsx";
import { SpaceLayout } from "./layout.tsx";
import { refusalWords } from "./words.ts";

const identityFields = [
  "name",
  "legalForm",
  "siret",
  "rna",
  "foreignScheme",
  "foreignId",
  "noIdentifier",
  "foundedOn",
  "country",
  "postalCode",
] as const;
const profileTexts = [
  "acronym",
  "purpose",
  "street",
  "city",
  "website",
  "phone",
  "representativeName",
  "representativeTitle",
  "contactName",
  "contactEmail",
  "contactPhone",
] as const;
const profileNumbers = ["members", "volunteers", "employees"] as const;

/** What a form says of a body; a number that is none stays as typed, to be refused. */
function readBody(values: FormTexts): Record<string, unknown> {
  const number = (name: string, read: (text: string) => number | undefined) => {
    const typed = oneOf(values, name).trim();
    return typed === "" ? null : (read(typed) ?? typed);
  };
  return {
    ...Object.fromEntries(identityFields.map((name) => [name, oneOf(values, name)])),
    profile: {
      ...Object.fromEntries(profileTexts.map((name) => [name, oneOf(values, `profile.${name}`)])),
      ...Object.fromEntries(profileNumbers.map((name) => [name, number(`profile.${name}`, readNumber)])),
      yearlyBudgetCents: number("profile.yearlyBudgetCents", readCents),
    },
  };
}

/** The same, of a body as it stands. */
function formOf(body: Applicant, locale: string): FormTexts {
  return {
    ...Object.fromEntries(identityFields.map((name) => [name, [String(body[name] ?? "")]])),
    ...Object.fromEntries([...profileTexts, ...profileNumbers].map((name) => [`profile.${name}`, [String(body.profile[name] ?? "")]])),
    "profile.yearlyBudgetCents": [body.profile.yearlyBudgetCents === null ? "" : writeCents(body.profile.yearlyBudgetCents, locale)],
  };
}

/** The bodies of a person: each one's description, its members, those who ask in. */
export function organisationPages(app: Hono<SpaceEnv>): void {
  app.get("/organismes", async (c) => c.html(<Bodies c={c} bodies={await applicantsOf(c.get("services").db, c.get("person").id)} />));

  app.get("/organismes/nouveau", (c) => bodyForm(c, { values: { country: ["FR"] } }));
  app.post("/organismes/nouveau", async (c) => {
    const { values } = await readForm(c);
    const made = await createApplicant(c.get("services").db, readBody(values), c.get("person"));
    if (made.ok) return c.redirect(`${bodyHref(made.id)}?fait=cree`, 303);
    if (made.reason === "taken" && "applicant" in made) return bodyForm(c, { values, taken: made.applicant });
    return bodyForm(c, {
      values,
      problems: ("problems" in made && made.problems) || [],
      ...("problems" in made && made.problems ? {} : { refused: refusalWords(c.get("t"), made) }),
    });
  });
  app.post("/organismes/rejoindre", async (c) => {
    const { values } = await readForm(c);
    const applicant = oneOf(values, "applicant");
    if (!isUuid(applicant)) return c.notFound();
    const { db, baseUrl } = c.get("services");
    const asked = await requestToJoin(db, baseUrl, applicant, oneOf(values, "note"), c.get("person"));
    const t = c.get("t");
    return c.html(<Asked c={c} words={asked.ok ? t("space.join.asked") : refusalWords(t, asked)} />, asked.ok ? 200 : 422);
  });

  app.get("/organismes/:id", async (c) => {
    const found = await memberOf(c);
    if (!found) return c.notFound();
    return bodyForm(c, { body: found.body, role: found.role, values: formOf(found.body, c.get("locale")) });
  });
  app.post("/organismes/:id", async (c) => {
    const found = await memberOf(c);
    if (!found) return c.notFound();
    const { values } = await readForm(c);
    const saved = await editApplicant(
      c.get("services").db,
      found.body.id,
      Number(oneOf(values, "version")),
      readBody(values),
      c.get("person"),
    );
    if (saved.ok) return c.redirect(`${bodyHref(found.body.id)}?fait=enregistre`, 303);
    return bodyForm(c, {
      ...found,
      values,
      problems: saved.problems ?? [],
      ...(saved.problems ? {} : { refused: refusalWords(c.get("t"), saved) }),
    });
  });

  app.get("/organismes/:id/membres", (c) => members(c));
  app.post("/organismes/:id/membres", async (c) => {
    const found = await memberOf(c);
    if (!found) return c.notFound();
    const { values } = await readForm(c);
    const { db, baseUrl } = c.get("services");
    const [id, person, user] = [found.body.id, c.get("person"), oneOf(values, "user")];
    const role = (memberRoles as readonly string[]).includes(oneOf(values, "role")) ? (oneOf(values, "role") as MemberRole) : "contributor";
    const acts: Record<string, () => Promise<Outcome>> = {
      invite: () => inviteMember(db, baseUrl, c.get("locale"), id, { email: oneOf(values, "email"), role }, person),
      uninvite: () => cancelInvitation(db, id, oneOf(values, "email"), person),
      role: () => changeMember(db, id, user, role, person),
      remove: () => changeMember(db, id, user, null, person),
      accept: () => answerJoin(db, baseUrl, id, user, role, person),
      decline: () => answerJoin(db, baseUrl, id, user, null, person),
    };
    const action = oneOf(values, "do");
    const result = await acts[action]?.();
    if (!result) return c.notFound();
    if (!result.ok)
      return members(c, {
        email: oneOf(values, "email"),
        problems: result.problems ?? [],
        ...(result.problems ? {} : { refused: refusalWords(c.get("t"), result) }),
      });
    if (action === "remove" && user === person.id) return c.redirect("/espace", 303);
    return c.redirect(`${bodyHref(id, "membres")}?fait=${action}`, 303);
  });
}

async function memberOf(c: SpaceContext): Promise<{ body: Applicant; role: MemberRole } | undefined> {
  const id = c.req.param("id") ?? "";
  if (!isUuid(id)) return undefined;
  const { db } = c.get("services");
  const [role, body] = await Promise.all([roleIn(db, id, c.get("person").id), findApplicant(db, id)]);
  return role && body ? { role, body } : undefined;
}

interface Shown {
  body?: Applicant;
  role?: MemberRole;
  values: FormTexts;
  problems?: Problem[];
  refused?: string;
  /** The space of another that has this number. */
  taken?: string;
}

async function bodyForm(c: SpaceContext, shown: Shown): Promise<Response> {
  const { options } = await countryOptions(c);
  const wrong = shown.refused !== undefined || shown.taken !== undefined || (shown.problems?.length ?? 0) > 0;
  return c.html(<BodyForm c={c} shown={shown} countries={options} />, wrong ? 422 : 200);
}

const bodyLabels: Record<string, string> = {
  name: "space.body.name",
  legalForm: "space.body.form",
  foreignScheme: "space.body.foreignScheme",
  foreignId: "space.body.foreignId",
  noIdentifier: "space.body.noIdentifier",
  foundedOn: "space.body.founded",
  country: "space.body.country",
  postalCode: "space.body.postalCode",
};

const BodyForm: FC<{ c: SpaceContext; shown: Shown; countries: { value: string; label: string }[] }> = ({ c, shown, countries }) => {
  const t = c.get("t");
  const { body, values, problems = [], taken, refused } = shown;
  const form: Form = { t, problems };
  const labelOf = (path: string) =>
    path === "siret" || path === "rna" ? path.toUpperCase() : t.dynamic(bodyLabels[path] ?? `space.body.${path.replace("profile.", "")}`);
  const field = (path: string) => ({ form, path, label: labelOf(path), value: oneOf(values, path) });
  const notice = { cree: "space.done.created", enregistre: "space.saved.done", rejoint: "space.done.joined" }[c.req.query("fait") ?? ""];
  const title = body?.name ?? t("space.body.new");
  return (
    <SpaceLayout
      c={c}
      title={title}
      notice={notice && problems.length === 0 && t.dynamic(notice)}
      steps={[{ label: t("space.organisations"), href: "/espace/organismes" }, { label: title }]}
    >
      <h1>{title}</h1>
      {body && (
        <p>
          <a href={bodyHref(body.id, "membres")}>{t("space.members.title")}</a> ·{" "}
          <a href={`/espace/demandes/nouvelle?organisme=${body.id}`}>{t("space.start.title")}</a>
        </p>
      )}
      {!body && <p>{t("space.body.newText")}</p>}
      {refused && <Refused words={refused} />}
      {taken && (
        <div class="error-summary" role="alert">
          <h2>{t("space.join.title")}</h2>
          <p>{t("space.join.text")}</p>
          <form method="post" action="/espace/organismes/rejoindre">
            <input type="hidden" name="applicant" value={taken} />
            <TextField form={{ t, problems: [] }} path="note" label={t("space.join.note")} required={false} value="" maxlength={300} />
            <button type="submit">{t("space.join.do")}</button>
          </form>
        </div>
      )}
      <ErrorSummary form={form} labelOf={labelOf} />
      <form method="post" action={body ? bodyHref(body.id) : "/espace/organismes/nouveau"} class="section-form">
        {body && <input type="hidden" name="version" value={body.version} />}
        <h2>{t("space.body.identity")}</h2>
        <div class="form-grid">
          <TextField {...field("name")} autocomplete="organization" />
          <TextField {...field("profile.acronym")} required={false} />
          <SelectField
            {...field("legalForm")}
            options={legalForms.map((one) => ({ value: one, label: t.dynamic(`choice.applicant.legalForm.${one}`) }))}
          />
          <TextField {...field("foundedOn")} type="date" hint={t("space.body.foundedHint")} />
        </div>
        <h2>{t("space.body.identifiers")}</h2>
        <p class="hint">{t("space.body.identifiersText")}</p>
        <div class="form-grid">
          <TextField {...field("siret")} required={false} inputmode="numeric" hint={t("space.body.siretHint")} />
          <TextField {...field("rna")} required={false} hint={t("space.body.rnaHint")} />
          <TextField {...field("foreignScheme")} required={false} hint={t("space.body.foreignHint")} />
          <TextField {...field("foreignId")} required={false} />
          <SelectField
            {...field("noIdentifier")}
            required={false}
            options={noIdentifierReasons.map((one) => ({ value: one, label: t.dynamic(`space.noIdentifier.${one}`) }))}
          />
        </div>
        <h2>{t("space.body.address")}</h2>
        <div class="form-grid">
          <TextField {...field("profile.street")} autocomplete="street-address" />
          <TextField {...field("postalCode")} autocomplete="postal-code" />
          <TextField {...field("profile.city")} autocomplete="address-level2" />
          <SelectField {...field("country")} options={countries} />
          <TextField {...field("profile.phone")} required={false} autocomplete="tel" type="tel" />
          <TextField {...field("profile.website")} required={false} type="url" />
        </div>
        <h2>{t("space.body.people")}</h2>
        <div class="form-grid">
          <TextField {...field("profile.representativeName")} />
          <TextField {...field("profile.representativeTitle")} hint={t("space.body.titleHint")} />
          <TextField {...field("profile.contactName")} required={false} />
          <TextField {...field("profile.contactEmail")} required={false} type="email" />
          <TextField {...field("profile.contactPhone")} required={false} type="tel" />
        </div>
        <h2>{t("space.body.means")}</h2>
        <AreaField {...field("profile.purpose")} required={false} rows={3} />
        <div class="form-grid">
          {profileNumbers.map((name) => (
            <TextField {...field(`profile.${name}`)} required={false} inputmode="numeric" />
          ))}
          <TextField {...field("profile.yearlyBudgetCents")} required={false} inputmode="decimal" />
        </div>
        <div class="form-actions">
          <button type="submit">{t(body ? "space.save" : "space.body.create")}</button>
        </div>
      </form>
    </SpaceLayout>
  );
};

const Bodies: FC<{ c: SpaceContext; bodies: Awaited<ReturnType<typeof applicantsOf>> }> = ({ c, bodies }) => {
  const t = c.get("t");
  return (
    <SpaceLayout c={c} title={t("space.organisations")} steps={[{ label: t("space.organisations") }]}>
      <h1>{t("space.organisations")}</h1>
      {bodies.length === 0 && <p>{t("space.body.none")}</p>}
      <ul class="file-list">
        {bodies.map((body) => (
          <li>
            <a href={bodyHref(body.id)}>{body.name}</a>{" "}
            <span class="hint">
              {[body.siret && `SIRET ${body.siret}`, t.dynamic(`space.role.${body.role}`)].filter(Boolean).join(" · ")}
            </span>
          </li>
        ))}
      </ul>
      <p>
        <a class="button" href="/espace/organismes/nouveau">
          {t("space.body.new")}
        </a>
      </p>
    </SpaceLayout>
  );
};

const Asked: FC<{ c: SpaceContext; words: string }> = ({ c, words }) => {
  const t = c.get("t");
  return (
    <SpaceLayout
      c={c}
      title={t("space.join.title")}
      steps={[{ label: t("space.organisations"), href: "/espace/organismes" }, { label: t("space.join.title") }]}
    >
      <h1>{t("space.join.title")}</h1>
      <p class="lede">{words}</p>
    </SpaceLayout>
  );
};

interface MembersShown {
  email?: string;
  problems?: Problem[];
  refused?: string;
}

async function members(c: SpaceContext, shown: MembersShown = {}): Promise<Response> {
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
      <span class="visually-hidden"> : {of}</span>
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
                <strong>{one.name}</strong> {one.email} {one.note && <span class="pre">« {one.note} »</span>}
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
