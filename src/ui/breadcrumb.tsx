import type { Child, FC } from "hono/jsx";
import type { PageContext } from "./page.ts";
import { href } from "./paths.ts";

/** Where the page stands. The last step is the page itself and no link. */
export const Breadcrumb: FC<{ c: PageContext; steps: { label: Child; href?: string }[] }> = ({ c, steps }) => {
  const t = c.get("t");
  return (
    <nav class="breadcrumb" aria-label={t("common.breadcrumb")}>
      <ol>
        <li>
          <a href={href(c.get("locale"), "home")}>{t("common.home")}</a>
        </li>
        {steps.map((step) => (
          <li>{step.href ? <a href={step.href}>{step.label}</a> : <span aria-current="page">{step.label}</span>}</li>
        ))}
      </ol>
    </nav>
  );
};
