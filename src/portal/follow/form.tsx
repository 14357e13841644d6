import type { FC } from "hono/jsx";
import { rhythms, type Topic, topicKey, type ValuedType, valuedTypes, wholeTypes } from "../../follow/rules.ts";
import type { NamedTopic } from "../../follow/topic-store.ts";
import { type Locale, languages } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import type { Problem } from "../../register/record/kind.ts";
import type { PageContext } from "../../ui/page.ts";
import { plain } from "../../ui/text.tsx";

/** What the form holds: what was typed, or what is chosen already. */
export interface FollowValues {
  email?: string | undefined;
  topics: readonly Topic[];
  rhythm: string;
  alerts: boolean;
  locale: string;
}

interface Props {
  c: PageContext;
  action: string;
  values: FollowValues;
  offered: readonly NamedTopic[];
  problems?: readonly Problem[];
  /** The address is asked for once. */
  withEmail?: boolean;
  submit: string;
}

/** What to follow, how often, in which language. */
export const FollowForm: FC<Props> = ({ c, action, values, offered, problems = [], withEmail = false, submit }) => {
  const t = c.get("t");
  const chosen = new Set(values.topics.map(topicKey));
  const of = (path: string) => problems.filter((problem) => problem.path === path);
  return (
    <form method="post" action={action} class="follow-form">
      {problems.length > 0 && <Summary c={c} problems={problems} />}
      {withEmail && (
        <div class="follow-field">
          <label for="f-email">{t("follow.email")}</label>
          <span class="meta" id="f-email-hint">
            {t("follow.emailHint")}
          </span>
          <Problems c={c} path="email" problems={of("email")} />
          <input
            id="f-email"
            name="email"
            type="email"
            required
            autocomplete="email"
            maxlength={200}
            value={values.email ?? ""}
            aria-describedby={["f-email-hint", of("email").length > 0 && "f-email-problem"].filter(Boolean).join(" ")}
            aria-invalid={of("email").length > 0 ? "true" : undefined}
          />
        </div>
      )}
      <fieldset id="f-topics" tabindex={-1}>
        <legend>{t("follow.topics")}</legend>
        <Problems c={c} path="topics" problems={of("topics")} />
        {wholeTypes.map((type) => (
          <label>
            <input type="checkbox" name={type} value="1" checked={chosen.has(topicKey({ type, value: "" }))} />{" "}
            <span>{t(`follow.topic.${type}`)}</span>
          </label>
        ))}
        {valuedTypes.map((type) => (
          <Choices c={c} type={type} offered={offered} chosen={chosen} />
        ))}
      </fieldset>
      <fieldset>
        <legend>{t("follow.rhythm")}</legend>
        {rhythms.map((rhythm) => (
          <label>
            <input type="radio" name="rhythm" value={rhythm} checked={values.rhythm === rhythm} />{" "}
            <span>{t(`follow.rhythm.${rhythm}`)}</span>
          </label>
        ))}
        <label>
          <input type="checkbox" name="alerts" value="1" checked={values.alerts} /> <span>{t("follow.alerts")}</span>
        </label>
      </fieldset>
      <fieldset>
        <legend>{t("follow.language")}</legend>
        {languages.map((one) => (
          <label>
            <input type="radio" name="locale" value={one} checked={values.locale === one} />{" "}
            <span lang={one}>{translator(one)("common.language")}</span>
          </label>
        ))}
      </fieldset>
      <p class="actions">
        <button type="submit">{submit}</button>
      </p>
    </form>
  );
};

/** The topics of one type, folded away until one of them is chosen. */
const Choices: FC<{ c: PageContext; type: ValuedType; offered: readonly NamedTopic[]; chosen: ReadonlySet<string> }> = ({
  c,
  type,
  offered,
  chosen,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const label = (one: NamedTopic) => plain(one.name, locale) || one.value;
  const own = offered.filter((one) => one.type === type);
  // Themes keep the order of their vocabulary.
  const options = type === "theme" ? own : own.toSorted((a, b) => label(a).localeCompare(label(b), locale));
  if (options.length === 0) return <></>;
  const n = options.filter((one) => chosen.has(topicKey(one))).length;
  return (
    <details class="checks" open={n > 0}>
      <summary>
        {t(`follow.type.${type}`)}
        {n > 0 && ` (${n})`}
      </summary>
      <fieldset>
        <legend class="visually-hidden">{t(`follow.type.${type}`)}</legend>
        {options.map((one) => (
          <label>
            <input type="checkbox" name={type} value={one.value} checked={chosen.has(topicKey(one))} /> <span>{label(one)}</span>
          </label>
        ))}
      </fieldset>
    </details>
  );
};

const Summary: FC<{ c: PageContext; problems: readonly Problem[] }> = ({ c, problems }) => (
  <div class="follow-problems" role="alert">
    <p>
      <strong>{c.get("t")("follow.wrong")}</strong>
    </p>
    <ul>
      {problems.map((problem) => (
        <li>
          <a href={`#f-${problem.path}`}>{wordsOf(c, problem)}</a>
        </li>
      ))}
    </ul>
  </div>
);

const Problems: FC<{ c: PageContext; path: string; problems: readonly Problem[] }> = ({ c, path, problems }) =>
  problems.length > 0 ? (
    <p class="follow-problem" id={`f-${path}-problem`}>
      {problems.map((problem) => wordsOf(c, problem)).join(" ")}
    </p>
  ) : (
    <></>
  );

function wordsOf(c: PageContext, { path, code, values }: Problem): string {
  const t = c.get("t");
  const own = `follow.problem.${path}.${code}`;
  return t.dynamic(t.has(own) ? own : `follow.problem.${code}`, values);
}

/** A form as it begins: what an address names, the usual rhythm, the language of the page. */
export const startValues = (locale: Locale, topics: readonly Topic[]): FollowValues => ({
  topics,
  rhythm: "weekly",
  alerts: topics.some(({ type }) => type === "calls" || type === "call"),
  locale,
});
