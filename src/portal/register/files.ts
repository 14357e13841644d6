import { giveFile, giveSize, type KeptFile } from "../../platform/web/stored-file.ts";
import { findFile } from "../../register/document/store.ts";
import type { PageContext } from "../../ui/page.ts";

/** A file that a published document or picture shows; 404 as soon as none does. */
export async function publicFile(c: PageContext) {
  const file = await shown(c);
  return file ? giveFile(c, c.get("services").files, file, ASKED_AGAIN) : c.notFound();
}

/** A smaller one of a picture that is shown. */
export async function publicSize(c: PageContext) {
  const [file, { published, files }] = [await shown(c), c.get("services")];
  return file ? giveSize(c, files, file, ASKED_AGAIN, published) : c.notFound();
}

/** Asked again each time: a file withdrawn is gone at once. */
const ASKED_AGAIN = "no-cache";
async function shown(c: PageContext): Promise<KeptFile | undefined> {
  const sha256 = c.req.param("sha256") ?? "";
  return /^[0-9a-f]{64}$/.test(sha256) ? findFile(c.get("services").published, sha256) : undefined;
}
