import type { Hono } from "hono";
import { GuideList, GuidePage } from "../ui/guides/page.tsx";
import { guideIn } from "../ui/guides/read.ts";
import type { SpaceEnv } from "./env.ts";
import { SpaceLayout } from "./layout.tsx";

const ROOT = "/espace/aide";

/** The guide of associations: for everyone, also before there is an account. */
export function helpPages(app: Hono<SpaceEnv>): void {
  app.get("/aide", (c) => {
    const guides = [guideIn("association", c.get("locale"))];
    return c.html(
      <SpaceLayout c={c} title={c.get("t")("guides.title")}>
        <GuideList c={c as never} root={ROOT} guides={guides} asked={c.req.query("q") ?? ""} />
      </SpaceLayout>,
    );
  });
  app.get("/aide/association", (c) => {
    const guide = guideIn("association", c.get("locale"));
    return c.html(
      <SpaceLayout c={c} title={guide.title}>
        <GuidePage c={c as never} root={ROOT} guide={guide} />
      </SpaceLayout>,
    );
  });
}
