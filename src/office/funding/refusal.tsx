import type { Child, FC } from "hono/jsx";
import type { Refusal } from "../../funding/acts.ts";
import { problemText } from "../../ui/forms/context.ts";
import type { OfficeContext } from "../env.ts";

/** Why an act was not done, in words. */
export function refusalText(c: OfficeContext, refusal: Refusal): string {
  const t = c.get("t");
  const key = `refusal.${refusal.reason}`;
  return t.dynamic(t.has(key) ? key : "refusal.other", refusal.values);
}

/** Why an act was not done: one sentence, or each problem with its field. `where` names a path in words. */
export const RefusalNotice: FC<{ c: OfficeContext; refusal: Refusal | undefined; before?: Child; where?: (path: string) => string }> = ({
  c,
  refusal,
  before,
  where = () => "",
}) => {
  if (!refusal) return <></>;
  const t = c.get("t");
  return (
    <div class="error-summary" role="alert" tabindex={-1} autofocus>
      {refusal.problems ? (
        <ul>
          {refusal.problems.map((problem) => (
            <li>
              {before}
              {where(problem.path)}
              {problemText(t, problem)}
            </li>
          ))}
        </ul>
      ) : (
        <p>
          {before}
          {refusal.values?.file && <strong>{`${refusal.values.file}${t("common.colon")} `}</strong>}
          {refusalText(c, refusal)}
        </p>
      )}
    </div>
  );
};

/** The act that a form led here from: "?fait=piece". */
export const done = (c: OfficeContext): string => c.req.query("fait") ?? "";

/** What was just done, in words, where there are any: "instruction.done.piece". `n` of the address is its {count}. */
export function doneNotice(c: OfficeContext, key: string): string | undefined {
  const t = c.get("t");
  return t.has(key) ? t.dynamic(key, { count: Number(c.req.query("n") ?? 0) || 0 }) : undefined;
}
