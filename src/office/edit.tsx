import type { FC } from "hono/jsx";
import { may } from "../platform/accounts/rights.ts";
import { type Document, type KindName, kindOf } from "../register/kinds.ts";
import { createRecord, editRecord, type Failure, moveRecord } from "../register/record/actions.ts";
import { changedFields } from "../register/record/history.ts";
import type { Problem } from "../register/record/kind.ts";
import { parseDocument } from "../register/record/parse.ts";
import { transitionsFrom, type Transition } from "../register/record/states.ts";
import { findRecord, type StoredRecord } from "../register/record/store.ts";
import { ErrorSummary, type FormContext, FormFields, labelOf, ReferenceLists } from "../ui/forms/fields.tsx";
import { applyListAction, type FormValues, fromForm, toForm } from "../ui/forms/values.ts";
import { hrefOfRecord, pageOfKind } from "../ui/paths.ts";
import { DemoBadge, StatusBadge } from "../ui/status.tsx";
import { plain } from "../ui/text.tsx";
import { officeHref } from "./addresses.ts";
import { Difference } from "./difference.tsx";
import type { OfficeContext } from "./env.ts";
import { oneOf, readForm } from "./form-data.ts";
import { formOptions, resolveNames } from "./form-options.ts";
import { OfficeLayout } from "./layout.tsx";
import { keepUploads } from "./uploads.ts";

interface View { record?: StoredRecord | undefined; values: FormValues; problems?: Problem[]; failure?: Failure | undefined; notice?: string | undefined }

export async function newRecord(c: OfficeContext, kind: KindName): Promise<Response> {
  return show(c, kind, { values: toForm(kindOf(kind).fields, emptyDocument(kind), c.get("locale")) });
}

export async function showRecord(c: OfficeContext, kind: KindName, id: string): Promise<Response> {
  const record = await findRecord(c.get("services").db, kindOf(kind), id);
  if (!record) return c.notFound();
  const done = c.req.query("fait");
  const notice = done && c.get("t").has(`office.done.${done}`) ? c.get("t").dynamic(`office.done.${done}`) : undefined;
  return show(c, kind, { record, values: toForm(kindOf(kind).fields, record.document, c.get("locale")), notice });
}

/** Takes a form in: a button of a list gives the form back changed; saving writes, or gives back what was typed with what is wrong. */
export async function saveRecord(c: OfficeContext, kind: KindName, id?: string): Promise<Response> {
  const services = c.get("services");
  const { db, content } = services;
  const { values, files } = await readForm(c);
  const { fields } = kindOf(kind);
  const record = id ? await findRecord(db, kindOf(kind), id) : undefined;
  if (id && !record) return c.notFound();
  const problems = may(c.get("officer"), "edit") ? await keepUploads(services, fields, values, files, c.get("locale")) : [];
  const action = oneOf(values, "do");
  if (action !== "" && action !== "save" && action !== "overwrite") return show(c, kind, { record, values: applyListAction(action, values), problems });

  const resolved = await resolveNames(db, kindOf(kind), fromForm(fields, values));
  problems.push(...resolved.problems);
  if (problems.length > 0) {
    const parsed = parseDocument(kindOf(kind), resolved.input);
    return show(c, kind, { record, values, problems: [...problems, ...(parsed.ok ? [] : parsed.problems)] }, 422);
  }
  const version = Number(oneOf(values, "version"));
  const saved = record ? await editRecord(db, kind, record.id, version, resolved.input, c.get("officer")) : await createRecord(db, kind, resolved.input, c.get("officer"));
  if (!saved.ok) return show(c, kind, { record: saved.reason === "conflict" ? saved.current : record, values, problems: saved.reason === "invalid" ? saved.problems : [], failure: saved }, statusOf(saved));
  content.touch();
  const target = record?.id ?? (saved as { id: string }).id;
  return c.redirect(`${officeHref(kind, target)}?fait=${record ? "enregistre" : "cree"}`, 303);
}

/** Publish, withdraw, archive, reopen. With `also`, what stands in the way is published first. */
export async function moveState(c: OfficeContext, kind: KindName, id: string): Promise<Response> {
  const { db, content } = c.get("services");
  const { values } = await readForm(c);
  const transition = oneOf(values, "do") as Transition;
  const record = await findRecord(db, kindOf(kind), id);
  if (!record) return c.notFound();
  const officer = c.get("officer");
  let moved = await moveRecord(db, kind, id, transition, officer);
  if (!moved.ok && moved.reason === "references" && transition === "publish" && oneOf(values, "also") === "1") {
    const refused = await publishAll(c, moved.records);
    moved = refused ?? (await moveRecord(db, kind, id, transition, officer));
  }
  if (!moved.ok) return show(c, kind, { record, values: toForm(kindOf(kind).fields, record.document, c.get("locale")), failure: moved }, statusOf(moved));
  content.touch();
  return c.redirect(`${officeHref(kind, id)}?fait=${transition}`, 303);
}

/** Publishes records, those they refer to first, a few levels deep; the first refusal that stays. */
async function publishAll(c: OfficeContext, records: { kind: string; id: string }[], depth = 4): Promise<Failure | undefined> {
  const { db } = c.get("services");
  for (const { kind, id } of records) {
    let moved = await moveRecord(db, kind as KindName, id, "publish", c.get("officer"));
    if (!moved.ok && moved.reason === "references" && depth > 0) {
      const refused = await publishAll(c, moved.records, depth - 1);
      if (refused) return refused;
      moved = await moveRecord(db, kind as KindName, id, "publish", c.get("officer"));
    }
    if (!moved.ok && !(moved.reason === "wrong_state" && moved.status === "published")) return moved.reason === "wrong_state" ? { ok: false, reason: "references", records: [{ kind, id }] } : moved;
  }
  return undefined;
}

function statusOf(failure: Failure): 403 | 404 | 409 | 422 {
  return failure.reason === "forbidden" ? 403 : failure.reason === "not_found" ? 404 : failure.reason === "invalid" ? 422 : 409;
}

function emptyDocument(kind: KindName): Record<string, unknown> {
  return Object.fromEntries(Object.entries(kindOf(kind).fields).map(([name, field]) => [name, field.empty ?? null])) as Document<typeof kind> as Record<string, unknown>;
}

async function show(c: OfficeContext, kind: KindName, view: View, status: 200 | 403 | 404 | 409 | 422 = 200): Promise<Response> {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const form: FormContext = { kind, values: view.values, problems: view.problems ?? [], options: await formOptions(c.get("services").db, kindOf(kind), locale), t, locale };
  return c.html(<EditPage c={c} kind={kind} view={view} form={form} />, status);
}

const EditPage: FC<{ c: OfficeContext; kind: KindName; view: View; form: FormContext }> = ({ c, kind, view, form }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { record, failure } = view;
  const title = record ? plain(record.document.name as never, locale) : t("office.new", { kind: t.dynamic(`kind.${kind}`) });
  const { fields } = kindOf(kind);
  const editor = may(c.get("officer"), "edit");
  const hasFile = Object.values(fields).some(({ widget }) => widget.type === "file");
  return (
    <OfficeLayout c={c} title={title} notice={view.notice}>
      <p class="kicker"><a href={officeHref(kind)}>{t.dynamic(`kind.${kind}.many`)}</a></p>
      <h1>{title}</h1>
      {record && <RecordBar c={c} kind={kind} record={record} />}
      {failure && <FailureNote c={c} kind={kind} failure={failure} values={view.values} record={record} />}
      <ErrorSummary form={form} />
      <form method="post" action={record ? officeHref(kind, record.id) : officeHref(kind, "nouveau")} enctype={hasFile ? "multipart/form-data" : undefined} class="record-form" novalidate>
        {record && <input type="hidden" name="version" value={record.version} />}
        {/* The first button is the one that Enter presses. */}
        <button type="submit" name="do" value="save" class="visually-hidden" tabindex={-1}>{t("office.form.save")}</button>
        <fieldset class="bare" disabled={!editor}>
          <FormFields form={form} fields={fields} />
          <p class="form-actions">
            <button type="submit" name="do" value="save">{failure?.reason === "conflict" ? t("office.conflict.overwrite") : t("office.form.save")}</button>
            <a class="button quiet" href={officeHref(kind)}>{t("office.form.leave")}</a>
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
      <p><StatusBadge status={record.status} t={t} /> <DemoBadge demo={record.demo} t={t} /> <span class="meta">{t("office.version", { n: record.version })} · <code>{record.id}</code></span></p>
      <ul>
        {kind in pageOfKind && <li><a href={officeHref(kind, record.id, "apercu")}>{t("office.preview")}</a></li>}
        {page && record.status === "published" && <li><a href={page}>{t("office.public")}</a></li>}
        <li><a href={officeHref(kind, record.id, "historique")}>{t("office.history.title")}</a></li>
      </ul>
      {may(c.get("officer"), "publish") && (
        <form method="post" action={officeHref(kind, record.id, "etat")} class="row-form">
          {transitionsFrom(record.status).map((transition) => <button type="submit" class={transition === "publish" ? undefined : "quiet"} name="do" value={transition}>{t.dynamic(`office.transition.${transition}`)}</button>)}
        </form>
      )}
    </div>
  );
};

const FailureNote: FC<{ c: OfficeContext; kind: KindName; failure: Failure; values: FormValues; record: StoredRecord | undefined }> = ({ c, kind, failure, values, record }) => {
  const t = c.get("t");
  if (failure.reason === "invalid") return <></>;
  if (failure.reason === "references") {
    return (
      <div class="error-summary" role="alert">
        <p>{t("office.references.title")}</p>
        <ul>{failure.records.map((one) => <li><a href={officeHref(one.kind as KindName, one.id)}>{t.dynamic(`kind.${one.kind}`)} : {one.id}</a></li>)}</ul>
        {record && record.status !== "published" && (
          <form method="post" action={officeHref(kind, record.id, "etat")}>
            <input type="hidden" name="also" value="1" />
            <p><button type="submit" name="do" value="publish">{t("office.references.also")}</button></p>
          </form>
        )}
      </div>
    );
  }
  if (failure.reason === "conflict") return <Conflict c={c} kind={kind} current={failure.current} values={values} />;
  return <p class="error-summary" role="alert">{t.dynamic(`office.failure.${failure.reason}`)}</p>;
};

/** Field by field: what stands now, and what was typed. The form below keeps what was typed; saving it again replaces. */
const Conflict: FC<{ c: OfficeContext; kind: KindName; current: StoredRecord; values: FormValues }> = ({ c, kind, current, values }) => {
  const t = c.get("t");
  const parsed = parseDocument(kindOf(kind), fromForm(kindOf(kind).fields, values), true);
  const typed = parsed.ok ? parsed.document : undefined;
  const fields = typed ? changedFields(kindOf(kind), current.document, typed) : [];
  return (
    <div class="error-summary" role="alert" id="conflict">
      <h2>{t("office.conflict.title")}</h2>
      <p>{t("office.conflict.text")}</p>
      {typed && <dl class="differences">{fields.map((name) => <div><dt>{labelOf(t, kind, name)}</dt><dd><Difference before={current.document[name]} after={typed[name]} t={t} labels={[t("office.conflict.now"), t("office.conflict.typed")]} /></dd></div>)}</dl>}
      <p><a href={officeHref(kind, current.id)}>{t("office.conflict.take")}</a></p>
    </div>
  );
};
