import { isKindName, type KindName, publicKindNames } from "../register/kinds.ts";
import { pageOfKind } from "../ui/paths.ts";

/** Legal bodies and files are parts of what is followed: alone they are no news. */
const noNews: readonly string[] = ["organisation", "document"];

/** The kinds whose records are news: those that have a page, and calls. */
export const followedKinds: readonly KindName[] = [...Object.keys(pageOfKind), "call"].filter(
  (kind): kind is KindName => isKindName(kind) && publicKindNames.includes(kind) && !noNews.includes(kind),
);
