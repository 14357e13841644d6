import type { FC } from "hono/jsx";
import { sections } from "../../register/edition/fields.ts";
import type { Edition } from "../../register/edition/rules.ts";
import type { PageContext } from "../../ui/page.ts";
import { plain, Text } from "../../ui/text.tsx";

/** The questions of the form, section by section, so that an association can prepare its answers. */
export const Questions: FC<{ c: PageContext; edition: Edition }> = ({ c, edition }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <>
      {sections.map((section) => {
        const questions = edition.questions.filter((question) => question.section === section);
        if (questions.length === 0) return <></>;
        return (
          <details class="call-fold">
            <summary>
              {t.dynamic(`choice.edition.questions.section.${section}`)} ({t("calls.questions", { count: questions.length })})
            </summary>
            <ol>
              {questions.map((question) => (
                <li>
                  <Text value={question.label} locale={locale} />{" "}
                  <span class="meta">
                    {[
                      t.dynamic(`choice.edition.questions.type.${question.type}`),
                      question.maxWords !== null && t("calls.maxWords", { count: question.maxWords }),
                      !question.required && t("calls.optional"),
                      question.showIf !== null && t("calls.onlyIf", { answer: answerOf(c, edition, question.showIf, question.showValue) }),
                    ]
                      .filter(Boolean)
                      .join(" · ")}
                  </span>
                  {plain(question.help, locale) && (
                    <span class="definition">
                      <br />
                      <Text value={question.help} locale={locale} />
                    </span>
                  )}
                  <Options c={c} edition={edition} question={question.code} />
                </li>
              ))}
            </ol>
          </details>
        );
      })}
    </>
  );
};

const Options: FC<{ c: PageContext; edition: Edition; question: string }> = ({ c, edition, question }) => {
  const options = edition.options.filter((option) => option.question === question);
  if (options.length === 0) return <></>;
  return (
    <ul>
      {options.map(({ name }) => (
        <li>
          <Text value={name} locale={c.get("locale")} />
        </li>
      ))}
    </ul>
  );
};

/** "Oui" to "Un tarif est-il prévu ?", in the words of the form. */
function answerOf(c: PageContext, edition: Edition, question: string, value: string | null): string {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const asked = edition.questions.find(({ code }) => code === question);
  const option = edition.options.find((one) => one.question === question && one.code === value);
  const answer = option ? plain(option.name, locale) : value === "yes" ? t("common.yes") : value === "no" ? t("common.no") : (value ?? "");
  return `${plain(asked?.label ?? {}, locale)} → ${answer}`;
}

/** The lines of the project's budget, both sides. */
export const Budget: FC<{ c: PageContext; edition: Edition }> = ({ c, edition }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (edition.budgetLines.length === 0) return <></>;
  return (
    <details class="call-fold">
      <summary>{t("calls.budget", { count: edition.budgetLines.length })}</summary>
      <div class="call-sides">
        {(["expense", "resource"] as const).map((side) => (
          <div>
            <h3>{t(`calls.side.${side}`)}</h3>
            <ul>
              {edition.budgetLines
                .filter((line) => line.side === side)
                .map(({ account, name, inKind }) => (
                  <li>
                    {account && <span class="meta">{account} </span>}
                    <Text value={name} locale={locale} />
                    {inKind && <span class="meta"> ({t("calls.inKind")})</span>}
                  </li>
                ))}
            </ul>
          </div>
        ))}
      </div>
    </details>
  );
};
