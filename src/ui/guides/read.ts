import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Nodes, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import type { Right } from "../../platform/accounts/rights.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { projectRoot } from "../../platform/project-root.ts";
import { slugOf } from "../../register/record/slug.ts";

/** The guides, in the order in which they are offered, each with the right that makes it one's own; the association's is for all. */
export const guideNames = ["officer", "assessor", "council", "finance", "operator", "association"] as const;
export type GuideName = (typeof guideNames)[number];
export const readersOf: Record<GuideName, Right | undefined> = {
  officer: "record.edit",
  assessor: "assessment.score",
  council: "deliberation.decide",
  finance: "envelope.manage",
  operator: "operation.manage",
  association: undefined,
};

/** A goal and its steps. `id`: where the page of the guide has it; `text`: its words, without marks. */
export interface Section {
  id: string;
  title: string;
  nodes: RootContent[];
  text: string;
}
export interface Guide {
  name: GuideName;
  title: string;
  /** What stands before the first goal. */
  lead: RootContent[];
  sections: Section[];
}

const known = new Map<string, Guide>();

/** The guide of data/guides in a language. Read once: it changes with the program alone. */
export function guideIn(name: GuideName, locale: Locale): Guide {
  const key = `${locale}/${name}`;
  let guide = known.get(key);
  if (!guide) known.set(key, (guide = parse(name, readFileSync(join(projectRoot, "data/guides", locale, `${name}.md`), "utf8"))));
  return guide;
}

function parse(name: GuideName, text: string): Guide {
  const guide: Guide = { name, title: "", lead: [], sections: [] };
  for (const node of fromMarkdown(text).children) {
    const section = guide.sections.at(-1);
    if (node.type === "heading" && node.depth === 1) guide.title = wordsOf(node);
    else if (node.type === "heading" && node.depth === 2) {
      const title = wordsOf(node);
      guide.sections.push({ id: slugOf(title), title, nodes: [], text: "" });
    } else (section?.nodes ?? guide.lead).push(node);
  }
  for (const section of guide.sections) section.text = section.nodes.map(wordsOf).join(" ").replace(/\s+/g, " ").trim();
  return guide;
}

const blocks = new Set(["list", "listItem", "paragraph", "blockquote"]);
function wordsOf(node: Nodes): string {
  if ("value" in node) return node.value;
  if (!("children" in node)) return " ";
  return (node.children as Nodes[]).map(wordsOf).join(blocks.has(node.type) && node.type !== "paragraph" ? " " : "");
}
