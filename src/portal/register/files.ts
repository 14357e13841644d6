import { giveFile } from "../../platform/web/stored-file.ts";
import { findFile } from "../../register/document/store.ts";
import type { PageContext } from "../../ui/page.ts";

/** A file that a published document or picture shows; 404 as soon as none does. */
export async function publicFile(c: PageContext) {
  const sha256 = c.req.param("sha256") ?? "";
  const { published, files } = c.get("services");
  const file = /^[0-9a-f]{64}$/.test(sha256) ? await findFile(published, sha256) : undefined;
  // Asked again each time: a file withdrawn is gone at once.
  return file ? giveFile(c, files, file, "no-cache") : c.notFound();
}
