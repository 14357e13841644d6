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

/** Components that make a whole page, need a record or are a part of another, and so are not shown: `style.where.<where>` says where to see them. */
export const elsewhere: readonly { name: string; from: string; where: string }[] = [
  { name: "PublicLayout", from: "src/ui/layout.tsx", where: "PublicLayout" },
  { name: "Html", from: "src/ui/layout.tsx", where: "Html" },
  { name: "DoorHeader", from: "src/ui/door.tsx", where: "DoorHeader" },
  { name: "ErrorPage", from: "src/ui/error-page.tsx", where: "ErrorPage" },
  { name: "UnsavedPage", from: "src/ui/unsaved-page.tsx", where: "UnsavedPage" },
  { name: "CopyTables", from: "src/ui/copy-of-data.tsx", where: "CopyTables" },
  { name: "ErasureBalance", from: "src/ui/erasure.tsx", where: "ErasureBalance" },
  { name: "GuideList", from: "src/ui/guides/page.tsx", where: "guides" },
  { name: "GuidePage", from: "src/ui/guides/page.tsx", where: "guides" },
  { name: "MarkdownTree", from: "src/ui/markdown.tsx", where: "guides" },
  { name: "SizedImage", from: "src/ui/sized-image.tsx", where: "SizedImage" },
  { name: "Drawing", from: "src/ui/chart/drawing.tsx", where: "Drawing" },
  { name: "Patterns", from: "src/ui/chart/fills.tsx", where: "Patterns" },
  { name: "Required", from: "src/ui/forms/controls.tsx", where: "FormFields" },
  { name: "Hint", from: "src/ui/forms/controls.tsx", where: "FormFields" },
  { name: "Control", from: "src/ui/forms/controls.tsx", where: "FormFields" },
  { name: "FormButton", from: "src/ui/forms/controls.tsx", where: "FormFields" },
  { name: "LocalisedText", from: "src/ui/forms/groups.tsx", where: "FormFields" },
  { name: "Terms", from: "src/ui/forms/groups.tsx", where: "FormFields" },
  { name: "Problems", from: "src/ui/forms/problems.tsx", where: "FormFields" },
  { name: "FieldFrame", from: "src/ui/forms/field.tsx", where: "TextField" },
  { name: "FieldHint", from: "src/ui/forms/field.tsx", where: "TextField" },
  { name: "FieldProblem", from: "src/ui/forms/field.tsx", where: "TextField" },
  { name: "Quote", from: "src/ui/quote.tsx", where: "SourceNote" },
];

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
          rows={elsewhere}
          columns={[
            { label: t("style.pages.name"), heading: true, cell: ({ name }) => name },
            { label: t("style.pages.where"), cell: ({ where }) => t.dynamic(`style.where.${where}`) },
            { label: t("style.value"), cell: ({ from }) => <code>{from}</code> },
          ]}
        />
      </section>
    </OfficeLayout>
  );
};
