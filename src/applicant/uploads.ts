import type { Hono } from "hono";
import type { Outcome } from "../funding/acts.ts";
import { beginUpload, cancelUpload, takePiece, uploadProgress } from "../funding/upload/actions.ts";
import { MAX_FILE_BYTES } from "../funding/upload/types.ts";
import { fileLimits } from "../ui/file-limits.ts";
import type { SpaceContext, SpaceEnv } from "./env.ts";
import { isUuid } from "./facts.ts";
import { refusalWords } from "./words.ts";

// The core of tus 1.0.0 with creation and termination (https://tus.io/protocols/resumable-upload): an upload is made,
// asked how far it has come, and brought on piece by piece.
const TUS = { "Tus-Resumable": "1.0.0", "Cache-Control": "no-store" };
/** Pieces are of 512 kB; a little room, no more. In bytes. */
const MAX_PIECE = 1024 * 1024;

export function uploadRoutes(app: Hono<SpaceEnv>): void {
  app.on("OPTIONS", ["/televersements", "/televersements/:upload"], (c) =>
    c.body(null, 204, { ...TUS, "Tus-Version": "1.0.0", "Tus-Extension": "creation,termination", "Tus-Max-Size": String(MAX_FILE_BYTES) }),
  );

  app.post("/televersements", async (c) => {
    if (c.req.header("tus-resumable") !== "1.0.0") return c.body(null, 412, { ...TUS, "Tus-Version": "1.0.0" });
    const metadata = readMetadata(c.req.header("upload-metadata") ?? "");
    const application = metadata.get("application") ?? "";
    const piece = metadata.get("piece") || null;
    if (!isUuid(application) || (piece !== null && !isUuid(piece))) return c.body(null, 404, TUS);
    const made = await beginUpload(
      c.get("services").db,
      application,
      { requirement: metadata.get("requirement") || null, piece },
      { name: metadata.get("filename") ?? "", bytes: Number(c.req.header("upload-length") ?? Number.NaN) },
      c.get("person"),
    );
    if (!made.ok) return refused(c, made);
    return c.body(null, 201, { ...TUS, Location: `/espace/televersements/${made.id}` });
  });

  app.on(["HEAD", "GET"], "/televersements/:upload", async (c) => {
    const id = c.req.param("upload");
    const upload = isUuid(id) ? await uploadProgress(c.get("services").db, id, c.get("person")) : undefined;
    if (!upload) return c.body(null, 404, TUS);
    return c.body(null, 200, { ...TUS, "Upload-Offset": String(upload.received), "Upload-Length": String(upload.bytes) });
  });

  app.patch("/televersements/:upload", async (c) => {
    if (c.req.header("tus-resumable") !== "1.0.0") return c.body(null, 412, { ...TUS, "Tus-Version": "1.0.0" });
    if (c.req.header("content-type") !== "application/offset+octet-stream") return c.body(null, 415, TUS);
    const id = c.req.param("upload");
    const offset = Number(c.req.header("upload-offset") ?? Number.NaN);
    if (!isUuid(id)) return c.body(null, 404, TUS);
    if (!Number.isSafeInteger(offset) || offset < 0) return c.body(null, 400, TUS);
    const data = new Uint8Array(await c.req.arrayBuffer());
    if (data.length > MAX_PIECE) return c.body(null, 413, TUS);
    const { db, files, baseUrl } = c.get("services");
    const taken = await takePiece(db, files, baseUrl, id, offset, data, c.get("person"));
    if (!taken.ok) return refused(c, taken);
    return c.body(null, 204, { ...TUS, "Upload-Offset": String(taken.received) });
  });

  app.delete("/televersements/:upload", async (c) => {
    const id = c.req.param("upload");
    const ended = isUuid(id) && (await cancelUpload(c.get("services").db, id, c.get("person")));
    return c.body(null, ended ? 204 : 404, TUS);
  });
}

const statusOf: Record<string, 404 | 409 | 413 | 415 | 429> = {
  not_found: 404,
  offset: 409,
  wrong_state: 409,
  file_size: 413,
  file_quota: 429,
  too_many_uploads: 429,
};

/** Why not, in words for the page to show. */
function refused(c: SpaceContext, outcome: Extract<Outcome, { ok: false }>): Response {
  const words = refusalWords(c.get("t"), { reason: outcome.reason, values: fileLimits("application", c.get("locale")) });
  // What the gate does not take is not sent again; any other refusal may pass.
  return c.text(words, statusOf[outcome.reason] ?? (outcome.reason.startsWith("file_") ? 415 : 409), TUS);
}

/** "filename d29ybGQ=,piece …": words parted by commas, values in base64. */
function readMetadata(header: string): Map<string, string> {
  return new Map(
    header.split(",").flatMap((pair): [string, string][] => {
      const [key = "", value = ""] = pair.trim().split(" ");
      return key === "" ? [] : [[key, Buffer.from(value, "base64").toString("utf8")]];
    }),
  );
}
