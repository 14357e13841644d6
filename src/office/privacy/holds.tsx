import type { FC } from "hono/jsx";
import { holdKinds } from "../../privacy/hold/rules.ts";
import type { Hold } from "../../privacy/hold/store.ts";
import { day } from "../../ui/format.ts";
import { SelectField, TextField } from "../../ui/forms/plain.tsx";
import { Of } from "../../ui/of.tsx";
import { Table } from "../../ui/table.tsx";
import type { OfficeContext } from "../env.ts";
import { oneOf } from "../form-data.ts";
import { problemsOf, RefusedBox } from "./parts.tsx";
import type { Shown } from "./shown.ts";

const PATH = "/bureau/conservation";

/** What a dispute holds, and what it has let go. */
export const Holds: FC<{ c: OfficeContext; holds: Hold[]; shown: Shown }> = ({ c, holds, shown }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <section>
      <h2 id="holds">{t("retention.holds")}</h2>
      <p>{t("retention.holdsText")}</p>
      {holds.length === 0 ? (
        <p>{t("retention.noHold")}</p>
      ) : (
        <Table
          caption={t("retention.holds")}
          hideCaption
          rows={holds}
          columns={[
            { label: t("retention.what"), heading: true, cell: ({ kind, record }) => `${t(`retention.hold.kind.${kind}`)} ${record}` },
            { label: t("retention.hold.reason"), cell: ({ reason }) => reason },
            { label: t("retention.hold.since"), cell: (one) => `${day(one.placedAt, locale)}, ${one.placedName}` },
            {
              label: t("retention.hold.lift"),
              cell: (one) =>
                one.liftedAt ? (
                  t("retention.hold.ended", { on: day(one.liftedAt, locale), name: one.liftedName ?? "", reason: one.liftedReason ?? "" })
                ) : (
                  <form method="post" action={`${PATH}#holds`}>
                    <input type="hidden" name="id" value={one.id} />
                    <label for={`lift-${one.id}`}>{t("retention.hold.liftReason")}</label>
                    <input id={`lift-${one.id}`} name="reason" required aria-invalid={shown.lifting === one.id ? "true" : undefined} />
                    <button class="quiet small" type="submit" name="do" value="lift">
                      {t("retention.hold.lift")}
                      <Of t={t}>{one.record}</Of>
                    </button>
                  </form>
                ),
            },
          ]}
        />
      )}
    </section>
  );
};

export const HoldForm: FC<{ c: OfficeContext; shown: Shown }> = ({ c, shown }) => {
  const t = c.get("t");
  const { values = {} } = shown;
  const refusal = shown.lifting ? undefined : shown.refusal;
  const problems = problemsOf(t, refusal);
  return (
    <form method="post" action={`${PATH}#holds`} class="narrow-form">
      <h3>{t("retention.hold.place")}</h3>
      <RefusedBox t={t} refusal={shown.refusal} />
      <SelectField
        name="kind"
        label={t("retention.hold.kind")}
        value={oneOf(values, "kind")}
        options={holdKinds.map((kind) => ({ value: kind, label: t(`retention.hold.kind.${kind}`) }))}
        problem={problems.kind}
      />
      <TextField
        name="record"
        label={t("retention.hold.record")}
        hint={t("retention.hold.recordHint")}
        value={oneOf(values, "record")}
        problem={problems.record}
        required
      />
      <TextField
        name="reason"
        label={t("retention.hold.reason")}
        hint={t("retention.hold.reasonHint")}
        value={oneOf(values, "reason")}
        problem={problems.reason}
        rows={3}
      />
      <button type="submit" name="do" value="hold">
        {t("retention.hold.place")}
      </button>
    </form>
  );
};
