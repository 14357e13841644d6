import type { FC } from "hono/jsx";
import type { OrganisationRecord } from "../../../register/organisation/store.ts";
import { date, money } from "../../../ui/format.ts";
import type { PageContext } from "../../../ui/page.ts";
import { Table } from "../../../ui/table.tsx";
import { Text } from "../../../ui/text.tsx";
import { RecordLink } from "./frame.tsx";

type Subsidy = OrganisationRecord["subsidies"][number];

/** What other authorities published that they give: who, when, what for, how much, and where it was read. */
export const SubsidiesTable: FC<{ c: PageContext; subsidies: Subsidy[]; caption: string }> = ({ c, subsidies, caption }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Table
      caption={caption}
      hideCaption
      rows={subsidies}
      columns={[
        { label: t("portal.column.date"), cell: (one) => <span class="nowrap">{date(one.agreedOn, locale)}</span> },
        { label: t("portal.column.giver"), cell: (one) => <RecordLink c={c} kind="organisation" record={one.funder} /> },
        { label: t("portal.column.purpose"), heading: true, cell: (one) => <Text value={one.name} locale={locale} /> },
        { label: t("portal.column.amount"), numeric: true, cell: (one) => money(one.amountCents, one.currency, locale) },
        { label: t("portal.column.source"), cell: (one) => <Origin c={c} subsidy={one} /> },
      ]}
    />
  );
};

const Origin: FC<{ c: PageContext; subsidy: Subsidy }> = ({ c, subsidy: { source, fileName, line, licence } }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (!fileName) return source ? <Text value={source.name} locale={locale} /> : <></>;
  return (
    <>
      {t("portal.subsidy.origin", { file: fileName, line: line ?? 0 })}
      {licence && ` (${licence})`}
    </>
  );
};
