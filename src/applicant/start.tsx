import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { applicantsOf } from "../funding/applicant/store.ts";
import { startApplication } from "../funding/application/actions.ts";
import { earlierApplications, openEditions } from "../funding/application/list-store.ts";
import { oneOf, readForm } from "../platform/web/form-data.ts";
import { recordId } from "../register/record/fields.ts";
import { day } from "../ui/format.ts";
import { plain } from "../ui/text.tsx";
import { fileHref, sectionHref } from "./addresses.ts";
import type { SpaceContext, SpaceEnv } from "./env.ts";
import { isUuid } from "./facts.ts";
import { type Form, Refused, SelectField } from "./forms.tsx";
import { SpaceLayout } from "./layout.tsx";
import { instantWords, refusalWords } from "./words.ts";

interface Chosen {
  edition: string;
  applicant: string;
  from: string;
}

/** Which call, for which body, from nothing or from an earlier file. */
export function startPages(app: Hono<SpaceEnv>): void {
  app.get("/demandes", (c) => c.redirect("/espace"));
  // Where the page of a call leads.
  app.get("/candidater/:edition", (c) => {
    const edition = recordId.safeParse(c.req.param("edition"));
    return edition.success ? c.redirect(`/espace/demandes/nouvelle?edition=${edition.data}`) : c.notFound();
  });
  app.get("/demandes/nouvelle", (c) =>
    startPage(c, { edition: c.req.query("edition") ?? "", applicant: c.req.query("organisme") ?? "", from: "" }),
  );
  app.post("/demandes/nouvelle", async (c) => {
    const { values } = await readForm(c);
    const chosen = { edition: oneOf(values, "edition"), applicant: oneOf(values, "applicant"), from: oneOf(values, "from") };
    const { db } = c.get("services");
    const t = c.get("t");
    if (!recordId.safeParse(chosen.edition).success || !isUuid(chosen.applicant))
      return startPage(c, chosen, { refused: t("space.start.choose") });
    const made = await startApplication(db, chosen.edition, chosen.applicant, c.get("person"), {
      from: isUuid(chosen.from) ? chosen.from : undefined,
      again: oneOf(values, "do") === "again",
      now: c.get("arrivedAt"),
    });
    if (made.ok) return c.redirect(sectionHref(made.id, "project"), 303);
    if ("drafts" in made) return startPage(c, chosen, { drafts: made.drafts });
    return startPage(c, chosen, { refused: refusalWords(t, made) });
  });
}

interface Shown {
  refused?: string;
  drafts?: { id: string; title: string }[];
}

async function startPage(c: SpaceContext, chosen: Chosen, shown: Shown = {}): Promise<Response> {
  const { db } = c.get("services");
  const [bodies, editions] = await Promise.all([applicantsOf(db, c.get("person").id), openEditions(db, c.get("arrivedAt"))]);
  const applicant = chosen.applicant || (bodies.length === 1 ? bodies[0]!.id : "");
  const earlier = (await Promise.all(bodies.map(({ id }) => earlierApplications(db, id)))).flat();
  return c.html(
    <Start c={c} chosen={{ ...chosen, applicant }} bodies={bodies} editions={editions} earlier={earlier} shown={shown} />,
    shown.refused ? 422 : shown.drafts ? 409 : 200,
  );
}

const Start: FC<{
  c: SpaceContext;
  chosen: Chosen;
  bodies: Awaited<ReturnType<typeof applicantsOf>>;
  editions: Awaited<ReturnType<typeof openEditions>>;
  earlier: Awaited<ReturnType<typeof earlierApplications>>;
  shown: Shown;
}> = ({ c, chosen, bodies, editions, earlier, shown }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const form: Form = { t, problems: [] };
  return (
    <SpaceLayout c={c} title={t("space.start.title")} steps={[{ label: t("space.start.title") }]}>
      <h1>{t("space.start.title")}</h1>
      {shown.refused && <Refused words={shown.refused} />}
      {bodies.length === 0 ? (
        <>
          <p class="lede">{t("space.home.empty")}</p>
          <p>
            <a class="button" href="/espace/organismes/nouveau">
              {t("space.body.new")}
            </a>
          </p>
        </>
      ) : editions.length === 0 ? (
        <p class="lede">{t("space.start.none")}</p>
      ) : (
        <form method="post" action="/espace/demandes/nouvelle" class="narrow-form">
          {shown.drafts && (
            <div class="error-summary" role="alert">
              <p>{t("space.start.exists")}</p>
              <ul>
                {shown.drafts.map((draft) => (
                  <li>
                    <a href={fileHref(draft.id)}>{draft.title || t("space.untitled")}</a>
                  </li>
                ))}
              </ul>
              <p>
                <button type="submit" class="quiet" name="do" value="again">
                  {t("space.start.again")}
                </button>
              </p>
            </div>
          )}
          <SelectField
            form={form}
            path="edition"
            label={t("space.start.edition")}
            value={chosen.edition}
            options={editions.map((one) => ({
              value: one.id,
              label: `${plain(one.name, locale)} (${instantWords(one.closesAt, locale)})`,
            }))}
          />
          <SelectField
            form={form}
            path="applicant"
            label={t("space.start.body")}
            value={chosen.applicant}
            options={bodies.map(({ id, name }) => ({ value: id, label: name }))}
          />
          {earlier.length > 0 && (
            <SelectField
              form={form}
              path="from"
              label={t("space.start.from")}
              hint={t("space.start.fromHint")}
              required={false}
              value={chosen.from}
              empty={t("space.start.blank")}
              options={earlier.map((one) => ({
                value: one.id,
                label: [one.number, one.title, day(one.updatedAt, locale)].filter(Boolean).join(" · "),
              }))}
            />
          )}
          <button type="submit" name="do" value="start">
            {t("space.start.do")}
          </button>
        </form>
      )}
    </SpaceLayout>
  );
};
