import type { FC } from "hono/jsx";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { termOf } from "../../platform/retention/terms.ts";
import { oneOf, readForm } from "../../platform/web/form-data.ts";
import { changeScopes, correctStory, type Outcome, ownWordings, readOwn, withdrawStory } from "../../register/story/actions.ts";
import { languageName } from "../../register/story/languages.ts";
import { correctionForm, scopesForm } from "../../register/story/rules.ts";
import { mayCorrect } from "../../register/story/states.ts";
import { consentsOf, type StoryRow } from "../../register/story/store.ts";
import { Facts } from "../../ui/facts.tsx";
import { day } from "../../ui/format.ts";
import { PublicLayout } from "../../ui/layout.tsx";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { type StoryFormState, Summary } from "./controls.tsx";
import { ScopeField, WordsFields } from "./form-fields.tsx";
import { inEachLanguage, Paragraphs, Told } from "./parts.tsx";
import { inputOf } from "./receive.ts";

interface Given {
  act: string;
  form: StoryFormState;
  reason?: string | undefined;
}

/** The teller's own page, by the secret in its address: what was told, where it stands, and the ways to mend it or take it back. */
export async function ownPage(c: PageContext, given?: Given): Promise<Response> {
  const { db } = c.get("services");
  const story = await readOwn(db, c.req.param("token") ?? "");
  if (!story) return c.notFound() as Response;
  const [{ told }, consents] = [await ownWordings(db, story.id), await consentsOf(db, story.id)];
  const status: ContentfulStatusCode = given ? 422 : 200;
  return c.html(<OwnPage c={c} story={story} told={told} consents={consents} given={given} />, status);
}

export async function ownAct(c: PageContext): Promise<Response> {
  const { db, content } = c.get("services");
  const token = c.req.param("token") ?? "";
  const { values } = await readForm(c);
  const act = oneOf(values, "do");
  const result: Outcome =
    act === "withdraw"
      ? await withdrawStory(db, token)
      : act === "correct"
        ? await correctStory(db, token, inputOf(correctionForm, values))
        : await changeScopes(db, token, inputOf(scopesForm, values));
  if (result.ok) {
    await content.touch();
    return c.redirect(`${c.req.path}?langue=${c.get("locale")}&fait=${act === "withdraw" || act === "correct" ? act : "scopes"}`, 303);
  }
  if (result.reason === "not_found") return c.notFound() as Response;
  return ownPage(c, { act, form: { t: c.get("t"), values, problems: result.problems ?? [] }, reason: result.reason });
}

type Props = {
  c: PageContext;
  story: StoryRow;
  told: Awaited<ReturnType<typeof ownWordings>>["told"];
  consents: Awaited<ReturnType<typeof consentsOf>>;
  given: Given | undefined;
};

const OwnPage: FC<Props> = ({ c, story, told, consents, given }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const gone = story.state === "withdrawn";
  const done = c.req.query("fait") ?? "";
  const received = c.req.query("recu");
  const own = c.get("services").baseUrl + c.req.path;
  return (
    <PublicLayout c={c} meta={{ title: t("stories.own.title"), noindex: true, alternates: inEachLanguage(c), sheet: "stories" }}>
      <article class="article">
        <h1>{t(received && !gone ? "stories.own.thanks" : "stories.own.title")}</h1>
        {["withdraw", "correct", "scopes"].includes(done) && (
          <p class="notice" role="status">
            {t.dynamic(`stories.own.done.${done}`, { days: termOf("story_withdrawn").count })}
          </p>
        )}
        {given?.reason === "state" && (
          <p class="error-summary" role="alert">
            {t("stories.own.state")}
          </p>
        )}
        <Facts facts={[[t("stories.own.where"), <strong>{t.dynamic(`stories.state.${story.state}`)}</strong>]]} />
        <p>{t.dynamic(`stories.own.text.${story.state}`, { days: termOf("story_withdrawn").count })}</p>
        {story.state === "refused" && story.reason && <blockquote>{story.reason}</blockquote>}
        {story.state === "published" && (
          <p>
            <a href={href(locale, "story", { id: story.id })}>{t("stories.own.read")}</a>
          </p>
        )}
        {!gone && (
          <div class="story-link">
            <p>
              <strong>{t("stories.own.keep")}</strong>
            </p>
            <p>
              <a href={own} class="long-word">
                {own}
              </a>
            </p>
            <p class="hint">{t(received === "deja" ? "stories.own.again" : "stories.own.keepText")}</p>
          </div>
        )}
        {told && (
          <section class="section" aria-labelledby="told">
            <h2 id="told">{t("stories.own.told")}</h2>
            <Told language={told.language} class="story-words">
              {told.title && (
                <p>
                  <strong>{told.title}</strong>
                </p>
              )}
              <Paragraphs words={told.words} />
            </Told>
            <p class="meta">{languageName(told.language, locale)}</p>
          </section>
        )}
        {!gone && <Ways c={c} story={story} told={told} given={given} />}
        {consents.length > 0 && (
          <section class="section" aria-labelledby="consents">
            <h2 id="consents">{t("stories.own.consents")}</h2>
            <ul>
              {consents.map((consent) => (
                <li>
                  {day(consent.madeAt, locale)}
                  {t("space.colon")}{" "}
                  {consent.scopes.length === 0
                    ? t("stories.own.takenBack")
                    : consent.scopes.map((scope) => t.dynamic(`stories.use.${scope}`)).join(", ")}{" "}
                  <span class="meta">({t("stories.consent.version", { version: consent.version })})</span>
                </li>
              ))}
            </ul>
          </section>
        )}
      </article>
    </PublicLayout>
  );
};

const Ways: FC<Omit<Props, "consents">> = ({ c, story, told, given }) => {
  const t = c.get("t");
  const formOf = (act: string, values: StoryFormState["values"]): StoryFormState =>
    given?.act === act ? given.form : { t, values, problems: [] };
  const correct = formOf("correct", { language: [told?.language ?? ""], title: [told?.title ?? ""], words: [told?.words ?? ""] });
  const scopes = formOf("scopes", { scopes: story.scopes });
  return (
    <section class="section" aria-labelledby="ways">
      <h2 id="ways">{t("stories.own.ways")}</h2>
      {mayCorrect(story.state) && (
        <details class="story-way" open={given?.act === "correct"}>
          <summary>{t("stories.own.correct")}</summary>
          <form method="post" class="story-form" novalidate>
            <Summary form={correct} />
            <p class="hint">{t("stories.own.correctText")}</p>
            <WordsFields form={correct} />
            <p>
              <button type="submit" name="do" value="correct">
                {t("stories.own.correctDo")}
              </button>
            </p>
          </form>
        </details>
      )}
      <details class="story-way" open={given?.act === "scopes"}>
        <summary>{t("stories.own.scopes")}</summary>
        <form method="post" class="story-form" novalidate>
          <Summary form={scopes} />
          <ScopeField form={scopes} />
          <p>
            <button type="submit" name="do" value="scopes">
              {t("stories.own.scopesDo")}
            </button>
          </p>
        </form>
      </details>
      <details class="story-way">
        <summary>{t("stories.own.withdraw")}</summary>
        <form method="post" class="story-form">
          <p>{t("stories.own.withdrawText", { days: termOf("story_withdrawn").count })}</p>
          <p>
            <button type="submit" name="do" value="withdraw">
              {t("stories.own.withdrawDo")}
            </button>
          </p>
        </form>
      </details>
    </section>
  );
};
