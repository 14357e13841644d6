import type { FC } from "hono/jsx";
import { acceptedBy } from "../../platform/intake/rules.ts";
import type { Localised } from "../../platform/localised.ts";
import type { City } from "../../register/story/collector-store.ts";
import { languageName, offered } from "../../register/story/languages.ts";
import { ageBands, CONSENT_VERSION, contributors, MAX_WORDS, nameKinds, natures, scopes } from "../../register/story/rules.ts";
import { plain } from "../../ui/text.tsx";
import { Area, Choices, Choose, Line, type StoryFormState, Tick, typed } from "./controls.tsx";

/** What the form lets one choose from, and the picture that it keeps while the rest is mended. */
export interface FormData {
  cities: City[];
  themes: { code: string; name: Localised }[];
  issued: string;
  kept?: { sha256: string; mark: string } | undefined;
  /** A partner city's own form: its city is known, and it holds the consent. */
  collected: boolean;
}

/** The languages that are offered: in their own name, those of the page first by theirs. */
const languageOptions = (locale: string) =>
  offered
    .map((tag) => ({ value: tag, label: `${languageName(tag)} (${languageName(tag, locale)})`, name: languageName(tag, locale) }))
    .sort((a, b) => a.name.localeCompare(b.name, locale));

/** The language, by name or, for one that is not offered, by its tag. */
export const LanguageField: FC<{ form: StoryFormState }> = ({ form }) => {
  const { t } = form;
  const known = typed(form, "language");
  const options = [...languageOptions(t.locale), { value: "other", label: t("stories.form.otherLanguage") }];
  const stray = known !== "" && !options.some(({ value }) => value === known) ? [{ value: known, label: known }] : [];
  return (
    <div class="form-pair">
      <Choose form={form} name="language" must empty="" options={[...stray, ...options]} />
      <Line form={form} name="otherLanguage" max={35} hint={t("stories.form.tagHint")} />
    </div>
  );
};

export const WordsFields: FC<{ form: StoryFormState }> = ({ form }) => (
  <>
    <LanguageField form={form} />
    <Line form={form} name="title" max={160} hint={form.t("stories.form.titleHint")} />
    <Area form={form} name="words" must rows={12} max={MAX_WORDS} hint={form.t("stories.form.wordsHint", { maximum: MAX_WORDS })} />
  </>
);

export const StoryFields: FC<{ form: StoryFormState; data: FormData }> = ({ form, data }) => {
  const { t } = form;
  const options = (field: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: t.dynamic(`choice.story.${field}.${value}`) }));
  return (
    <>
      <fieldset class="form-part">
        <legend>{t("stories.form.story")}</legend>
        <Choices form={form} name="nature" must type="radio" options={options("nature", natures)} />
        <WordsFields form={form} />
        <div class="form-pair">
          <Line form={form} name="yearFrom" max={4} numeric hint={t("stories.form.yearsHint")} />
          <Line form={form} name="yearTo" max={4} numeric />
        </div>
        {data.themes.length > 0 && (
          <Choices
            form={form}
            name="themes"
            type="checkbox"
            options={data.themes.map(({ code, name }) => ({ value: code, label: plain(name, t.locale) }))}
          />
        )}
      </fieldset>
      <fieldset class="form-part">
        <legend>{t(data.collected ? "stories.form.them" : "stories.form.you")}</legend>
        <div class="form-pair">
          {!data.collected && (
            <Choose
              form={form}
              name="partner"
              empty={t("stories.form.elsewhere")}
              options={data.cities.map(({ id, name }) => ({ value: id, label: plain(name, t.locale) }))}
            />
          )}
          <Line form={form} name="neighbourhood" max={120} />
        </div>
        <Choose form={form} name="contributor" empty={t("stories.form.unsaid")} options={options("contributor", contributors)} />
        <Choices form={form} name="nameKind" must type="radio" options={options("nameKind", nameKinds)} hint={t("stories.form.nameHint")} />
        <Line form={form} name="displayName" max={60} />
        <Choices form={form} name="ageBand" must type="radio" options={options("ageBand", ageBands)} hint={t("stories.form.ageHint")} />
        <div class="form-aside">
          <p class="hint">{t("stories.form.minorText")}</p>
          <Line form={form} name="guardianName" max={120} />
          <Line form={form} name="guardianContact" max={200} hint={t("stories.form.guardianHint")} />
        </div>
      </fieldset>
      <PictureFields form={form} data={data} />
      <ConsentFields form={form} data={data} />
      {!data.collected && (
        <fieldset class="form-part">
          <legend>{t("stories.form.contact")}</legend>
          <Line form={form} name="email" type="email" max={200} autocomplete="email" hint={t("stories.form.emailHint")} />
        </fieldset>
      )}
      {/* Programs fill in what they find; people do not see it. */}
      <div class="form-trap" aria-hidden="true">
        <label for="f-website">{t("stories.form.trap")}</label>
        <input id="f-website" name="website" type="text" value={typed(form, "website")} tabindex={-1} autocomplete="off" />
      </div>
      <input type="hidden" name="form" value={data.issued} />
    </>
  );
};

const PictureFields: FC<{ form: StoryFormState; data: FormData }> = ({ form, data: { kept } }) => {
  const { t } = form;
  return (
    <fieldset class="form-part">
      <legend>{t("stories.form.picture")}</legend>
      <div class="form-field">
        <label for="f-picture">
          {t("field.story.picture")}
          <span class="hint"> {t("space.optional")}</span>
        </label>
        <span class="hint" id="f-picture-hint">
          {t("stories.form.pictureHint")}
        </span>
        {kept && (
          <>
            <span>{t("stories.form.pictureKept")}</span>
            <input type="hidden" name="kept" value={kept.sha256} />
            <input type="hidden" name="keptMark" value={kept.mark} />
          </>
        )}
        <input id="f-picture" name="picture" type="file" accept={acceptedBy("portrait")} aria-describedby="f-picture-hint" />
        {form.problems
          .filter(({ path }) => path === "picture")
          .map((problem) => (
            <p class="problem">{t.dynamic(`problem.${problem.code}`, problem.values)}</p>
          ))}
      </div>
      <Line form={form} name="pictureAlt" max={300} hint={t("stories.form.altHint")} />
      <Line form={form} name="pictureCredit" max={120} />
    </fieldset>
  );
};

export const ScopeField: FC<{ form: StoryFormState }> = ({ form }) => (
  <Choices
    form={form}
    name="scopes"
    must
    type="checkbox"
    hint={form.t("stories.form.scopesHint")}
    options={scopes.map((scope) => ({ value: scope, label: form.t.dynamic(`stories.consent.scope.${scope}`) }))}
  />
);

const ConsentFields: FC<{ form: StoryFormState; data: FormData }> = ({ form, data: { collected } }) => {
  const { t } = form;
  return (
    <fieldset class="form-part">
      <legend>{t("stories.form.consent")}</legend>
      <div class="form-consent">
        {["who", "moderated", "free", "kept"].map((part) => (
          <p>{t.dynamic(`stories.consent.${part}`)}</p>
        ))}
        <p class="meta">{t("stories.consent.version", { version: CONSENT_VERSION })}</p>
      </div>
      <ScopeField form={form} />
      {collected && (
        <>
          <Line form={form} name="consentOn" must type="date" max={10} />
          <Line form={form} name="evidence" must max={400} hint={t("stories.form.evidenceHint")} />
        </>
      )}
      <Tick form={form} name="agreed" label={t(collected ? "stories.consent.collected" : "stories.consent.agree")} />
    </fieldset>
  );
};
