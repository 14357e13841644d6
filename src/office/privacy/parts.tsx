import type { FC } from "hono/jsx";
import type { Translator } from "../../platform/i18n/messages.ts";
import type { Term } from "../../platform/retention/rules.ts";
import type { Refusal } from "../../privacy/acts.ts";

export const termWords = (t: Translator, { unit, count }: Term): string => t(`retention.term.${unit}`, { count });

/** What is wrong with a field, in words: those of the field, else those of any. */
export function problemWords(t: Translator, path: string, code: string): string {
  const own = `privacy.problem.${path}.${code}`;
  return t.dynamic(t.has(own) ? own : `privacy.problem.${code}`);
}

/** The problems of a form, by field. */
export const problemsOf = (t: Translator, refusal: Refusal | undefined): Record<string, string> =>
  Object.fromEntries((refusal?.problems ?? []).map(({ path, code }) => [path, problemWords(t, path, code)]));

/** Why an act was refused, or the way to each field at fault. */
export const RefusedBox: FC<{ t: Translator; refusal?: Refusal | undefined }> = ({ t, refusal }) => {
  if (!refusal) return null;
  const problems = refusal.problems ?? [];
  return (
    <div class="error-summary" role="alert" tabindex={-1} autofocus>
      {problems.length === 0 ? (
        <p>{t.dynamic(`privacy.refusal.${refusal.reason}`)}</p>
      ) : (
        <ul>
          {problems.map(({ path, code }) => (
            <li>
              <a href={`#${path}`}>{problemWords(t, path, code)}</a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};
