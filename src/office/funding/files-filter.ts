import { type FileFilter, fileQuery, fileSorts } from "../../funding/instruction/filter.ts";
import type { FileChoices } from "../../funding/instruction/list-store.ts";
import type { FilterField } from "../../ui/filter-form.tsx";
import { plain } from "../../ui/text.tsx";
import type { OfficeContext } from "../env.ts";

const AGES = [7, 15, 30, 60, 90];

export function controls(c: OfficeContext, filter: FileFilter, choices: FileChoices): FilterField[] {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const select = (
    name: string,
    label: string,
    value: string | undefined,
    options: { value: string; label: string; count?: number }[],
  ): FilterField => ({
    type: "select",
    name,
    label,
    value,
    empty: t("instruction.any"),
    options,
  });
  return [
    { type: "search", name: "q", label: t("instruction.words"), value: filter.q },
    select(
      "edition",
      t("instruction.edition"),
      filter.edition,
      choices.editions.map(({ id, code, files }) => ({ value: id, label: code, count: files })),
    ),
    ...(choices.strands.length > 1
      ? [
          select(
            "strand",
            t("instruction.strand"),
            filter.strand,
            choices.strands.map(({ code, name }) => ({ value: code, label: plain(name, locale) })),
          ),
        ]
      : []),
    select("officer", t("instruction.officer"), filter.officer, [
      { value: "none", label: t("instruction.nobody") },
      ...choices.officers.map(({ id, name }) => ({ value: id, label: name })),
    ]),
    select(
      "country",
      t("instruction.country"),
      filter.country,
      choices.countries
        .map(({ code, name }) => ({ value: code, label: plain(name, locale) }))
        .sort((a, b) => a.label.localeCompare(b.label, locale)),
    ),
    select(
      "days",
      t("instruction.age"),
      filter.days === undefined ? undefined : String(filter.days),
      AGES.map((days) => ({ value: String(days), label: t("instruction.age.more", { days }) })),
    ),
    { ...select("mine", t("instruction.whose"), filter.mine, [{ value: "1", label: t("instruction.mine") }]) },
    { ...select("overdue", t("instruction.answers"), filter.overdue, [{ value: "1", label: t("instruction.overdue") }]) },
    {
      type: "select",
      name: "sort",
      label: t("instruction.sort"),
      value: filter.sort,
      empty: null,
      options: fileSorts.map((sort) => ({ value: sort, label: t.dynamic(`instruction.sort.${sort}`) })),
    },
  ];
}

export function active(c: OfficeContext, filter: FileFilter, choices: FileChoices) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const without = (name: keyof FileFilter) => PATH + fileQuery(filter, { page: 1, [name]: undefined });
  const named = (list: readonly { code: string; name: Record<string, string | undefined> }[], code: string) =>
    plain(list.find((one) => one.code === code)?.name ?? {}, locale) || code;
  const words: Partial<Record<keyof FileFilter, string | undefined>> = {
    q: filter.q && `« ${filter.q} »`,
    edition: filter.edition && (choices.editions.find(({ id }) => id === filter.edition)?.code ?? filter.edition),
    state: filter.state && t.dynamic(`state.application.${filter.state}`),
    strand: filter.strand && named(choices.strands, filter.strand),
    officer:
      filter.officer &&
      (filter.officer === "none"
        ? t("instruction.nobody")
        : (choices.officers.find(({ id }) => id === filter.officer)?.name ?? filter.officer)),
    country: filter.country && named(choices.countries, filter.country),
    days: filter.days === undefined ? undefined : t("instruction.age.more", { days: filter.days }),
    mine: filter.mine && t("instruction.mine"),
    overdue: filter.overdue && t("instruction.overdue"),
  };
  return Object.entries(words).flatMap(([name, label]) => (label ? [{ label, without: without(name as keyof FileFilter) }] : []));
}

export const PATH = "/bureau/dossiers";
