import type { Child, FC } from "hono/jsx";

/** Words of a vocabulary, each a link to all that carries it. */
export const Tags: FC<{ tags: { label: Child; href?: string }[]; label?: string }> = ({ tags, label }) =>
  tags.length === 0 ? (
    <></>
  ) : (
    <ul class="tags" aria-label={label}>
      {tags.map((tag) => (
        <li>{tag.href ? <a href={tag.href}>{tag.label}</a> : tag.label}</li>
      ))}
    </ul>
  );
