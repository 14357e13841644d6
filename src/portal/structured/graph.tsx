import { raw } from "hono/html";
import type { FC } from "hono/jsx";
import type { Thing } from "./parts.ts";

/**
 * What a page is about, for search engines. A block of data: no browser runs it, and no policy of scripts concerns it.
 * "</script>" in a name would end the element.
 */
export const StructuredData: FC<{ things: (Thing | undefined)[] }> = ({ things }) => (
  <script type="application/ld+json">
    {raw(JSON.stringify({ "@context": "https://schema.org", "@graph": things.filter(Boolean) }).replaceAll("<", "\\u003c"))}
  </script>
);
