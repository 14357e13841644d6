import { accessibilityGrid, declaredBy } from "../platform/accessibility/grid.ts";
import type { Translator } from "../platform/i18n/messages.ts";
import type { PageName } from "./paths.ts";

/** How a page is called in menus. That of the statement says its state, as article 5 of decree 2019-768 wants on every page. */
export function navLabel(t: Translator, page: PageName): string {
  return page === "accessibility" ? t(`accessibility.label.${declaredBy(accessibilityGrid())}`) : t.dynamic(`nav.${page}`);
}
