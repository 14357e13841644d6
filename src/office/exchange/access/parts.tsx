import type { Child, FC, PropsWithChildren } from "hono/jsx";
import type { Translator } from "../../../platform/i18n/messages.ts";
import { Of } from "../../../ui/of.tsx";
import type { OfficeContext } from "../../env.ts";

/** Asks once more before what cannot be undone. */
export const Sure: FC<
  PropsWithChildren<{ c: OfficeContext; action: string; act: string; label: string; hidden?: Record<string, string> }>
> = ({ c, action, act, label, hidden = {}, children }) => (
  <form method="post" action={action} class="error-summary" role="alert">
    <p>{children}</p>
    <Hidden values={hidden} />
    <p class="row-form">
      <button type="submit" name="do" value={act}>
        {label}
      </button>
      <a class="button quiet" href={action}>
        {c.get("t")("office.form.leave")}
      </a>
    </p>
  </form>
);

/** The one thing that may be done with a row: `of` says with which, to who hears the buttons one after another. */
export const RowAct: FC<{ t: Translator; action: string; act: string; label: string; of: string; hidden: Record<string, string> }> = ({
  t,
  action,
  act,
  label,
  of,
  hidden,
}) => (
  <form method="post" action={action} class="row-form">
    <Hidden values={hidden} />
    <button type="submit" name="do" value={act} class="quiet small">
      {label}
      <Of t={t}>{of}</Of>
    </button>
  </form>
);

const Hidden: FC<{ values: Record<string, string> }> = ({ values }) => (
  <>
    {Object.entries(values).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
  </>
);

/** What is shown once, when it is made: a key, a secret. */
export const ShownOnce: FC<{ value: string; label: string }> = ({ value, label }) => (
  <div class="notice" role="status">
    <p>{label}</p>
    <p>
      <code class="token">{value}</code>
    </p>
  </div>
);

interface FieldProps {
  name: string;
  hint?: string;
  problem?: string | undefined;
}

export interface Check {
  value: string;
  label: Child;
  note?: string;
}

/** Several of some choices, one a line. */
export const Checks: FC<FieldProps & { legend: string; chosen: readonly string[]; options: readonly Check[] }> = ({
  name,
  legend,
  hint,
  problem,
  chosen,
  options,
}) => (
  <fieldset class="access-checks" id={name}>
    <legend>{legend}</legend>
    {hint && <p class="hint">{hint}</p>}
    {problem && <p class="problem">{problem}</p>}
    {options.map(({ value, label, note }) => (
      <label>
        <input type="checkbox" name={name} value={value} checked={chosen.includes(value)} />
        <span>
          {label} {note && <code class="hint">{note}</code>}
        </span>
      </label>
    ))}
  </fieldset>
);
