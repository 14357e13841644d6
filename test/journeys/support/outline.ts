// What a screen reader is given of a page: Chromium's accessibility tree, in its order. No screen reader runs here.
import { expect, type Page } from "@playwright/test";

interface Node {
  nodeId: string;
  parentId?: string;
  childIds?: string[];
  ignored: boolean;
  role: string;
  name: string;
  level?: number;
}

const LANDMARKS = ["banner", "navigation", "search", "main", "complementary", "contentinfo"];
/** What one acts on: each must have a name. */
const CONTROLS = ["button", "link", "textbox", "searchbox", "combobox", "checkbox", "radio", "spinbutton", "slider", "listbox", "switch"];
const NAMED = [...CONTROLS, "image", "img", "table", "figure", "dialog", "radiogroup"];

/** The tree, from its root on, as it is read. */
export async function accessibilityTree(page: Page): Promise<Node[]> {
  const wire = await page.context().newCDPSession(page);
  const { nodes } = await wire.send("Accessibility.getFullAXTree");
  await wire.detach();
  const all = new Map(
    nodes.map((node): [string, Node] => [
      node.nodeId,
      {
        ...node,
        role: String(node.role?.value ?? ""),
        name: String(node.name?.value ?? "").trim(),
        level: node.properties?.find(({ name }) => name === "level")?.value.value,
      } as Node,
    ]),
  );
  const order: Node[] = [];
  const walk = (id: string): void => {
    const node = all.get(id);
    if (!node) return;
    if (!node.ignored) order.push(node);
    for (const child of node.childIds ?? []) walk(child);
  };
  for (const node of all.values()) if (!node.parentId) walk(node.nodeId);
  return order;
}

/** What of a page a screen reader would tell wrongly or not at all: empty when nothing. `frame`: landmarks in their order. */
async function faultsOf(page: Page, frame: readonly string[]): Promise<string[]> {
  const tree = await accessibilityTree(page);
  const faults: string[] = [];

  const landmarks = tree.filter(({ role }) => LANDMARKS.includes(role));
  const roles = landmarks.map(({ role }) => role);
  // Those that a page must have, once each and in this order; others may stand between them.
  const frameSeen = roles.filter((role) => frame.includes(role) && role !== "navigation");
  const wanted = frame.filter((role) => role !== "navigation");
  if (frameSeen.join() !== wanted.join()) faults.push(`landmarks are ${roles.join(", ")}: wanted ${frame.join(", ")}`);
  if (frame.includes("navigation") && roles.indexOf("navigation") > roles.indexOf("main")) faults.push("no navigation before the content");
  for (const role of LANDMARKS) {
    const names = landmarks.filter((one) => one.role === role).map(({ name }) => name);
    if (names.length > 1 && (new Set(names).size < names.length || names.includes("")) && role !== "search")
      faults.push(`several landmarks "${role}" are called ${names.map((name) => `"${name}"`).join(", ")}`);
  }

  const levels = tree.filter(({ role }) => role === "heading");
  if (levels.filter(({ level }) => level === 1).length !== 1)
    faults.push(`${levels.filter(({ level }) => level === 1).length} titles of level 1`);
  let before = 0;
  for (const { level = 0, name } of levels) {
    if (level > before + 1) faults.push(`the title "${name}" is of level ${level} after ${before}`);
    if (!name) faults.push(`a title of level ${level} is empty`);
    before = level;
  }

  for (const { role, name } of tree) if (NAMED.includes(role) && !name) faults.push(`a ${role} has no name`);

  return [...faults, ...(await page.evaluate(domFaults))];
}

/** What the tree does not say: the order of the focus, heads of tables, languages, what references lead to. */
function domFaults(): string[] {
  const faults: string[] = [];
  const shown = (element: Element) => element.checkVisibility();
  const what = (element: Element) => element.outerHTML.slice(0, 100);
  for (const element of document.querySelectorAll("[tabindex]"))
    if ((element as HTMLElement).tabIndex > 0) faults.push(`focus out of order: ${what(element)}`);
  for (const element of document.querySelectorAll("body *")) {
    const { order, flexDirection, flexWrap, gridAutoFlow } = getComputedStyle(element);
    if (order !== "0" || flexDirection.endsWith("reverse") || flexWrap === "wrap-reverse" || gridAutoFlow.includes("dense"))
      faults.push(`seen in another order than read: ${what(element)}`);
    for (const name of ["aria-labelledby", "aria-describedby", "aria-controls"])
      for (const id of element.getAttribute(name)?.split(" ") ?? [])
        if (!document.getElementById(id)) faults.push(`${name} leads nowhere: ${id}`);
    const language = element.getAttribute("lang");
    if (language !== null && !/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(language)) faults.push(`no language: "${language}"`);
  }
  for (const table of document.querySelectorAll("table")) {
    if (!shown(table) || table.getAttribute("role") === "presentation") continue;
    if (!table.caption?.textContent?.trim()) faults.push(`a table has no caption: ${what(table)}`);
    for (const head of table.querySelectorAll("th")) if (!head.scope) faults.push(`a head of a table says not of what: ${what(head)}`);
    if (!table.querySelector("th")) faults.push(`a table has no heads: ${what(table)}`);
  }
  for (const box of document.querySelectorAll("fieldset"))
    if (shown(box) && box.getAttribute("role") !== "presentation" && !box.querySelector(":scope > legend"))
      faults.push(`a group has no legend: ${what(box)}`);
  return faults;
}

export const PUBLIC = ["banner", "navigation", "main", "contentinfo"] as const;
export const WORK = ["banner", "navigation", "main"] as const;

/** Holds what a screen reader is given of the page that is open. */
export async function holdOutline(page: Page, frame: readonly string[]): Promise<void> {
  expect.soft(await faultsOf(page, frame), `what a screen reader is given of ${page.url()}`).toEqual([]);
}

/** After a form that was refused: the summary comes first, is announced, and leads to each field, which says what is wrong. */
export async function holdErrors(page: Page): Promise<void> {
  // The answer may come after the click.
  await expect.soft(page.locator("main .error-summary").first()).toBeVisible();
  const faults = await page.evaluate(() => {
    const found: string[] = [];
    const summary = document.querySelector("main .error-summary");
    if (!summary) return ["no summary of errors"];
    if (summary.getAttribute("role") !== "alert") found.push("the summary is not announced");
    const form = document.querySelector("main form [aria-invalid]")?.closest("form");
    if (form && !(summary.compareDocumentPosition(form) & (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINS)))
      found.push("the summary comes after the form");
    const links = [...summary.querySelectorAll('a[href^="#"]')];
    if (links.length === 0) found.push("the summary leads to no field");
    for (const link of links)
      if (!document.querySelector(link.getAttribute("href")!)) found.push(`${link.getAttribute("href")} is nowhere`);
    const wrong = [...document.querySelectorAll("[aria-invalid=true]")];
    if (wrong.length === 0) found.push("no field says that it is wrong");
    for (const field of wrong) {
      const words = (field.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "");
      if (!words.some((one) => one.trim())) found.push(`says not why it is wrong: ${field.outerHTML.slice(0, 100)}`);
    }
    return found;
  });
  expect.soft(faults, `errors of ${page.url()}`).toEqual([]);
}
