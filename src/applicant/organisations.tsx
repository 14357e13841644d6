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
import { type MemberRole, memberRoles } from "../funding/applicant/rules.ts";
import { applicantsOf } from "../funding/applicant/store.ts";
import { oneOf, readForm } from "../platform/web/form-data.ts";
import { bodyHref } from "./addresses.ts";
import { bodyForm, formOf, readBody } from "./body-form.tsx";
import type { SpaceContext, SpaceEnv } from "./env.ts";
import { isUuid } from "./facts.ts";
import { SpaceLayout } from "./layout.tsx";
import { memberOf } from "./member-of.ts";
import { members } from "./members.tsx";
import { refusalWords } from "./words.ts";

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
