import type { FC } from "hono/jsx";
import { recordId } from "../../register/record/fields.ts";
import { historyOf } from "../../register/record/history.ts";
import type { Outcome } from "../../register/story/actions.ts";
import { citiesOf, storyThemes } from "../../register/story/collector-store.ts";
import { addShortened, addTranslation, confirmGuardian, describeStory, moveStory, openMoves } from "../../register/story/moderate.ts";
import { aboutForm, isMinor, shortenedForm, translationForm } from "../../register/story/rules.ts";
import { consentsOf, contactOf, findStory, wordingsOf } from "../../register/story/store.ts";
import { day } from "../../ui/format.ts";
import { href } from "../../ui/paths.ts";
import { DemoBadge } from "../../ui/status.tsx";
import { plain } from "../../ui/text.tsx";
import type { OfficeContext } from "../env.ts";
import { done, doneNotice } from "../funding/refusal.tsx";
import { FoldedForm, type Given, readSmallForm } from "../funding/small-form.tsx";
import { OfficeLayout } from "../layout.tsx";
import { AboutStory, type StoryData, Wordings } from "./parts.tsx";

const PATH = "/bureau/recits";

/** One story as the desk has it: every wording, what was consented to, and what may be done now. */
export async function storyOfDesk(c: OfficeContext, given?: Given): Promise<Response> {
  const { db } = c.get("services");
  const id = recordId.safeParse(c.req.param("id"));
  const story = id.success ? await findStory(db, id.data) : undefined;
  if (!story) return c.notFound();
  const data = {
    story,
    wordings: await wordingsOf(db, story.id),
    consents: await consentsOf(db, story.id),
    contact: await contactOf(db, story.id),
    history: await historyOf(db, "story", story.id),
    cities: await citiesOf(db, story.project),
    themes: await storyThemes(db),
  };
  return c.html(<StoryOfDesk c={c} data={data} given={given} />, given ? 422 : 200);
}

export async function moderate(c: OfficeContext): Promise<Response> {
  const { db, mail, baseUrl, content } = c.get("services");
  const [by, id] = [c.get("officer"), c.req.param("id") ?? ""];
  const sent = await readSmallForm(c);
  const acts: Record<string, () => Promise<Outcome>> = {
    translate: () => addTranslation(db, id, sent.input(translationForm), by),
    shorten: () => addShortened(db, id, sent.input(shortenedForm), by),
    about: () => describeStory(db, id, sent.input(aboutForm), by),
    guardian: () => confirmGuardian(db, id, by),
  };
  const result = await (acts[sent.act] ?? (() => moveStory(db, { secret: mail.secret, baseUrl }, id, sent.act, by, sent.one("reason"))))();
  if (!result.ok) return storyOfDesk(c, { form: sent.act, values: sent.values, refusal: result });
  await content.touch();
  return c.redirect(`${PATH}/${id}?fait=${sent.act}`, 303);
}

const StoryOfDesk: FC<{ c: OfficeContext; data: StoryData; given: Given | undefined }> = ({ c, data, given }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { story, wordings, cities, themes } = data;
  const told = wordings.findLast(({ role }) => role === "original" || role === "correction");
  const title = told?.title ?? told?.words.slice(0, 60) ?? t("stories.office.erased");
  const moves = openMoves(story, c.get("officer"));
  const refusal = given?.refusal && !["translate", "shorten", "about"].includes(given.form) ? given.refusal.reason : undefined;
  const options = {
    "reference partner": cities.map((one) => ({ value: one.id, label: plain(one.name, locale) })),
    "terms story-theme": themes.map((one) => ({ value: one.code, label: plain(one.name, locale) })),
  };
  return (
    <OfficeLayout c={c} title={title} notice={doneNotice(c, `stories.office.done.${done(c)}`)}>
      <p>
        <a href={PATH}>{t("stories.office.title")}</a>
      </p>
      <h1>
        <bdi>{title}</bdi>
      </h1>
      <p class="record-bar">
        <strong>{t.dynamic(`stories.state.${story.state}`)}</strong> <DemoBadge demo={story.demo} t={t} />
        {isMinor(story.ageBand) && <strong class="problem">{t("stories.office.minor.rules")}</strong>}
        {story.state === "published" && <a href={href(locale, "story", { id: story.id })}>{t("stories.own.read")}</a>}
      </p>
      {refusal && (
        <p class="error-summary" role="alert">
          {t.dynamic(`stories.blocked.${refusal}`)}
        </p>
      )}
      <section class="moves" aria-labelledby="next">
        <h2 id="next">{t("grants.next")}</h2>
        {isMinor(story.ageBand) && !story.guardianCheckedAt && story.state !== "withdrawn" && (
          <form method="post" class="move">
            <p>{t("stories.office.guardianText")}</p>
            <p>
              <button type="submit" name="do" value="guardian">
                {t("stories.office.guardian")}
              </button>
            </p>
          </form>
        )}
        {moves.map((move) => (
          <Move c={c} move={move} />
        ))}
        {moves.length === 0 && <p class="muted">{t("stories.office.noMove")}</p>}
      </section>
      <Wordings c={c} wordings={wordings} />
      <AboutStory c={c} data={data} />
      {told && story.state !== "withdrawn" && (
        <section class="section" aria-labelledby="work">
          <h2 id="work">{t("stories.office.work")}</h2>
          <FoldedForm
            title={t("stories.office.translate")}
            c={c}
            name="translate"
            kind={translationForm}
            submit={t("stories.office.keep")}
            given={given}
            note={t("stories.form.tagHint")}
          />
          <FoldedForm
            title={t("stories.office.shorten")}
            c={c}
            name="shorten"
            kind={shortenedForm}
            submit={t("stories.office.keep")}
            given={given}
            initial={{ title: told.title, words: told.words }}
            note={t("stories.office.shortenText")}
          />
          <FoldedForm
            title={t("stories.office.about")}
            c={c}
            name="about"
            kind={aboutForm}
            submit={t("stories.office.keep")}
            given={given}
            initial={{ ...story }}
            options={options}
          />
        </section>
      )}
      <section class="section" aria-labelledby="history">
        <h2 id="history">{t("stories.office.history")}</h2>
        <ul>
          {data.history.map((entry) => (
            <li>
              {day(entry.at, locale)}
              {t("space.colon")} {t.dynamic(`stories.act.${entry.action}`)}, {entry.actorName}
            </li>
          ))}
        </ul>
      </section>
    </OfficeLayout>
  );
};

/** A move of the table as a button; with its reason where one is asked; why not, beside one that may not be made yet. */
const Move: FC<{ c: OfficeContext; move: { name: string; reason: boolean; blocked: string | undefined } }> = ({ c, move }) => {
  const t = c.get("t");
  const label = t.dynamic(`stories.move.${move.name}`);
  if (move.blocked)
    return (
      <p class="move blocked">
        <button type="button" disabled class="quiet">
          {label}
        </button>{" "}
        <span class="muted">{t.dynamic(`stories.blocked.${move.blocked}`)}</span>
      </p>
    );
  return (
    <form method="post" class="move">
      {move.reason && (
        <div class="form-field">
          <label for={`reason-${move.name}`}>{t("stories.office.reason")}</label>
          <textarea id={`reason-${move.name}`} name="reason" rows={3} required />
        </div>
      )}
      <p>
        <button type="submit" name="do" value={move.name} class={move.reason ? "quiet" : undefined}>
          {label}
        </button>
      </p>
    </form>
  );
};
