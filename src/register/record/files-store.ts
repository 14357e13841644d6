import type { ExpressionBuilder, RawBuilder } from "kysely";
import { jsonArrayFrom, jsonObjectFrom } from "kysely/helpers/postgres";
import type { Localised } from "../../platform/localised.ts";
import type { Named } from "./parts-store.ts";

export interface StoredFile {
  sha256: string;
  name: string;
  mediaType: string;
  bytes: number;
  width: number | null;
  height: number | null;
}
/** A picture, and the sizes that pages offer of it: none until they are made. */
export interface StoredPicture extends StoredFile {
  sizes: { width: number; format: "webp" | "jpeg" }[];
}
export interface DocumentCited extends Named {
  type: string;
  url: string | null;
  language: string | null;
  datedOn: string | null;
  file: StoredFile | null;
}
export interface Picture extends Named {
  alt: Localised;
  credit: string;
  licence: string | null;
  takenOn: string | null;
  file: StoredPicture;
}

type Builder = ExpressionBuilder<any, any>;
const as = <T>(expression: unknown) => expression as RawBuilder<T>;

function fileOf(eb: Builder, column: string) {
  return jsonObjectFrom(
    eb
      .selectFrom("file")
      .select(["file.sha256", "file.name", "file.mediaType", "file.bytes", "file.width", "file.height"])
      .whereRef("file.sha256", "=", column),
  );
}

/** Undefined where nobody may open it. */
export function pictureFile(eb: Builder) {
  return as<StoredPicture>(
    jsonObjectFrom(
      eb
        .selectFrom("file")
        .select(["file.sha256", "file.name", "file.mediaType", "file.bytes", "file.width", "file.height"])
        .select((one: Builder) =>
          jsonArrayFrom(
            one
              .selectFrom("fileSize")
              .select(["fileSize.width", "fileSize.format"])
              .whereRef("fileSize.file", "=", "file.sha256")
              .orderBy("fileSize.width"),
          ).as("sizes"),
        )
        .whereRef("file.sha256", "=", "media.file"),
    ),
  );
}

/** The documents that the list `<table>_document` joins to a record of `table`. */
export function documentsOf(eb: Builder, table: string) {
  const list = `${table}Document`;
  return as<DocumentCited[]>(
    jsonArrayFrom(
      eb
        .selectFrom(list)
        .innerJoin("document", "document.id", `${list}.document`)
        .select(["document.id", "document.name", "document.type", "document.url", "document.language", "document.datedOn"])
        .select((line: Builder) => fileOf(line, "document.file").as("file"))
        .whereRef(`${list}.${table}`, "=", `${table}.id`)
        .orderBy(`${list}.position`),
    ),
  );
}

/** The pictures that the list `<table>_media` joins to a record of `table`, in their order: those whose file may be opened. */
export function picturesOf(eb: Builder, table = "project") {
  const list = `${table}Media`;
  return as<Picture[]>(
    jsonArrayFrom(
      eb
        .selectFrom(list)
        .innerJoin("media", "media.id", `${list}.media`)
        .innerJoin("file as bytes", "bytes.sha256", "media.file")
        .select(["media.id", "media.name", "media.alt", "media.credit", "media.licence", "media.takenOn"])
        .select((line: Builder) => pictureFile(line).as("file"))
        .whereRef(`${list}.${table}`, "=", `${table}.id`)
        .orderBy(`${list}.position`),
    ),
  );
}

/** The file of a document's own page. */
export function ownFile(eb: Builder, column: string) {
  return as<StoredFile | null>(fileOf(eb, column));
}
