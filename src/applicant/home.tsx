import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { acceptMembership, findMembershipLink } from "../funding/applicant/actions.ts";
import { applicantsOf } from "../funding/applicant/store.ts";
import { acceptGuestLink, findGuestLink } from "../funding/application/actions.ts";
import { applicationsOf, type ListedApplication } from "../funding/application/list-store.ts";
import { toldState } from "../funding/application/told.ts";
import { oneOf, readForm } from "../platform/web/form-data.ts";
import { money } from "../ui/format.ts";
import { href } from "../ui/paths.ts";
import { plain } from "../ui/text.tsx";
import { bodyHref, fileHref } from "./addresses.ts";
import type { SpaceContext, SpaceEnv } from "./env.ts";
import { Refused } from "./forms.tsx";
import { SpaceLayout } from "./layout.tsx";
import { awayWords, instantWords, refusalWords } from "./words.ts";

/** The front page, and the links that let a person into a body or a draft. */
export function homePages(app: Hono<SpaceEnv>): void {
  app.get("/", async (c) => {
    const { db } = c.get("services");
    const { id } = c.get("person");
    const [bodies, files] = await Promise.all([applicantsOf(db, id), applicationsOf(db, id)]);
    return c.html(<Home c={c} bodies={bodies} files={files} />);
  });

  app.get("/invitation", async (c) => {
    const token = c.req.query("jeton") ?? "";
    const found = await findMembershipLink(c.get("services").db, token);
    return c.html(
      <Invited
        c={c}
        token={token}
        action="/espace/invitation"
        name={found?.applicantName}
        text="space.invited.member"
        role={found?.role}
      />,
      found ? 200 : 410,
    );
  });
  app.post("/invitation", async (c) => {
    const token = oneOf((await readForm(c)).values, "jeton");
    const joined = await acceptMembership(c.get("services").db, token, c.get("person"));
    return joined.ok
      ? c.redirect(`${bodyHref(joined.applicant)}?fait=rejoint`, 303)
      : c.html(<Invited c={c} token={token} action="" />, 410);
  });

  app.get("/invite", async (c) => {
    const token = c.req.query("jeton") ?? "";
    const found = await findGuestLink(c.get("services").db, token);
    return c.html(
      <Invited c={c} token={token} action="/espace/invite" name={found?.applicantName} text="space.invited.guest" title={found?.title} />,
      found ? 200 : 410,
    );
  });
  app.post("/invite", async (c) => {
    const token = oneOf((await readForm(c)).values, "jeton");
    const joined = await acceptGuestLink(c.get("services").db, token, c.get("person"));
    return joined.ok ? c.redirect(fileHref(joined.application), 303) : c.html(<Invited c={c} token={token} action="" />, 410);
  });
}

const told = (file: ListedApplication) => toldState(file.state, file.told);

/** What to do next with a file, and until when. */
const NextStep: FC<{ c: SpaceContext; file: ListedApplication }> = ({ c, file }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const now = c.get("arrivedAt");
  if (file.openPieces > 0)
    return (
      <strong>
        {t("space.next.pieces", { count: file.openPieces })}{" "}
        {file.nextDue && `${t("space.pieces.due", { at: instantWords(file.nextDue, locale) })} (${awayWords(file.nextDue, now, locale)})`}
      </strong>
    );
  if (file.state === "draft") {
    const closes = new Date(file.closesAt);
    return (
      <>
        {t(closes < now ? "space.deadline.over" : "space.deadline.until")} {instantWords(file.closesAt, locale)} (
        {awayWords(closes, now, locale)})
      </>
    );
  }
  return <>{t.dynamic(`space.next.${told(file)}`)}</>;
};

const Home: FC<{ c: SpaceContext; bodies: Awaited<ReturnType<typeof applicantsOf>>; files: ListedApplication[] }> = ({
  c,
  bodies,
  files,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const notice = c.req.query("fait") === "supprime" ? t("space.done.deleted") : undefined;
  return (
    <SpaceLayout c={c} title={t("space.home")} notice={notice}>
      <h1>{t("space.hello", { name: c.get("person").name })}</h1>
      {bodies.length === 0 && files.length === 0 && (
        <section class="empty">
          <p class="lede">{t("space.home.empty")}</p>
          <p>
            <a class="button" href="/espace/organismes/nouveau">
              {t("space.body.new")}
            </a>
          </p>
        </section>
      )}
      {bodies.length > 0 && (
        <p>
          <a class="button" href="/espace/demandes/nouvelle">
            {t("space.start.title")}
          </a>
        </p>
      )}
      {files.length > 0 && (
        <section>
          <h2>{t("space.home")}</h2>
          <ul class="file-list">
            {files.map((file) => (
              <li>
                <h3>
                  <a href={fileHref(file.id)}>{file.title || t("space.untitled")}</a>
                </h3>
                <p class="meta">
                  {[
                    file.number,
                    plain(file.editionName, locale),
                    file.applicantName,
                    file.askedCents > 0 && money(file.askedCents, file.currency, locale),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </p>
                <p>
                  <span class={`badge badge-${told(file)}`}>{t.dynamic(`space.state.${told(file)}`)}</span>{" "}
                  {file.standing === "guest" && <span class="badge">{t("space.guest")}</span>} <NextStep c={c} file={file} />
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {bodies.length > 0 && (
        <section>
          <h2>{t("space.organisations")}</h2>
          <ul>
            {bodies.map((body) => (
              <li>
                <a href={bodyHref(body.id)}>{body.name}</a> <span class="hint">{t.dynamic(`space.role.${body.role}`)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <p>
        <a href={href(locale, "home")}>{t("space.toSite")}</a>
      </p>
    </SpaceLayout>
  );
};

const Invited: FC<{
  c: SpaceContext;
  token: string;
  action: string;
  name?: string | undefined;
  text?: string;
  role?: string | undefined;
  title?: string | undefined;
}> = ({ c, token, action, name, text, role, title }) => {
  const t = c.get("t");
  return (
    <SpaceLayout c={c} title={t("space.invited.title")}>
      <h1>{t("space.invited.title")}</h1>
      {name && text ? (
        <form method="post" action={action}>
          <p class="lede">{t.dynamic(text, { applicant: name, role: role ?? "", title: title || t("space.untitled") })}</p>
          <input type="hidden" name="jeton" value={token} />
          <button type="submit">{t("space.invited.do")}</button>
        </form>
      ) : (
        <Refused words={refusalWords(t, { reason: "link_over" })} />
      )}
    </SpaceLayout>
  );
};
