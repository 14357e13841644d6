import type { Child, FC } from "hono/jsx";
import type { PhrasingContent, RootContent } from "mdast";
import type { Locale } from "../platform/i18n/languages.ts";
import { type Localised, textIn } from "../platform/localised.ts";
import { readMarkdown } from "../register/page/markdown.ts";

/** Where a link may lead; an address within the site begins with one "/", an anchor with "#". */
const SAFE = /^(https?:\/\/|mailto:|\/(?!\/)|#)/i;

/** A text in Markdown: paragraphs, emphasis, lists, links, quotes. Drawn from its tree: no HTML of the text ever reaches the page. */
export const Markdown: FC<{ value: Localised; locale: Locale }> = ({ value, locale }) => {
  const found = textIn(value, locale);
  if (!found) return <></>;
  return (
    <div class="prose" lang={found.language === locale ? undefined : found.language}>
      {blocks(readMarkdown(found.text))}
    </div>
  );
};

/** The same of a tree that the program itself brings (its guides): code is drawn too. */
export const MarkdownTree: FC<{ nodes: readonly RootContent[] }> = ({ nodes }) => <div class="prose">{blocks(nodes)}</div>;

const blocks = (nodes: readonly RootContent[]): Child[] => nodes.map(blockOf);

function blockOf(node: RootContent): Child {
  switch (node.type) {
    case "paragraph":
      return <p>{words(node.children)}</p>;
    case "list":
      return node.ordered ? (
        <ol start={node.start && node.start !== 1 ? node.start : undefined}>{node.children.map((item) => itemOf(item, node.spread))}</ol>
      ) : (
        <ul>{node.children.map((item) => itemOf(item, node.spread))}</ul>
      );
    case "blockquote":
      return <blockquote>{blocks(node.children)}</blockquote>;
    case "code":
      return (
        <pre>
          <code>{node.value}</code>
        </pre>
      );
    default:
      return <></>;
  }
}

/** The paragraphs of a tight list are its items themselves. */
function itemOf(item: { children: RootContent[]; spread?: boolean | null | undefined }, spread: boolean | null | undefined): Child {
  return (
    <li>
      {item.children.map((child) => (child.type === "paragraph" && !spread && !item.spread ? words(child.children) : blockOf(child)))}
    </li>
  );
}

const words = (nodes: readonly PhrasingContent[]): Child[] => nodes.map(wordOf);

function wordOf(node: PhrasingContent): Child {
  switch (node.type) {
    case "text":
      return node.value;
    case "emphasis":
      return <em>{words(node.children)}</em>;
    case "strong":
      return <strong>{words(node.children)}</strong>;
    case "inlineCode":
      return <code>{node.value}</code>;
    case "break":
      return <br />;
    case "link":
      if (!SAFE.test(node.url)) return <>{words(node.children)}</>;
      return (
        <a href={node.url} rel={/^https?:/i.test(node.url) ? "external noopener" : undefined}>
          {words(node.children)}
        </a>
      );
    default:
      return <></>;
  }
}
