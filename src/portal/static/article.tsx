import type { FC, PropsWithChildren } from "hono/jsx";
import { Breadcrumb } from "../../ui/breadcrumb.tsx";
import { PublicLayout } from "../../ui/layout.tsx";
import type { PageContext, PageMeta } from "../../ui/page.ts";

/** A page of running text, with its title and its place in the site. */
export const Article: FC<PropsWithChildren<{ c: PageContext; title: string; lede?: string; sheet?: PageMeta["sheet"] }>> = ({
  c,
  title,
  lede,
  sheet,
  children,
}) => (
  <PublicLayout c={c} meta={{ title, ...(lede ? { description: lede } : {}), sheet }}>
    <Breadcrumb c={c} steps={[{ label: title }]} />
    <article class="article">
      <h1>{title}</h1>
      {lede && <p class="lede">{lede}</p>}
      {children}
    </article>
  </PublicLayout>
);
