import type { Hono } from "hono";
import { giveFile } from "../../platform/web/stored-file.ts";
import { storyPictureOfDesk } from "../../register/story/store.ts";
import type { OfficeEnv } from "../env.ts";
import { only } from "../refused.tsx";
import { collectionActs, collectionPage } from "./collection.tsx";
import { storyDesk } from "./list.tsx";
import { moderate, storyOfDesk } from "./story.tsx";

/** The desk where stories are read before anyone else does: names and addresses of people, for those who edit alone. */
export function storyDeskPages(app: Hono<OfficeEnv>): void {
  app.use("/recits/*", only("story.moderate"));
  app.get("/recits", only("story.moderate"), storyDesk);
  app.get("/recits/collecte", (c) => collectionPage(c));
  app.post("/recits/collecte", collectionActs);
  app.get("/recits/images/:sha256", async (c) => {
    const { db, files } = c.get("services");
    const file = await storyPictureOfDesk(db, c.req.param("sha256"));
    return file ? giveFile(c, files, file, "no-store") : c.notFound();
  });
  app.get("/recits/:id", (c) => storyOfDesk(c));
  app.post("/recits/:id", moderate);
}
