import type { FC } from "hono/jsx";
import type { Counts } from "../../../publishing/iati/import/actions.ts";
import type { Told, ToldCode } from "../../../publishing/iati/import/told.ts";
import { levelWords, toldWords } from "../../../publishing/iati/import/words-of.ts";
import { isKindName } from "../../../register/kinds.ts";
import { Facts } from "../../../ui/facts.tsx";
import { count } from "../../../ui/format.ts";
import { Table } from "../../../ui/table.tsx";
import { officeHref } from "../../addresses.ts";
import type { OfficeContext } from "../../env.ts";

export const outcomes = ["created", "changed", "unchanged", "kept", "refused"] as const;

export const Numbers: FC<{ c: OfficeContext; counts: Counts }> = ({ c, counts }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <section aria-labelledby="numbers">
      <h2 id="numbers">{t("reported.numbers")}</h2>
      <Facts facts={outcomes.map((outcome) => [t.dynamic(`reported.outcome.${outcome}`), count(counts[outcome], locale)])} />
    </section>
  );
};

/** What there is to tell of a file: the numbers by kind, then each, with its line. */
export const ToldTables: FC<{ c: OfficeContext; told: Told[]; counts?: Partial<Record<ToldCode, number>> }> = ({ c, told, counts }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (told.length === 0) return null;
  const all = counts ? Object.values(counts).reduce((sum, one) => sum + one, 0) : told.length;
  return (
    <section aria-labelledby="told">
      <h2 id="told">{t("reported.told", { count: all })}</h2>
      {all > told.length && <p>{t("reported.toldFirst", { shown: told.length, count: all })}</p>}
      <Table
        caption={t("reported.told", { count: all })}
        hideCaption
        class="dense"
        rows={told}
        columns={[
          { label: t("exchange.import.line"), numeric: true, cell: (one) => count(one.line, locale) },
          { label: t("reported.level"), cell: (one) => levelWords(t, one.level) },
          { label: t("reported.what"), heading: true, cell: (one) => <What c={c} told={one} /> },
        ]}
      />
    </section>
  );
};

const What: FC<{ c: OfficeContext; told: Told }> = ({ c, told }) => {
  const words = toldWords(c.get("t"), told);
  const { kind, id } = told.values ?? {};
  const linked = typeof kind === "string" && isKindName(kind) && id !== undefined;
  return (
    <>
      {linked ? <a href={officeHref(kind, String(id))}>{words}</a> : words}
      <br />
      <span class="hint long-word">
        <code>{told.element}</code> {told.identifier}
      </span>
    </>
  );
};
