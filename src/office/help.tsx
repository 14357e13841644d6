import type { Hono } from "hono";
import { may } from "../platform/accounts/rights.ts";
import { GuideList, GuidePage } from "../ui/guides/page.tsx";
import { type GuideName, guideIn, guideNames, readersOf } from "../ui/guides/read.ts";
import type { OfficeContext, OfficeEnv } from "./env.ts";
import { OfficeLayout } from "./layout.tsx";

const ROOT = "/bureau/aide";

/** The guides of those who work here: one's own first, the operator's for administrators alone. */
function guidesFor(c: OfficeContext): GuideName[] {
  const own = (name: GuideName) => {
    const right = readersOf[name];
    return right !== undefined && may(c.get("officer"), right);
  };
  const open = guideNames.filter((name) => name !== "operator" || own(name));
  return [...open.filter(own), ...open.filter((name) => !own(name))];
}

export function helpPages(app: Hono<OfficeEnv>): void {
  app.get("/aide", (c) => {
    const guides = guidesFor(c).map((name) => guideIn(name, c.get("locale")));
    return c.html(
      <OfficeLayout c={c} title={c.get("t")("guides.title")}>
        <GuideList c={c as never} root={ROOT} guides={guides} asked={c.req.query("q") ?? ""} />
      </OfficeLayout>,
    );
  });
  app.get("/aide/:guide", (c) => {
    const name = guidesFor(c).find((one) => one === c.req.param("guide"));
    if (!name) return c.notFound();
    const guide = guideIn(name, c.get("locale"));
    return c.html(
      <OfficeLayout c={c} title={guide.title}>
        <GuidePage c={c as never} root={ROOT} guide={guide} />
      </OfficeLayout>,
    );
  });
}
