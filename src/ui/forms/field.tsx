import type { Child, FC, PropsWithChildren } from "hono/jsx";

interface Said {
  id: string;
  hint?: Child;
  /** What is wrong with it, in words: told with the field. */
  problem?: Child;
}

/** What a control says of itself: its hint, and what is wrong with it. */
export const describedBy = ({ id, hint, problem }: Said) => ({
  "aria-describedby": [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ") || undefined,
  "aria-invalid": problem ? ("true" as const) : undefined,
});

/** A label, a hint, what is wrong, and one control under them: the controls of a row stand on one line, whatever is said above. */
export const FieldFrame: FC<PropsWithChildren<Said & { label: Child; class?: string }>> = ({
  id,
  label,
  hint,
  problem,
  class: className,
  children,
}) => (
  <div class={className ? `form-field ${className}` : "form-field"}>
    <label for={id}>{label}</label>
    <FieldHint id={id} hint={hint} />
    <FieldProblem id={id} problem={problem} />
    {children}
  </div>
);

export const FieldHint: FC<Pick<Said, "id" | "hint">> = ({ id, hint }) =>
  hint ? (
    <span class="hint" id={`${id}-hint`}>
      {hint}
    </span>
  ) : null;

export const FieldProblem: FC<Pick<Said, "id" | "problem">> = ({ id, problem }) =>
  problem ? (
    <p class="problem" id={`${id}-problem`}>
      {problem}
    </p>
  ) : null;
