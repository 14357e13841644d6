import type { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { z } from "zod";
import { may } from "../../../platform/accounts/rights.ts";
import { readManifest } from "../../../publishing/publication/manifest.ts";
import { findPublication, isAsked, listPublications } from "../../../publishing/publication/store.ts";
import { askToPublish } from "../../../publishing/publication/task.ts";
import type { OfficeEnv } from "../../env.ts";
import { only } from "../../refused.tsx";
import { PublicationList } from "./list.tsx";
import { PublicationPage } from "./page.tsx";

const HERE = "/echanges/publications";
const page = z.coerce.number().int().min(1).max(100_000).catch(1);

/** The files of the open data as they went out; who may publish asks for the next. */
export function publicationPages(app: Hono<OfficeEnv>): void {
  app.use(`${HERE}/*`, only("publication.read"));
  app.get(HERE, async (c) => {
    const { db } = c.get("services");
    const wanted = page.parse(c.req.query("page"));
    return c.html(<PublicationList c={c} list={await listPublications(db, wanted)} page={wanted} asked={await isAsked(db)} />);
  });
  app.post(HERE, async (c) => {
    if (!may(c.get("officer"), "publication.make")) throw new HTTPException(403);
    await askToPublish(c.get("services").db, c.get("officer"));
    return c.redirect(`/bureau${HERE}`);
  });
  app.get(`${HERE}/:number{[0-9]{1,9}}`, async (c) => {
    const publication = await findPublication(c.get("services").db, Number(c.req.param("number")));
    const manifest = publication && readManifest(publication.manifest);
    return manifest ? c.html(<PublicationPage c={c} manifest={manifest} />) : c.notFound();
  });
}
