import type { FC } from "hono/jsx";
import type { Localised } from "../../../platform/localised.ts";
import { date } from "../../../ui/format.ts";
import type { PageContext } from "../../../ui/page.ts";
import { Table } from "../../../ui/table.tsx";
import { RecordLink } from "./frame.tsx";
import { choice } from "./words.ts";

/** A date as precisely as it is known, or the words that say it is not. */
export const KnownDate: FC<{ c: PageContext; value: string | null }> = ({ c, value }) =>
  value ? (
    <span class="nowrap">{date(value, c.get("locale"))}</span>
  ) : (
    <span class="muted nowrap">{c.get("t")("portal.date.unknown")}</span>
  );

/** The state of an agreement: one that does not run now is set apart by its words and its weight. */
export const AgreementState: FC<{ c: PageContext; state: string }> = ({ c, state }) => {
  const words = choice(c.get("t"), "agreement.state", state);
  return state === "suspended" || state === "denounced" ? <strong class="badge badge-stopped">{words}</strong> : <>{words}</>;
};

interface AgreementBrief {
  id: string;
  name: Localised;
  type: string;
  state: string;
  signedOn: string | null;
  endsOn: string | null;
}

/** Agreements as the page of another record lists them. */
export const AgreementsTable: FC<{ c: PageContext; agreements: AgreementBrief[]; caption: string }> = ({ c, agreements, caption }) => {
  const t = c.get("t");
  return (
    <Table
      caption={caption}
      hideCaption
      rows={agreements}
      columns={[
        {
          label: t("portal.column.agreement"),
          heading: true,
          cell: (agreement) => <RecordLink c={c} kind="agreement" record={agreement} />,
        },
        { label: t("portal.column.type"), cell: (agreement) => choice(t, "agreement.type", agreement.type) },
        { label: t("portal.column.state"), cell: (agreement) => <AgreementState c={c} state={agreement.state} /> },
        { label: t("portal.column.signed"), cell: (agreement) => <KnownDate c={c} value={agreement.signedOn} /> },
      ]}
    />
  );
};
