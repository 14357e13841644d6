import type { FC } from "hono/jsx";
import { clientNetwork } from "../../platform/web/client-address.ts";
import { limits } from "../../platform/web/limits/rules.ts";
import { within } from "../../platform/web/limits/share.ts";
import { ownPath } from "../../register/story/actions.ts";
import { openCollection } from "../../register/story/collector-store.ts";
import { Breadcrumb } from "../../ui/breadcrumb.tsx";
import { Empty } from "../../ui/empty.tsx";
import { fieldId } from "../../ui/forms/context.ts";
import { PublicLayout } from "../../ui/layout.tsx";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { plain } from "../../ui/text.tsx";
import { Summary } from "./controls.tsx";
import { StoryFields } from "./form-fields.tsx";
import { blankForm, type Returned, receiveStory } from "./receive.ts";

export async function askForStory(c: PageContext) {
  const collection = await openCollection(c.get("services").db);
  if (!collection) return c.html(<Tell c={c} project={undefined} />);
  const data = await blankForm(c, collection.project, false);
  return c.html(<Tell c={c} project={collection} given={{ values: { nature: ["memory"] }, problems: [], data }} />);
}

export async function takeStory(c: PageContext) {
  const collection = await openCollection(c.get("services").db);
  if (!collection) return c.html(<Tell c={c} project={undefined} />, 409);
  const busy = !(await within(c, limits.story, clientNetwork(c)));
  const result = await receiveStory(c, collection.project, { busy });
  if (!result.ok && "data" in result) return c.html(<Tell c={c} project={collection} given={result} />, busy ? 429 : 422);
  if (!result.ok) return c.html(<Tell c={c} project={undefined} />, 409);
  return c.redirect(`${ownPath(result.token)}?langue=${c.get("locale")}&recu=${result.again ? "deja" : "1"}`, 303);
}

const Tell: FC<{ c: PageContext; project: Awaited<ReturnType<typeof openCollection>>; given?: Returned }> = ({ c, project, given }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const title = t("nav.storyShare");
  return (
    <PublicLayout c={c} meta={{ title, description: t("stories.tell.intro"), sheet: "stories" }}>
      <Breadcrumb c={c} steps={[{ label: t("nav.stories"), href: href(locale, "stories") }, { label: title }]} />
      <h1>{title}</h1>
      {project && given ? (
        <>
          <p class="lede">{t("stories.tell.intro")}</p>
          <p>{t("stories.tell.project", { project: plain(project.name, locale) })}</p>
          <form id={fieldId("form")} method="post" enctype="multipart/form-data" class="story-form" novalidate>
            <Summary form={{ ...given, t }} />
            <StoryFields form={{ ...given, t }} data={given.data} />
            <p class="actions">
              <button type="submit">{t("stories.tell.send")}</button>
            </p>
            <p class="hint">{t("stories.tell.after")}</p>
          </form>
        </>
      ) : (
        <Empty title={t("stories.tell.closed")}>
          <p>{t("stories.tell.closedText")}</p>
          <p>
            <a href={href(locale, "stories")}>{t("stories.all")}</a>
          </p>
        </Empty>
      )}
    </PublicLayout>
  );
};
