import { apart } from "./apart.ts";
import type { Picture, PictureSize } from "./picture-draw.ts";
import { type FileRefusal, type Format, notTaken } from "./rules.ts";

/** Draws a picture anew, in a process of its own: all that is kept of it is what is seen. */
export async function redraw(bytes: Uint8Array, format: Format): Promise<Picture | FileRefusal> {
  return (await apart<Picture | FileRefusal>({ do: "redraw", bytes, format })) ?? notTaken("file_damaged");
}

/** The smaller pictures that pages offer of one that was drawn anew. Undefined where that came to no end. */
export const sizesOf = (bytes: Uint8Array): Promise<PictureSize[] | undefined> => apart<PictureSize[]>({ do: "sizes", bytes });
