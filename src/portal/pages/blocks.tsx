import type { Child, FC } from "hono/jsx";
import type { Locale } from "../../platform/i18n/languages.ts";
import { textIn } from "../../platform/localised.ts";
import { rowsOf } from "../../register/page/table.ts";
import { date } from "../../ui/format.ts";
import { Markdown } from "../../ui/markdown.tsx";
import type { PageContext } from "../../ui/page.ts";
import { hrefOfFile, hrefOfSizes } from "../../ui/paths.ts";
import { SizedImage } from "../../ui/sized-image.tsx";
import { Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import { Documents } from "../register/parts/lists.tsx";
import { MapBlock, RecordsBlock } from "./block-lists.tsx";
import { Embed } from "./embed.tsx";
import { FigureRow } from "./figures.tsx";
import type { EditorialRecord } from "./load.ts";

type Blocked = EditorialRecord["blocks"][number];
interface Props {
  c: PageContext;
  data: EditorialRecord;
  blocks: { block: Blocked; n: number }[];
  shown: readonly string[];
  live: boolean;
}

/** The blocks of a part, in their order; figures that follow each other stand in one row, documents in one list. */
export const Blocks: FC<Props> = ({ blocks, ...rest }) => (
  <>
    {runsOf(blocks).map((run) => {
      const { c } = rest;
      const first = run[0]!;
      if (first.block.type === "figure")
        return <FigureRow c={c} figures={run.flatMap(({ block }) => (block.figure ? [block.figure] : []))} />;
      if (first.block.type === "document") return <Documented c={c} blocks={run.map(({ block }) => block)} />;
      return <OneBlock {...rest} block={first.block} n={first.n} />;
    })}
  </>
);

const together = new Set(["figure", "document"]);
function runsOf(blocks: Props["blocks"]): Props["blocks"][] {
  const runs: Props["blocks"][] = [];
  for (const one of blocks) {
    const last = runs.at(-1);
    if (last && together.has(one.block.type) && last[0]!.block.type === one.block.type) last.push(one);
    else runs.push([one]);
  }
  return runs;
}

const OneBlock: FC<Omit<Props, "blocks"> & { block: Blocked; n: number }> = ({ c, data, block, n, shown, live }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  switch (block.type) {
    case "text":
      return <Markdown value={block.text} locale={locale} />;
    case "quote":
      return <Quote c={c} block={block} />;
    case "media":
      return <Picture c={c} block={block} />;
    case "series":
      return <FigureRow c={c} figures={block.figures} title={plain(block.title, locale) ? block.title : block.figures[0]?.name} inFull />;
    case "map":
      return <MapBlock c={c} block={block} map={data.maps.get(block)!} />;
    case "table":
      return <TypedTable c={c} block={block} />;
    case "records":
      return <RecordsBlock c={c} block={block} />;
    case "details":
      return (
        <details class="page-details">
          <summary>
            <Text value={block.title} locale={locale} />
          </summary>
          <Markdown value={block.text} locale={locale} />
        </details>
      );
    case "embed":
      return <Embed c={c} block={block} page={data.id} n={n} shown={shown} live={live} />;
    default:
      return <>{t("common.unknown")}</>;
  }
};

/** Words of somebody, who that is, and where they were read. */
const Quote: FC<{ c: PageContext; block: Blocked }> = ({ c, block }) => {
  const locale = c.get("locale");
  const found = textIn(block.text, locale);
  return (
    <figure class="page-quote">
      <blockquote lang={found && found.language !== locale ? found.language : undefined}>
        <p>{found?.text}</p>
      </blockquote>
      <figcaption>
        <Text value={block.who} locale={locale} />
        {block.source && (
          <>
            , <Cited block={block} locale={locale} />
          </>
        )}
      </figcaption>
    </figure>
  );
};

function Cited({ block: { source, locator }, locale }: { block: Blocked; locale: Locale }): Child {
  if (!source) return <></>;
  const name = <Text value={source.name} locale={locale} />;
  return (
    <cite>
      {source.url ? (
        <a href={source.url} rel="external noopener">
          {name}
        </a>
      ) : (
        name
      )}
      {locator && `, ${locator}`}
    </cite>
  );
}

/** A picture of the register: never without its credit, nor the words for those who do not see it. */
const Picture: FC<{ c: PageContext; block: Blocked }> = ({ c, block: { media, title } }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (!media) return <></>;
  const { file, alt, name, credit, licence, takenOn } = media;
  return (
    <div class="pictures page-picture">
      <figure>
        <SizedImage
          file={file}
          href={hrefOfFile(file)}
          sizesHref={hrefOfSizes(file)}
          alt={plain(alt, locale)}
          sizes="(min-width: 48rem) 46rem, 100vw"
        />
        <figcaption>
          <Text value={plain(title, locale) ? title : name} locale={locale} />{" "}
          <span class="meta">
            {[t("portal.media.credit", { credit }), licence, takenOn && date(takenOn, locale)].filter(Boolean).join(" · ")}
          </span>
        </figcaption>
      </figure>
    </div>
  );
};

/** A table typed as text: in the language of the page, else in the one there is. */
const TypedTable: FC<{ c: PageContext; block: Blocked }> = ({ c, block }) => {
  const locale = c.get("locale");
  const found = textIn(block.text, locale);
  const [headings = [], ...rows] = rowsOf(found?.text ?? "");
  return (
    <div class="page-table" lang={found && found.language !== locale ? found.language : undefined}>
      <Table
        caption={plain(block.title, locale)}
        rows={rows}
        columns={headings.map((label, i) => ({ label, heading: i === 0, cell: (row: string[]) => row[i] ?? "" }))}
      />
      {block.source && (
        <p class="meta">
          {c.get("t")("common.source")}
          {c.get("t")("common.colon")} <Cited block={block} locale={locale} />
        </p>
      )}
    </div>
  );
};

/** Documents of the register, each with the words that say why it is here. */
const Documented: FC<{ c: PageContext; blocks: Blocked[] }> = ({ c, blocks }) => (
  <>
    {blocks.map(({ document, text }) =>
      document ? (
        <div class="page-document">
          <Documents c={c} documents={[document]} />
          <Markdown value={text} locale={c.get("locale")} />
        </div>
      ) : (
        <></>
      ),
    )}
  </>
);
