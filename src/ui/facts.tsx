import type { Child, FC } from "hono/jsx";

/** Labels and values; those without a value are left out, and the whole when none is left. */
export const Facts: FC<{ facts: [label: Child, value: Child | undefined | null | false][]; class?: string }> = ({
  facts,
  class: className,
}) => {
  const known = facts.filter(
    ([, value]) =>
      value !== undefined && value !== null && value !== false && value !== "" && !(Array.isArray(value) && value.length === 0),
  );
  if (known.length === 0) return <></>;
  return (
    <dl class={className ? `facts ${className}` : "facts"}>
      {known.map(([label, value]) => (
        <div>
          <dt>{label}</dt>
          <dd>{value as Child}</dd>
        </div>
      ))}
    </dl>
  );
};
