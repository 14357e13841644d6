import type { FC } from "hono/jsx";
import { may } from "../../../platform/accounts/rights.ts";
import type { ScdlResult } from "../../../publishing/scdl/import/actions.ts";
import { type Answers, type Question, REFUSE } from "../../../publishing/scdl/import/told.ts";
import { choiceWords, placeWords, questionWords } from "../../../publishing/scdl/import/words-of.ts";
import type { OfficeContext } from "../../env.ts";
import { OfficeLayout } from "../../layout.tsx";
import { Above } from "../above.tsx";
import { NumbersTable, Told } from "./told.tsx";
import { HERE } from "./upload-page.tsx";

/** What a person has chosen so far: it comes back with each page. */
export interface Choices {
  file: string;
  name: string;
  licence: string;
  answers: Answers;
  publish: boolean;
  allOrNothing: boolean;
}
type Read = Extract<ScdlResult, { ok: true }>;
/** `stopped`: what was to be written was not. `nothing`: there was nothing to write. */
type Turn = "read" | "stopped" | "nothing";

/** What a file would do, its questions with the answers given, and the yes. */
export const ReportPage: FC<{ c: OfficeContext; result: Read; choices: Choices; turn: Turn }> = ({ c, result, choices, turn }) => {
  const t = c.get("t");
  const { numbers, plan, stale } = result;
  const { report } = plan;
  const writing = numbers.created + numbers.changed;
  const out = report.refusedLines.length + report.waitingLines.length;
  return (
    <OfficeLayout c={c} title={t("scdl.title")}>
      <Above c={c} list={{ href: HERE, label: t("scdl.title") }} />
      <h1>{t("scdl.ready")}</h1>
      <p>
        <strong class="long-word">{choices.name}</strong>
      </p>
      {turn === "nothing" && <p class="notice">{t("scdl.nothingNew")}</p>}
      {turn === "stopped" && (
        <p class="error-summary" role="alert">
          {t(stale ? "scdl.stale" : "scdl.stopped")}
        </p>
      )}
      <NumbersTable c={c} numbers={numbers} />
      <form method="post" action={HERE}>
        <input type="hidden" name="file" value={choices.file} />
        <input type="hidden" name="name" value={choices.name} />
        <input type="hidden" name="licence" value={choices.licence} />
        <input type="hidden" name="digest" value={plan.digest} />
        {report.questions.length > 0 && (
          <section aria-labelledby="questions">
            <h2 id="questions">{t("scdl.questions", { count: report.questions.length })}</h2>
            <p>{t("scdl.questionsText")}</p>
            <div class="questions">
              {report.questions.map((question) => (
                <Asked c={c} question={question} answer={choices.answers[question.key]} />
              ))}
            </div>
          </section>
        )}
        <div class="scdl-ticks">
          {may(c.get("officer"), "record.publish") && <Tick name="publish" label={t("scdl.publish")} on={choices.publish} />}
          <Tick name="allOrNothing" label={t("scdl.allOrNothing")} on={choices.allOrNothing} />
        </div>
        {writing === 0 && <p>{t("scdl.nothingToDo")}</p>}
        <p class="row-form">
          {writing > 0 && (
            <button type="submit" name="do" value="write">
              {t("scdl.confirm", { count: writing })}
            </button>
          )}{" "}
          {report.questions.length > 0 && (
            <button type="submit" name="do" value="read" class={writing > 0 ? "quiet" : undefined}>
              {t("scdl.answerAgain")}
            </button>
          )}{" "}
          {out > 0 && (
            <button type="submit" name="do" value="refused" class="quiet">
              {t("scdl.refusedFile")}
            </button>
          )}{" "}
          <a class="button quiet" href={HERE}>
            {t("office.form.leave")}
          </a>
        </p>
        {out > 0 && <p class="hint">{t("scdl.refusedFileText")}</p>}
      </form>
      <Told c={c} report={report} />
    </OfficeLayout>
  );
};

const Tick: FC<{ name: string; label: string; on: boolean }> = ({ name, label, on }) => (
  <label class="tick">
    <input type="checkbox" name={name} value="1" checked={on} />
    <span>{label}</span>
  </label>
);

const Asked: FC<{ c: OfficeContext; question: Question; answer: string | undefined }> = ({ c, question, answer }) => {
  const t = c.get("t");
  const name = `answer.${question.key}`;
  const examples = question.examples.map((one) => `${placeWords(t, one)}${one.from ? ` « ${one.from} »` : ""}`).join(" ; ");
  const hint = (
    <p class="hint" id={`hint-${question.key}`}>
      {t("scdl.rowsAlike", { count: question.count, examples })}
    </p>
  );
  return (
    <fieldset class={answer ? "question answered" : "question"} aria-describedby={`hint-${question.key}`}>
      <legend>{questionWords(t, question)}</legend>
      {hint}
      {question.choices.length === 0 ? (
        <label class="wide">
          <span class="visually-hidden">{questionWords(t, question)}</span>
          <input type="text" name={name} value={answer ?? ""} maxlength={300} />
        </label>
      ) : (
        [...question.choices, REFUSE].map((choice) => (
          <label>
            <input type="radio" name={name} value={choice} checked={answer === choice} />
            <span>{choiceWords(t, question, choice)}</span>
          </label>
        ))
      )}
    </fieldset>
  );
};
