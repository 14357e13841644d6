import { mayReadFile } from "../funding/assessment/visible-store.ts";
import type { Database } from "../platform/database/connect.ts";
import { giveFile, giveSize } from "../platform/web/stored-file.ts";
import { findFile } from "../register/document/store.ts";
import type { KindName } from "../register/kinds.ts";
import type { OfficeContext } from "./env.ts";

/** The page that the public would get of a record, rendered from what the office sees; undefined when there is none. */
export type Preview = (c: OfficeContext, kind: KindName, id: string, db?: Database) => Promise<unknown>;

const FILES = "/bureau/fichiers";
export const officeFileHref = (sha256: string) => `${FILES}/${sha256}`;

/** The public page of what may be a draft. Its pictures and documents are public only with it: here they come from the office. */
export async function showPreview(c: OfficeContext, preview: Preview, kind: KindName, id: string): Promise<Response> {
  return publicPageIn(c, await preview(c, kind, id));
}

export async function publicPageIn(c: OfficeContext, page: unknown): Promise<Response> {
  return page ? c.html(inOffice(String(await page))) : c.notFound();
}

/** The files of a page, from the office: its pictures' sizes too. */
const inOffice = (html: string) =>
  html
    // bounded: a page that this program has made.
    .replace(/"\/files\/([0-9a-f]{64})\/(?!\d+\/(?:webp|jpeg)[" ])[^"]*"/g, `"${FILES}/$1"`)
    // bounded: a page that this program has made.
    .replace(/\/files\/([0-9a-f]{64}\/\d+\/(?:webp|jpeg))/g, `${FILES}/$1`);

/** Any file that was put in, for those who are signed in; or a size of a picture. */
export async function officeFile(c: OfficeContext): Promise<Response> {
  const sha256 = c.req.param("sha256") ?? "";
  const { db, files } = c.get("services");
  const file = /^[0-9a-f]{64}$/.test(sha256) ? await findFile(db, sha256) : undefined;
  // What came with an application is for who sees the application.
  if (!file || !(await mayReadFile(db, c.get("officer"), file.sha256))) return c.notFound();
  return c.req.param("width") ? giveSize(c, files, file, "private, no-store", db) : giveFile(c, files, file, "private, no-store");
}
