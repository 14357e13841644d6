import type { FC } from "hono/jsx";
import { oneOf, readForm } from "../../platform/web/form-data.ts";
import { limits } from "../../platform/web/limits/rules.ts";
import { within } from "../../platform/web/limits/share.ts";
import { readCollector, withdrawCollected } from "../../register/story/actions.ts";
import { collectorPath } from "../../register/story/collect.ts";
import type { Collector } from "../../register/story/collector-store.ts";
import { languageName } from "../../register/story/languages.ts";
import { listStories, type StoryListed } from "../../register/story/store.ts";
import { day } from "../../ui/format.ts";
import { fieldId } from "../../ui/forms/context.ts";
import { PublicLayout } from "../../ui/layout.tsx";
import { Of } from "../../ui/of.tsx";
import type { PageContext } from "../../ui/page.ts";
import { Table } from "../../ui/table.tsx";
import { plain } from "../../ui/text.tsx";
import { Summary } from "./controls.tsx";
import { StoryFields } from "./form-fields.tsx";
import { inEachLanguage } from "./parts.tsx";
import { blankForm, type Returned, receiveStory } from "./receive.ts";

/** Where a partner city enters what it gathered, and sees that and nothing else. */
export async function collectorPage(c: PageContext, given?: Returned, status: 200 | 422 | 429 = 200): Promise<Response> {
  const { db } = c.get("services");
  const collector = await readCollector(db, c.req.param("token") ?? "");
  if (!collector) return c.notFound() as Response;
  const stories = await listStories(db, { collector: collector.id });
  const blank = given ?? { values: { nature: ["memory"] }, problems: [], data: await blankForm(c, collector.project, true) };
  return c.html(<CollectorPage c={c} collector={collector} stories={stories} given={blank} />, status);
}

export async function takeCollected(c: PageContext): Promise<Response> {
  const { db, content } = c.get("services");
  const token = c.req.param("token") ?? "";
  const collector = await readCollector(db, token);
  if (!collector) return c.notFound() as Response;
  const busy = !(await within(c, limits.collected, collector.id));
  const result = await receiveStory(c, collector.project, { collector, busy });
  if (!result.ok) return "data" in result ? collectorPage(c, result, busy ? 429 : 422) : (c.notFound() as Response);
  await content.touch();
  return c.redirect(`${collectorPath(token)}?langue=${c.get("locale")}&fait=sent`, 303);
}

export async function takeBackCollected(c: PageContext): Promise<Response> {
  const { db, content } = c.get("services");
  const token = c.req.param("token") ?? "";
  const { values } = await readForm(c);
  const result = await withdrawCollected(db, token, oneOf(values, "story"));
  if (!result.ok) return c.notFound() as Response;
  await content.touch();
  return c.redirect(`${collectorPath(token)}?langue=${c.get("locale")}&fait=withdrawn`, 303);
}

const CollectorPage: FC<{ c: PageContext; collector: Collector; stories: StoryListed[]; given: Returned }> = ({
  c,
  collector,
  stories,
  given,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const city = plain(collector.partnerName, locale);
  const title = t("stories.collector.title", { city });
  const done = c.req.query("fait") ?? "";
  return (
    <PublicLayout c={c} meta={{ title, noindex: true, alternates: inEachLanguage(c), sheet: "stories" }}>
      <h1>{title}</h1>
      {["sent", "withdrawn"].includes(done) && (
        <p class="notice" role="status">
          {t.dynamic(`stories.collector.done.${done}`)}
        </p>
      )}
      <p class="lede">{t("stories.collector.intro", { date: day(collector.expiresAt, locale) })}</p>
      <section class="section" aria-labelledby="yours">
        <h2 id="yours">{t("stories.collector.yours", { count: stories.length })}</h2>
        {stories.length > 0 && (
          <Table
            caption={t("stories.collector.yours", { count: stories.length })}
            hideCaption
            rows={stories}
            columns={[
              { label: t("stories.column.beginning"), heading: true, cell: (row) => <bdi>{row.beginning || "–"}</bdi> },
              { label: t("stories.filter.language"), cell: (row) => row.language && languageName(row.language, locale) },
              { label: t("stories.column.received"), cell: (row) => day(row.receivedAt, locale) },
              { label: t("stories.column.state"), cell: (row) => t.dynamic(`stories.state.${row.state}`) },
              {
                label: t("stories.column.do"),
                cell: (row) =>
                  row.state !== "withdrawn" && (
                    <form method="post" action={`${c.req.path}/retirer?langue=${locale}`} class="inline-form">
                      <input type="hidden" name="story" value={row.id} />
                      <button type="submit" class="quiet">
                        {t("stories.own.withdrawDo")}
                        <Of t={t}>{row.beginning}</Of>
                      </button>
                    </form>
                  ),
              },
            ]}
          />
        )}
      </section>
      <section class="section" aria-labelledby="new">
        <h2 id="new">{t("stories.collector.new")}</h2>
        <form
          id={fieldId("form")}
          method="post"
          action={`${c.req.path}?langue=${locale}`}
          enctype="multipart/form-data"
          class="story-form"
          novalidate
        >
          <Summary form={{ ...given, t }} />
          <StoryFields form={{ ...given, t }} data={given.data} />
          <p class="actions">
            <button type="submit">{t("stories.tell.send")}</button>
          </p>
        </form>
      </section>
    </PublicLayout>
  );
};
