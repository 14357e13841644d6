import type { FC } from "hono/jsx";
import { type FormTexts, readForm } from "../platform/web/form-data.ts";
import type { Door, IdentityContext } from "./door.ts";

const MARK = "_resent.";
/** In bytes: the longest form that is kept while its sender shows who they are. */
export const MAX_GIVEN_BACK = 2 * 1024 * 1024;
/** What is never written into a page. */
const SECRET = new Set(["password", "current", "code", "credential"]);

/** What a form was sending when its sender had first to show who they are, marked for the form that asks it of them. */
export async function sentBefore(c: IdentityContext): Promise<FormTexts> {
  const length = Number(c.req.header("content-length") ?? Number.POSITIVE_INFINITY);
  const values = length <= MAX_GIVEN_BACK ? (await readForm(c)).values : {};
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => !SECRET.has(name))
      .map(([name, value]) => [name.startsWith(MARK) ? name : MARK + name, value]),
  );
}

/** The marked fields of a form, hidden in another. */
export const Kept: FC<{ values: FormTexts }> = ({ values }) => (
  <>
    {Object.entries(values).flatMap(([name, all]) =>
      name.startsWith(MARK) ? all.map((value) => <input type="hidden" name={name} value={value} />) : [],
    )}
  </>
);

/** What was being sent, as it was; undefined when nothing was. */
export function unmarked(values: FormTexts): FormTexts | undefined {
  const kept = Object.entries(values).flatMap(([name, value]) =>
    name.startsWith(MARK) ? [[name.slice(MARK.length), value] as const] : [],
  );
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

/** After showing who one is: what was being sent, ready to be sent, and nothing done without a click. */
export const SendAgain: FC<{ c: IdentityContext; door: Door; to: string; values: FormTexts }> = ({ c, door, to, values }) => {
  const t = c.get("t");
  return (
    <door.Frame c={c} title={t("office.again.title")}>
      <h1>{t("office.again.title")}</h1>
      <p>{t("office.again.text")}</p>
      <form method="post" action={to}>
        {Object.entries(values).flatMap(([name, all]) => all.map((value) => <input type="hidden" name={name} value={value} />))}
        <p>
          <button type="submit">{t("office.again.do")}</button>
        </p>
      </form>
    </door.Frame>
  );
};
