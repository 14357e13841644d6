import type { FC } from "hono/jsx";
import { countWords, type Draft, isAsked } from "../../funding/application/content.ts";
import type { Edition } from "../../register/edition/rules.ts";
import { plain, Text } from "../../ui/text.tsx";
import type { SpaceContext } from "../env.ts";
import { AreaField, ChoiceField, type Form, type Option, TextField } from "../forms.tsx";
import type { SectionProps } from "./parts.tsx";

export const QuestionFields: FC<SectionProps> = ({ c, file: { edition }, draft, form }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const groups = Map.groupBy(edition.questions, ({ section }) => section);
  if (edition.questions.length === 0) return <p>{t("space.help.noQuestions")}</p>;
  return (
    <>
      {[...groups].map(([section, questions]) => (
        <section>
          <h2>{t.dynamic(`space.questions.${section}`)}</h2>
          {questions.map((question) => (
            <Question form={form} edition={edition} question={question} draft={draft} locale={locale} c={c} />
          ))}
        </section>
      ))}
    </>
  );
};

const Question: FC<{
  c: SpaceContext;
  form: Form;
  edition: Edition;
  question: Edition["questions"][number];
  draft: Draft;
  locale: string;
}> = ({ c, form, edition, question: { code, label, help, type, required, maxWords, showIf, showValue }, draft }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const answer = draft.answers[code];
  const value = Array.isArray(answer) ? "" : (answer ?? "");
  const helped = Object.keys(help).length > 0;
  const options: Option[] =
    type === "yes_no"
      ? [
          { value: "yes", label: t("common.yes") },
          { value: "no", label: t("common.no") },
        ]
      : edition.options
          .filter(({ question }) => question === code)
          .map((option) => ({ value: option.code, label: plain(option.name, locale) }));
  const common = {
    form,
    path: `answers.${code}`,
    label: <Text value={label} locale={locale} />,
    ...(helped ? { hint: <Text value={help} locale={locale} /> } : {}),
    ...(required ? {} : { required: false }),
  };
  const shown = isAsked(edition, draft.answers, code);
  const control =
    type === "long" ? (
      <AreaField {...common} value={value} rows={8} maxWords={maxWords} words={countWords(value)} />
    ) : type === "short" && maxWords !== null ? (
      <AreaField {...common} value={value} rows={2} maxWords={maxWords} words={countWords(value)} />
    ) : type === "choice" || type === "yes_no" ? (
      <ChoiceField {...common} type="radio" values={[value]} options={options} />
    ) : type === "choices" ? (
      <ChoiceField {...common} type="checkbox" values={Array.isArray(answer) ? answer : []} options={options} />
    ) : (
      <TextField
        {...common}
        value={value}
        type={type === "date" ? "date" : type === "url" ? "url" : "text"}
        {...(type === "number" || type === "money" ? { inputmode: "decimal" } : {})}
      />
    );
  // What hangs on an answer that is not given yet: shown apart, so that nobody has to come back for it.
  if (showIf === null) return control;
  const on = edition.questions.find((one) => one.code === showIf)!;
  const wanted =
    on.type === "yes_no"
      ? t(showValue === "yes" ? "common.yes" : "common.no")
      : plain(edition.options.find((one) => one.question === showIf && one.code === showValue)?.name ?? {}, locale);
  return (
    <details class="conditional" open={shown} data-show-if={`answers.${showIf}`} data-show-value={showValue}>
      <summary>{t("space.onlyIf", { question: plain(on.label, locale), answer: wanted })}</summary>
      {control}
    </details>
  );
};
