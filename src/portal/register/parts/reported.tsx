import type { FC } from "hono/jsx";
import { MOST_SHOWN, type RelatedRecord, type Reported } from "../../../register/project/reported-store.ts";
import type { Named } from "../../../register/record/parts-store.ts";
import { Facts } from "../../../ui/facts.tsx";
import { count, date, day, money } from "../../../ui/format.ts";
import type { PageContext } from "../../../ui/page.ts";
import { type Column, Table } from "../../../ui/table.tsx";
import { Text } from "../../../ui/text.tsx";
import { RecordLink, Section } from "./frame.tsx";

interface Props {
  c: PageContext;
  /** Null for the city's own. */
  by: Named | null;
  reported: Reported | undefined;
}

/** Whose action it is when it is not the city's: said before all else, as it counts in nothing of the city. */
export const ReportedBy: FC<Pick<Props, "c" | "by">> = ({ c, by }) => {
  const t = c.get("t");
  if (!by) return <></>;
  return (
    <p class="notice">
      {t("exchange.reported.by")} <RecordLink c={c} kind="organisation" record={by} />. {t("exchange.reported.notOurs")}
    </p>
  );
};

/** What the file said: where it came from, what it is a part of, the money that it reports. */
export const ReportedSections: FC<Props> = ({ c, reported }) => {
  const t = c.get("t");
  if (!reported) return <></>;
  return (
    <>
      <Section id="reported-money" title={t("exchange.reported.money")} when={reported.transactions.length > 0}>
        <Money c={c} reported={reported} />
      </Section>
      <Section id="reported" title={t("exchange.reported.source")}>
        <Provenance c={c} reported={reported} />
      </Section>
    </>
  );
};

const Provenance: FC<{ c: PageContext; reported: Reported }> = ({ c, reported }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { identifier, updatedAt, fileName, licence, generatedAt, importedAt, secondary, parent, children } = reported;
  const link = (one: RelatedRecord) => <RecordLink c={c} kind={one.kind} record={one} />;
  return (
    <Facts
      facts={[
        [t("exchange.reported.identifier"), <code>{identifier}</code>],
        [t("exchange.reported.updated"), updatedAt && day(new Date(updatedAt), locale)],
        [t("exchange.reported.secondary"), secondary && t("common.yes")],
        [
          t("exchange.reported.file"),
          <>
            {fileName}
            {generatedAt && `, ${t("exchange.reported.generated", { date: day(new Date(generatedAt), locale) })}`},{" "}
            {t("exchange.reported.imported", { date: day(new Date(importedAt), locale) })}
          </>,
        ],
        [t("exchange.reported.licence"), licence],
        [t("exchange.reported.parent"), parent && link(parent)],
        [
          t("exchange.reported.children"),
          children.length > 0 && (
            <ul>
              {children.map((one) => (
                <li>{link(one)}</li>
              ))}
            </ul>
          ),
        ],
      ]}
    />
  );
};

const Money: FC<{ c: PageContext; reported: Reported }> = ({ c, reported }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const total = reported.sums.reduce((sum, one) => sum + one.count, 0);
  const type = (code: string) => (t.has(`exchange.transaction.${code}`) ? t.dynamic(`exchange.transaction.${code}`) : code);
  const sums: Column<Reported["sums"][number]>[] = [
    { label: t("exchange.reported.type"), heading: true, cell: (one) => type(one.type) },
    { label: t("exchange.reported.count"), numeric: true, cell: (one) => count(one.count, locale) },
    { label: t("portal.column.amount"), numeric: true, cell: (one) => money(one.amountCents, one.currency, locale) },
  ];
  const columns: Column<Reported["transactions"][number]>[] = [
    { label: t("exchange.reported.date"), heading: true, cell: (one) => <span class="nowrap">{date(one.datedOn, locale)}</span> },
    { label: t("exchange.reported.type"), cell: (one) => type(one.type) },
    { label: t("portal.column.amount"), numeric: true, cell: (one) => money(one.amountCents, one.currency, locale) },
    { label: t("exchange.reported.fromTo"), cell: (one) => [one.provider, one.receiver].filter(Boolean).join(" → ") },
    { label: t("exchange.reported.what"), cell: (one) => <Text value={one.description} locale={locale} /> },
  ];
  return (
    <>
      <p>{t("exchange.reported.moneyText")}</p>
      <Table caption={t("exchange.reported.sums")} columns={sums} rows={reported.sums} />
      <Table caption={t("exchange.reported.transactions", { count: total })} columns={columns} rows={reported.transactions} />
      {total > MOST_SHOWN && <p class="meta">{t("exchange.reported.first", { count: MOST_SHOWN })}</p>}
    </>
  );
};
