import type { SpaceContext } from "./env.ts";
import type { OpenFile } from "./facts.ts";

/** What follows the vote, on the page of the file. */
export async function grantSections(_c: SpaceContext, _file: OpenFile): Promise<unknown> {
  return undefined;
}
