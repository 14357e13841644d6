import type { FC } from "hono/jsx";
import { may } from "../platform/accounts/rights.ts";
import type { Localised } from "../platform/localised.ts";
import { type KindName, kindOf } from "../register/kinds.ts";
import type { Reported } from "../register/project/reported-store.ts";
import type { Failure } from "../register/record/actions.ts";
import type { Problem } from "../register/record/kind.ts";
import { linkKey } from "../register/record/link-names-store.ts";
import { transitionsFrom } from "../register/record/states.ts";
import type { StoredRecord } from "../register/record/store.ts";
import type { FormContext } from "../ui/forms/context.ts";
import { ReferenceLists } from "../ui/forms/controls.tsx";
import { FormFields } from "../ui/forms/fields.tsx";
import { ErrorSummary } from "../ui/forms/problems.tsx";
import type { FormValues } from "../ui/forms/values.ts";
import { hrefOfRecord, pageOfKind } from "../ui/paths.ts";
import { DemoBadge, StatusBadge } from "../ui/status.tsx";
import { plain } from "../ui/text.tsx";
import { officeHref } from "./addresses.ts";
import { Conflict } from "./conflict.tsx";
import { MissionBeside, type missionBeside } from "./cooperation/beside.tsx";
import { COPY } from "./copy-edition.tsx";
import type { Reader } from "./difference.tsx";
import type { OfficeContext } from "./env.ts";
import { OfficeLayout } from "./layout.tsx";
import { SensitiveBadge } from "./occasions/sensitive.tsx";
import { ReportedNote } from "./reported.tsx";

export const EditPage: FC<{
  c: OfficeContext;
  kind: KindName;
  view: View;
  form: FormContext;
  read: Reader | undefined;
  blocking: Map<string, Localised>;
  reported: Reported | undefined;
  mission: Awaited<ReturnType<typeof missionBeside>>;
}> = ({ c, kind, view, form, read, blocking, reported, mission }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { record, failure } = view;
  const title = record ? plain(record.document.name as never, locale) : t("office.new", { kind: t.dynamic(`kind.${kind}`) });
  const { fields } = kindOf(kind);
  const editor = may(c.get("officer"), "record.edit");
  const hasFile = Object.values(fields).some(({ widget }) => widget.type === "file");
  return (
    <OfficeLayout c={c} title={title} notice={view.notice}>
      <p class="kicker">
        <a href={officeHref(kind)}>{t.dynamic(`kind.${kind}.many`)}</a>
      </p>
      <h1>{title}</h1>
      {record && <RecordBar c={c} kind={kind} record={record} />}
      {mission && <MissionBeside c={c} mission={mission} />}
      {record && reported && <ReportedNote c={c} id={record.id} reported={reported} />}
      {failure && <FailureNote c={c} kind={kind} failure={failure} names={blocking} record={record} />}
      {read && record && <Conflict c={c} kind={kind} current={record} values={view.values} read={read} form="record-form" />}
      <ErrorSummary form={form} />
      <form
        method="post"
        action={record ? officeHref(kind, record.id) : officeHref(kind, "nouveau")}
        enctype={hasFile ? "multipart/form-data" : undefined}
        class="record-form"
        id="record-form"
        novalidate
      >
        {record && <input type="hidden" name="version" value={view.version ?? record.version} />}
        {view.inConflict && <input type="hidden" name="conflict" value="1" />}
        {/* The first button is the one that Enter presses. */}
        <button type="submit" name="do" value="save" class="visually-hidden" tabindex={-1}>
          {t("office.form.save")}
        </button>
        <fieldset class="bare" role="presentation" disabled={!editor}>
          <FormFields form={form} fields={fields} />
          <p class="form-actions">
            <button type="submit" name="do" value="save">
              {view.inConflict ? t("office.conflict.overwrite") : t("office.form.save")}
            </button>
            <a class="button quiet" href={officeHref(kind)}>
              {t("office.form.leave")}
            </a>
          </p>
        </fieldset>
        <ReferenceLists options={form.options} />
      </form>
    </OfficeLayout>
  );
};

/** The state of a record and what can be done with it. */
export const RecordBar: FC<{ c: OfficeContext; kind: KindName; record: StoredRecord }> = ({ c, kind, record }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const page = hrefOfRecord(locale, kind, record.id);
  return (
    <div class="record-bar">
      <p>
        <StatusBadge status={record.status} t={t} /> <DemoBadge demo={record.demo} t={t} />{" "}
        <SensitiveBadge c={c} sensitive={record.document.sensitive === true} />{" "}
        <span class="meta">
          {t("office.version", { n: record.version })} · <code>{record.id}</code>
        </span>
      </p>
      <ul>
        {kind in pageOfKind && (
          <li>
            <a href={officeHref(kind, record.id, "apercu")}>{t("office.preview")}</a>
          </li>
        )}
        {page && record.status === "published" && (
          <li>
            <a href={page}>{t("office.public")}</a>
          </li>
        )}
        {kind === "occasion" && (
          <li>
            <a href={officeHref(kind, record.id, "fiche")}>{t("occasions.office.sheet")}</a>
          </li>
        )}
        {kind === "edition" && may(c.get("officer"), "record.edit") && (
          <li>
            <a href={officeHref(kind, record.id, COPY)}>{t("calls.copy.title")}</a>
          </li>
        )}
        {kind === "page" && (
          <li>
            <a href={officeHref(kind, record.id, "propositions")}>{t("pages.proposals.title")}</a>
          </li>
        )}
        <li>
          <a href={officeHref(kind, record.id, "historique")}>{t("office.history.title")}</a>
        </li>
      </ul>
      {may(c.get("officer"), "record.publish") && (
        <form method="post" action={officeHref(kind, record.id, "etat")} class="row-form">
          {transitionsFrom(record.status, kindOf(kind)).map((transition) => (
            <button type="submit" class={transition === "publish" ? undefined : "quiet"} name="do" value={transition}>
              {t.dynamic(`office.transition.${transition}`)}
            </button>
          ))}
        </form>
      )}
    </div>
  );
};

const FailureNote: FC<{
  c: OfficeContext;
  kind: KindName;
  failure: Failure;
  names: Map<string, Localised>;
  record: StoredRecord | undefined;
}> = ({ c, kind, failure, names, record }) => {
  const t = c.get("t");
  if (failure.reason === "invalid") return <></>;
  if (failure.reason === "references") {
    return (
      <div class="error-summary" role="alert">
        <p>{t("office.references.title")}</p>
        <ul>
          {failure.records.map((one) => (
            <li>
              <a href={officeHref(one.kind as KindName, one.id)}>
                {t.dynamic(`kind.${one.kind}`)} :{" "}
                {plain(names.get(linkKey({ to: { type: "record", kind: one.kind }, key: one.id })) ?? {}, c.get("locale")) || one.id}
              </a>
            </li>
          ))}
        </ul>
        {record && record.status !== "published" && (
          <form method="post" action={officeHref(kind, record.id, "etat")}>
            <input type="hidden" name="also" value="1" />
            <p>
              <button type="submit" name="do" value="publish">
                {t("office.references.also")}
              </button>
            </p>
          </form>
        )}
      </div>
    );
  }
  return (
    <p class="error-summary" role="alert">
      {t.dynamic(`office.failure.${failure.reason}`)}
    </p>
  );
};

export interface View {
  record?: StoredRecord | undefined;
  values: FormValues;
  /** Of the record when it was read; its own when it is shown as it stands. */
  version?: number | undefined;
  problems?: Problem[];
  found?: FormContext["found"];
  inConflict?: boolean;
  failure?: Failure | undefined;
  notice?: string | undefined;
}
