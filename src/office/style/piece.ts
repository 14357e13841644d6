import type { Child } from "hono/jsx";
import type { OfficeContext } from "../env.ts";

/** One component as it is used, with an example that holds nothing of the register. */
export interface Piece {
  /** What it is called in the code. `style.use.<name>` says when to use it. */
  name: string;
  /** The file that it is imported from. */
  from: string;
  show: (c: OfficeContext) => Child;
}

/** A list of pages of an example leads nowhere but to the guide. */
export const HERE = "/bureau/style";
