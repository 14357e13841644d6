import type { FC } from "hono/jsx";
import { type FormContext, fieldId, placeOf, problemsAt, problemText } from "./context.ts";
import { FieldProblem } from "./field.tsx";

export const Problems: FC<{ form: FormContext; path: string }> = ({ form, path }) => (
  <FieldProblem
    id={fieldId(path)}
    problem={problemsAt(form, path)
      .map((problem) => problemText(form.t, problem))
      .join(" ")}
  />
);

/** All problems at once, each leading to its field. */
export const ErrorSummary: FC<{ form: FormContext }> = ({ form: { t, kind, problems } }) =>
  problems.length === 0 ? (
    <></>
  ) : (
    <div class="error-summary" role="alert" tabindex={-1} id="errors" autofocus>
      <h2>{t("office.form.errors", { count: problems.length })}</h2>
      <ul>
        {problems.map((problem) => (
          <li>
            <a href={`#${fieldId(problem.path || "name")}`}>
              {placeOf(t, kind, problem.path)}
              {problemText(t, problem)}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
