import type { Nodes, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";

/**
 * What stays as it is typed: HTML, and what a page has blocks for (titles, pictures, rules) or no use for (code,
 * definitions). It is shown, never lost, and never acts.
 */
const typed = {
  disable: {
    null: [
      "htmlFlow",
      "htmlText",
      "codeIndented",
      "codeFenced",
      "codeText",
      "headingAtx",
      "setextUnderline",
      "thematicBreak",
      "definition",
      "labelStartImage",
    ],
  },
};

/** The tree of a text in Markdown: paragraphs, emphasis, lists, links and quotes alone. */
export function readMarkdown(text: string): RootContent[] {
  return fromMarkdown(text, { extensions: [typed] }).children;
}

/** The words of a text in Markdown without its marks and addresses: what a search reads. */
export function plainMarkdown(text: string): string {
  return readMarkdown(text).map(wordsOf).join("\n");
}

function wordsOf(node: Nodes): string {
  if ("value" in node) return node.value;
  if (node.type === "break") return "\n";
  if (!("children" in node)) return "";
  const words = (node.children as Nodes[]).map(wordsOf);
  return words.join(node.type === "list" || node.type === "listItem" || node.type === "blockquote" ? "\n" : "");
}
