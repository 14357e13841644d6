import { PostalAddress } from "../../ui/address.tsx";
import { Breadcrumb } from "../../ui/breadcrumb.tsx";
import { Facts } from "../../ui/facts.tsx";
import { date, money } from "../../ui/format.ts";
import { Markdown } from "../../ui/markdown.tsx";
import { Of } from "../../ui/of.tsx";
import { ShortQuote } from "../../ui/quote.tsx";
import { SourceNote } from "../../ui/source-note.tsx";
import { Tags } from "../../ui/tag.tsx";
import { Prose, Text } from "../../ui/text.tsx";
import { HERE, type Piece } from "./piece.ts";

/** What names, says and dates. */
export const wordPieces: Piece[] = [
  {
    name: "Tags",
    from: "src/ui/tag.tsx",
    show: (c) => <Tags tags={[{ label: c.get("t")("style.example.theme"), href: HERE }, { label: c.get("t")("style.example.country") }]} />,
  },
  {
    name: "Facts",
    from: "src/ui/facts.tsx",
    show: (c) => {
      const [t, locale] = [c.get("t"), c.get("locale")];
      return (
        <Facts
          facts={[
            [t("style.example.year"), date("2024-09", locale)],
            [t("style.example.amount"), money(12_000_000, "EUR", locale)],
          ]}
        />
      );
    },
  },
  {
    name: "Text",
    from: "src/ui/text.tsx",
    show: (c) => (
      <p>
        <Text value={{ pt: "Água para o bairro do Farol" } as never} locale={c.get("locale")} />
      </p>
    ),
  },
  {
    name: "Prose",
    from: "src/ui/text.tsx",
    show: (c) => {
      const text = c.get("t")("style.example.text");
      return <Prose value={{ [c.get("locale")]: `${text}\n\n${text}` }} locale={c.get("locale")} />;
    },
  },
  {
    name: "Markdown",
    from: "src/ui/markdown.tsx",
    show: (c) => {
      const t = c.get("t");
      const text = `**${t("style.example.project")}**\n\n- ${t("style.example.theme")}\n- [${t("style.example.country")}](${HERE})\n\n> ${t("style.example.text")}`;
      return <Markdown value={{ [c.get("locale")]: text }} locale={c.get("locale")} />;
    },
  },
  {
    name: "Breadcrumb",
    from: "src/ui/breadcrumb.tsx",
    show: (c) => (
      <Breadcrumb
        c={c as never}
        steps={[{ label: c.get("t")("style.example.projects"), href: HERE }, { label: c.get("t")("style.example.project") }]}
      />
    ),
  },
  {
    name: "ShortQuote",
    from: "src/ui/quote.tsx",
    show: () => <ShortQuote text="L’eau est venue au quartier." source={{ name: { fr: "Exemple fictif" } }} />,
  },
  {
    name: "Of",
    from: "src/ui/of.tsx",
    show: (c) => (
      <button type="button">
        {c.get("t")("common.source")}
        <Of t={c.get("t")}>{HERE}</Of>
      </button>
    ),
  },
  {
    name: "SourceNote",
    from: "src/ui/source-note.tsx",
    show: (c) => (
      <SourceNote
        c={c as never}
        source={{ name: { fr: "Exemple fictif" }, publisher: "Port-aux-Écueils", url: null, datedOn: "2024", licence: null }}
        locator="p. 2"
        quote="L’eau est venue au quartier."
      />
    ),
  },
  { name: "PostalAddress", from: "src/ui/address.tsx", show: (c) => <PostalAddress c={c as never} /> },
];
