import type { PageContext } from "../../ui/page.ts";
import { hrefOfData } from "../../ui/paths.ts";

/** The feed of the calls, as a page's head offers it to readers of news. */
export const callsFeed = (c: PageContext) => ({
  href: hrefOfData("calls.atom", { lang: c.get("locale") }),
  type: "application/atom+xml",
  title: c.get("t")("calls.feed"),
});
