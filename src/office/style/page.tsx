import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { Table } from "../../ui/table.tsx";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";
import { only } from "../refused.tsx";
import { formPieces, statePieces } from "./forms.tsx";
import { listPieces } from "./lists.tsx";
import { Bare, Looks } from "./looks.tsx";
import { mapPieces, numberPieces } from "./numbers.tsx";
import type { Piece } from "./piece.ts";
import { wordPieces } from "./words.tsx";

const groups = {
  tokens: [],
  words: wordPieces,
  lists: listPieces,
  forms: formPieces,
  states: statePieces,
  numbers: numberPieces,
  map: mapPieces,
} as const satisfies Record<string, readonly Piece[]>;
const groupNames = Object.keys(groups) as (keyof typeof groups)[];

/** Every component that the guide shows. */
export const pieces: readonly Piece[] = Object.values(groups).flat();

/** Components that make a whole page or need a record, and so are not shown: `style.where.<name>` says where to see them. */
export const elsewhere: Record<string, string> = {
  PublicLayout: "src/ui/layout.tsx",
  Html: "src/ui/layout.tsx",
  DoorHeader: "src/ui/door.tsx",
  ErrorPage: "src/ui/error-page.tsx",
  UnsavedPage: "src/ui/unsaved-page.tsx",
  CopyTables: "src/ui/copy-of-data.tsx",
  ErasureBalance: "src/ui/erasure.tsx",
  SizedImage: "src/ui/sized-image.tsx",
  Drawing: "src/ui/chart/drawing.tsx",
  Patterns: "src/ui/chart/fills.tsx",
};

/** The living style guide: what the pages are made of, each piece the real one. */
export function stylePages(app: Hono<OfficeEnv>): void {
  app.get("/style", only("record.read"), (c) => c.html(<Guide c={c} />));
}

const Guide: FC<{ c: OfficeContext }> = ({ c }) => {
  const t = c.get("t");
  return (
    <OfficeLayout c={c} title={t("style.title")} styles="src/ui/styles/guide-main.css">
      <h1>{t("style.title")}</h1>
      <p>{t("style.lead")}</p>
      <nav class="part-links" aria-label={t("style.contents")}>
        <ul>
          {[...groupNames, "pages"].map((group) => (
            <li>
              <a href={`#${group}`}>{t.dynamic(`style.group.${group}`)}</a>
            </li>
          ))}
        </ul>
      </nav>
      {groupNames.map((group) => (
        <section class="guide-group" id={group}>
          <h2>{t(`style.group.${group}`)}</h2>
          {group === "tokens" && <Looks c={c} />}
          {(group === "words" || group === "forms" || group === "states") && <Bare c={c} of={group} />}
          {groups[group].map((piece: Piece) => (
            <section class="guide-piece" id={piece.name}>
              <h3>{piece.name}</h3>
              <p>
                {t.dynamic(`style.use.${piece.name}`)} <code>{piece.from}</code>
              </p>
              {piece.show(c)}
            </section>
          ))}
        </section>
      ))}
      <section class="guide-group" id="pages">
        <h2>{t("style.group.pages")}</h2>
        <p>{t("style.pages.text")}</p>
        <Table
          caption={t("style.group.pages")}
          hideCaption
          rows={Object.entries(elsewhere)}
          columns={[
            { label: t("style.pages.name"), heading: true, cell: ([name]) => name },
            { label: t("style.pages.where"), cell: ([name]) => t.dynamic(`style.where.${name}`) },
            { label: t("style.value"), cell: ([, from]) => <code>{from}</code> },
          ]}
        />
      </section>
    </OfficeLayout>
  );
};
