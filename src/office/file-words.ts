import type { RefusedFile, Use } from "../platform/intake/rules.ts";
import { fileLimits } from "../ui/file-limits.ts";
import type { OfficeContext } from "./env.ts";

/** Why a file was not taken, for a page that has one sentence for it. */
export const fileWords = (c: OfficeContext, use: Use, code: RefusedFile): string =>
  c.get("t").dynamic(`problem.${code}`, fileLimits(use, c.get("locale")));
