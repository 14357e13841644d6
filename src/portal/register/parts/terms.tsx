import type { FC } from "hono/jsx";
import type { Term } from "../../../register/record/parts-store.ts";
import type { PageContext } from "../../../ui/page.ts";
import { href } from "../../../ui/paths.ts";
import { Tags } from "../../../ui/tag.tsx";
import { Text } from "../../../ui/text.tsx";

/** The themes of a record, each a link to the list of what bears it. */
export const ThemeTags: FC<{ c: PageContext; themes: Term[]; page?: "projects" | "networks" | "occasions" }> = ({
  c,
  themes,
  page = "projects",
}) => {
  const locale = c.get("locale");
  const tags = themes.map((theme) => ({
    label: <Text value={theme.name} locale={locale} />,
    href: href(locale, page, { query: { theme: [theme.code] } }),
  }));
  return <Tags label={c.get("t")("portal.fact.themes")} tags={tags} />;
};

/** Terms of a vocabulary as a list of facts; nothing when there is none. */
export function termList(c: PageContext, terms: Term[], options: { coded?: boolean } = {}) {
  if (terms.length === 0) return undefined;
  return (
    <ul>
      {terms.map((term) => (
        <li>
          {options.coded && `${term.code} `}
          <Text value={term.name} locale={c.get("locale")} />
        </li>
      ))}
    </ul>
  );
}

/** Sustainable Development Goals by number and name, each a link to the projects that pursue it. */
export function goalList(c: PageContext, goals: Term[]) {
  const locale = c.get("locale");
  if (goals.length === 0) return undefined;
  return (
    <ul>
      {goals.map((goal) => (
        <li>
          <a href={href(locale, "projects", { query: { goal: [goal.code] } })}>
            {goal.code}. <Text value={goal.name} locale={locale} />
          </a>
        </li>
      ))}
    </ul>
  );
}
