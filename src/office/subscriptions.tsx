import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { eraseAddress } from "../follow/actions.ts";
import { type FollowCounts, followCounts } from "../follow/office-store.ts";
import { namesOfTopics } from "../follow/topic-store.ts";
import { pageOfTopic, topicWords } from "../follow/words.ts";
import type { Localised } from "../platform/localised.ts";
import { mailStates } from "../platform/mail/store.ts";
import { oneOf, readForm } from "../platform/web/form-data.ts";
import type { Problem } from "../register/record/kind.ts";
import { count, date } from "../ui/format.ts";
import { TextField } from "../ui/forms/plain.tsx";
import { Table } from "../ui/table.tsx";
import type { OfficeContext, OfficeEnv } from "./env.ts";
import { OfficeLayout } from "./layout.tsx";
import { only } from "./refused.tsx";
import { When } from "./when.tsx";

const PATH = "/bureau/abonnements";
/** Fewer people than this are not counted out: with a topic that only one could follow, a number is a name. */
const FEW = 5;

/** Who follows what, in numbers; what was sent; and the way to forget an address. */
export function subscriptionPages(app: Hono<OfficeEnv>): void {
  app.use("/abonnements", only("follower.manage"));
  app.get("/abonnements", (c) => page(c));
  app.post("/abonnements", async (c) => {
    const { values } = await readForm(c);
    const email = oneOf(values, "email");
    const done = await eraseAddress(c.get("services").db, email);
    if (!done.ok) return page(c, { email, problems: done.problems }, 422);
    return page(c, { notice: done.found ? "office.follow.erased" : "office.follow.notFound" });
  });
}

interface Shown {
  email?: string;
  problems?: Problem[];
  notice?: "office.follow.erased" | "office.follow.notFound";
}

async function page(c: OfficeContext, shown: Shown = {}, status: 200 | 422 = 200): Promise<Response> {
  const { db, published } = c.get("services");
  const counts = await followCounts(db);
  return c.html(<Subscriptions c={c} counts={counts} names={await namesOfTopics(published, counts.topics)} shown={shown} />, status);
}

const Subscriptions: FC<{ c: OfficeContext; counts: FollowCounts; names: ReadonlyMap<string, Localised>; shown: Shown }> = ({
  c,
  counts,
  names,
  shown,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const problem = shown.problems?.[0];
  return (
    <OfficeLayout c={c} title={t("office.follow.title")} notice={shown.notice && t(shown.notice)}>
      <h1>{t("office.follow.title")}</h1>
      <p>{t("office.follow.people", { count: counts.people, waiting: counts.waiting })}</p>
      <p class="meta">{t("office.follow.intro")}</p>
      <h2>{t("office.follow.topics")}</h2>
      {counts.topics.length === 0 ? (
        <p>{t("office.follow.none")}</p>
      ) : (
        <Table
          caption={t("office.follow.topics")}
          hideCaption
          rows={counts.topics}
          columns={[
            {
              label: t("office.follow.topic"),
              heading: true,
              cell: (topic) => <a href={pageOfTopic(locale, topic)}>{topicWords(topic, names, locale)}</a>,
            },
            {
              label: t("office.follow.count"),
              numeric: true,
              cell: (topic) => (topic.count < FEW ? t("office.follow.few") : count(topic.count, locale)),
            },
          ]}
        />
      )}
      <h2>{t("office.follow.digests")}</h2>
      {counts.mailings.length === 0 ? (
        <p>{t("office.follow.noDigest")}</p>
      ) : (
        <Table
          caption={t("office.follow.digests")}
          hideCaption
          rows={counts.mailings}
          columns={[
            { label: t("office.follow.day"), heading: true, cell: ({ day }) => date(day, locale) },
            { label: t("office.follow.kind"), cell: ({ template }) => t.dynamic(`office.follow.kind.${template}`) },
            ...mailStates.map((state) => ({
              label: t(`office.mail.state.${state}`),
              numeric: true,
              cell: (row: FollowCounts["mailings"][number]) => count(row[state], locale),
            })),
          ]}
        />
      )}
      <h2>{t("office.follow.failures")}</h2>
      {counts.failures.length === 0 ? (
        <p>{t("office.follow.noFailure")}</p>
      ) : (
        <Table
          caption={t("office.follow.failures")}
          hideCaption
          rows={counts.failures}
          columns={[
            { label: t("office.follow.day"), heading: true, cell: ({ at }) => <When at={at} locale={locale} /> },
            { label: t("office.follow.kind"), cell: ({ template }) => t.dynamic(`office.follow.kind.${template}`) },
            { label: t("office.follow.error"), cell: ({ error }) => error },
          ]}
        />
      )}
      <h2 id="erase">{t("office.follow.erase")}</h2>
      <p>{t("office.follow.eraseText")}</p>
      <form method="post" action={PATH} class="narrow-form">
        <TextField
          name="email"
          label={t("follow.email")}
          type="email"
          required
          maxlength={200}
          value={shown.email}
          problem={problem && t.dynamic(`follow.problem.${problem.path}.${problem.code}`)}
        />
        <button type="submit">{t("office.follow.eraseDo")}</button>
      </form>
    </OfficeLayout>
  );
};
