import type { Hono } from "hono";
import type { Child, FC } from "hono/jsx";
import { may } from "../../platform/accounts/rights.ts";
import { closeGuide } from "../../platform/city-settings/actions.ts";
import { readSettings } from "../../platform/city-settings/store.ts";
import { firstSteps } from "../../register/first-steps/store.ts";
import type { KindName } from "../../register/kinds.ts";
import { countByStatus } from "../../register/record/list-store.ts";
import { count } from "../../ui/format.ts";
import { href } from "../../ui/paths.ts";
import { officeHref } from "../addresses.ts";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { importable, segmentOf } from "../import-upload.tsx";
import { OfficeLayout } from "../layout.tsx";
import { only } from "../refused.tsx";

export const FIRST_STEPS = "/bureau/premiers-pas";
const steps = ["identity", "colours", "import", "publish"] as const;
type Step = (typeof steps)[number];

/** Which steps are done, as the database knows it; closed: the dashboard no longer leads here. */
async function standing(c: OfficeContext): Promise<{ done: Record<Step, boolean>; closed: boolean }> {
  const { db } = c.get("services");
  const [settings, { brought, published }] = await Promise.all([readSettings(db), firstSteps(db)]);
  const done = { identity: !!settings.identity, colours: !!settings.colours, import: brought, publish: published };
  return { done, closed: settings.guide !== undefined };
}

/** How many steps are left, for who may take them and as long as nobody has put the guide away; undefined: nothing to say. */
export async function stepsLeft(c: OfficeContext): Promise<number | undefined> {
  if (!may(c.get("officer"), "city.set")) return undefined;
  const { done, closed } = await standing(c);
  const left = steps.filter((step) => !done[step]).length;
  return closed || left === 0 ? undefined : left;
}

/** The first hour of a city: four steps, in any order, each taken up where it was left. */
export function firstStepsPages(app: Hono<OfficeEnv>): void {
  app.use("/premiers-pas", only("city.set"));
  app.get("/premiers-pas", async (c) => {
    const [{ done, closed }, states] = await Promise.all([standing(c), countByStatus(c.get("services").db, [...importable])]);
    return c.html(<Steps c={c} done={done} closed={closed} states={states} />);
  });
  app.post("/premiers-pas", async (c) => {
    const { db, content } = c.get("services");
    await closeGuide(db, c.get("officer"));
    await content.touch();
    return c.redirect("/bureau", 303);
  });
}

interface Data {
  c: OfficeContext;
  done: Record<Step, boolean>;
  closed: boolean;
  states: Awaited<ReturnType<typeof countByStatus>>;
}

const Steps: FC<Data> = ({ c, done, closed, states }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const notice = (["identity", "colours"] as const).find((one) => one === c.req.query("fait"));
  const finished = steps.filter((step) => done[step]).length;
  const content: Record<Step, Child> = {
    identity: <ToSettings c={c} part="identity" done={done.identity} />,
    colours: <ToSettings c={c} part="colours" done={done.colours} />,
    import: <Bring c={c} />,
    publish: <Publish c={c} states={states} />,
  };
  return (
    <OfficeLayout c={c} title={t("firstSteps.title")} notice={notice && t(`city.done.${notice}`)}>
      <h1>{t("firstSteps.title")}</h1>
      <p class="lead">{t("firstSteps.lead")}</p>
      <p>
        <strong>{t("firstSteps.progress", { done: finished, all: steps.length })}</strong>
      </p>
      <ol class="first-steps">
        {steps.map((step) => (
          <li>
            <h2>
              {t(`firstSteps.${step}`)}{" "}
              <span class={done[step] ? "badge badge-published" : "badge"}>{t(done[step] ? "firstSteps.done" : "firstSteps.toDo")}</span>
            </h2>
            <p>{t(`firstSteps.${step}.text`)}</p>
            {content[step]}
          </li>
        ))}
      </ol>
      <p>
        <a href={href(locale, "home")}>{t("firstSteps.see")}</a>
      </p>
      {!closed && finished < steps.length && (
        <form method="post" action={FIRST_STEPS}>
          <p>
            <button type="submit" class="quiet">
              {t("firstSteps.close")}
            </button>
          </p>
        </form>
      )}
    </OfficeLayout>
  );
};

const ToSettings: FC<{ c: OfficeContext; part: "identity" | "colours"; done: boolean }> = ({ c, part, done }) => (
  <p>
    <a class={done ? undefined : "button"} href={`/bureau/ville?de=first-steps#${part}`}>
      {c.get("t")(`firstSteps.${part}.${done ? "again" : "go"}`)}
    </a>
  </p>
);

/** Each register that a table can fill: its import, and a file to begin with. */
const Bring: FC<{ c: OfficeContext }> = ({ c }) => {
  const t = c.get("t");
  return (
    <ul>
      {importable.map((kind) => (
        <li>
          <a href={`/bureau/import/${segmentOf(kind)}`}>{t.dynamic(`kind.${kind}.many`)}</a>{" "}
          <span class="muted">
            {t("firstSteps.model")} <a href={`/bureau/import/${segmentOf(kind)}/modele.csv`}>CSV</a>,{" "}
            <a href={`/bureau/import/${segmentOf(kind)}/modele.xlsx`}>XLSX</a>
          </span>
        </li>
      ))}
    </ul>
  );
};

/** The drafts that wait: each list publishes those that are chosen. */
const Publish: FC<{ c: OfficeContext; states: Data["states"] }> = ({ c, states }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const waiting = importable.filter((kind: KindName) => (states[kind]?.draft ?? 0) > 0);
  if (waiting.length === 0) return <p class="muted">{t("firstSteps.noDraft")}</p>;
  return (
    <ul>
      {waiting.map((kind: KindName) => (
        <li>
          <a href={`${officeHref(kind)}?status=draft`}>
            {t.dynamic(`kind.${kind}.many`)} :{" "}
            {t("firstSteps.drafts", { count: states[kind]!.draft, shown: count(states[kind]!.draft, locale) })}
          </a>
        </li>
      ))}
    </ul>
  );
};
