import { toldFormats, type Use, uses } from "../platform/intake/rules.ts";
import type { FileUse } from "../register/record/fields.ts";
import { bytes } from "./format.ts";

/** By which rules the file of a field comes in. */
export const useOf = { image: "picture", document: "document", signature: "signature" } as const satisfies Record<FileUse, Use>;

/** What a refusal of a file says of what may be sent for a use. In the megabytes of whoever reads it, rounded down. */
export const fileLimits = (use: Use, locale: string): { maximum: string; accepted: string } => ({
  maximum: bytes(Math.floor(uses[use].maxBytes / 1024 / 1024) * 1_000_000, locale),
  accepted: toldFormats(use),
});
