import type { FC } from "hono/jsx";
import { may } from "../platform/accounts/rights.ts";
import type { Localised } from "../platform/localised.ts";
import { type Document, type KindName, kindOf } from "../register/kinds.ts";
import type { Reported } from "../register/project/reported-store.ts";
import { createRecord, editRecord, type Failure, moveRecord } from "../register/record/actions.ts";
import { recordId } from "../register/record/fields.ts";
import { historyOf } from "../register/record/history.ts";
import type { Problem } from "../register/record/kind.ts";
import { linkKey, namesOfLinks } from "../register/record/link-names-store.ts";
import { parseDocument } from "../register/record/parse.ts";
import { publishWithReferences } from "../register/record/publish.ts";
import { type Transition, transitionsFrom } from "../register/record/states.ts";
import { findRecord, type StoredRecord } from "../register/record/store.ts";
import { ErrorSummary, type FormContext, FormFields, ReferenceLists } from "../ui/forms/fields.tsx";
import { applyListAction, type FormValues, fromForm, toForm } from "../ui/forms/values.ts";
import { hrefOfRecord, pageOfKind } from "../ui/paths.ts";
import { DemoBadge, StatusBadge } from "../ui/status.tsx";
import { plain } from "../ui/text.tsx";
import { officeHref } from "./addresses.ts";
import { bringOnto, Conflict, takeField } from "./conflict.tsx";
import { MissionBeside, missionBeside } from "./cooperation/beside.tsx";
import { COPY } from "./copy-edition.tsx";
import { type Reader, readerOf } from "./difference.tsx";
import type { OfficeContext } from "./env.ts";
import { oneOf, readForm } from "./form-data.ts";
import { findChoices, formOptions, pick, resolveNames } from "./form-options.ts";
import { OfficeLayout } from "./layout.tsx";
import { SensitiveBadge } from "./occasions/sensitive.tsx";
import { officeFileHref } from "./preview.ts";
import { ReportedNote, reportedOf } from "./reported.tsx";
import { keepUploads } from "./uploads.ts";

interface View {
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

export async function newRecord(c: OfficeContext, kind: KindName): Promise<Response> {
  const document = { ...emptyDocument(kind), ...begunWith(kind, c.req.query()) };
  return show(c, kind, { values: toForm(kindOf(kind).fields, document, c.get("locale")) });
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
  const problems = may(c.get("officer"), "record.edit")
    ? await keepUploads(services, fields, values, files, { by: c.get("officer"), locale: c.get("locale") })
    : [];
  const action = oneOf(values, "do");
  const version = Number(oneOf(values, "version"));
  // The version that was read, whatever has been saved since: it is compared when the form is saved.
  const again = { record, version, problems, inConflict: oneOf(values, "conflict") === "1" && record?.version === version };
  if (action.startsWith("take:") && record)
    return show(c, kind, {
      ...again,
      values: takeField(kindOf(kind), values, record.document, action.slice("take:".length), c.get("locale")),
    });
  if (action.startsWith("find:"))
    return show(c, kind, { ...again, values, found: await findChoices(db, fields, values, action.slice("find:".length), c.get("locale")) });
  if (action.startsWith("pick:")) return show(c, kind, { ...again, values: pick(values, action.slice("pick:".length)) });
  if (action !== "" && action !== "save") return show(c, kind, { ...again, values: applyListAction(action, values) });

  const resolved = await resolveNames(db, kindOf(kind), fromForm(fields, values));
  problems.push(...resolved.problems);
  if (problems.length > 0) {
    const parsed = parseDocument(kindOf(kind), resolved.input);
    return show(c, kind, { ...again, values, problems: [...problems, ...(parsed.ok ? [] : parsed.problems)] }, 422);
  }
  const saved = record
    ? await editRecord(db, kind, record.id, version, resolved.input, c.get("officer"))
    : await createRecord(db, kind, resolved.input, c.get("officer"));
  if (!saved.ok && saved.reason === "conflict") {
    const base = (await historyOf(db, kind, saved.current.id, 10_000)).find((entry) => entry.version === version);
    const merged = base ? bringOnto(kindOf(kind), values, base.document, saved.current.document, c.get("locale")) : values;
    return show(c, kind, { record: saved.current, version: saved.current.version, values: merged, inConflict: true }, 409);
  }
  if (!saved.ok)
    return show(c, kind, { ...again, values, problems: saved.reason === "invalid" ? saved.problems : [], failure: saved }, statusOf(saved));
  content.touch();
  const target = record?.id ?? (saved as { id: string }).id;
  return c.redirect(`${officeHref(kind, target)}?fait=${record ? "enregistre" : "cree"}`, 303);
}

/** Publish, withdraw, archive, reopen. With `also`, what stands in the way of publication is published too. */
export async function moveState(c: OfficeContext, kind: KindName, id: string): Promise<Response> {
  const { db, content } = c.get("services");
  const { values } = await readForm(c);
  const transition = oneOf(values, "do") as Transition;
  const record = await findRecord(db, kindOf(kind), id);
  if (!record) return c.notFound();
  const officer = c.get("officer");
  const moved =
    transition === "publish" && oneOf(values, "also") === "1"
      ? await publishWithReferences(db, kind, id, officer)
      : await moveRecord(db, kind, id, transition, officer);
  if (!moved.ok)
    return show(
      c,
      kind,
      {
        record,
        values: toForm(kindOf(kind).fields, record.document, c.get("locale")),
        problems: moved.reason === "invalid" ? moved.problems : [],
        failure: moved,
      },
      statusOf(moved),
    );
  content.touch();
  return c.redirect(`${officeHref(kind, id)}?fait=${transition}`, 303);
}

function statusOf(failure: Failure): 403 | 404 | 409 | 422 {
  return failure.reason === "forbidden" ? 403 : failure.reason === "not_found" ? 404 : failure.reason === "invalid" ? 422 : 409;
}

function emptyDocument(kind: KindName): Record<string, unknown> {
  return Object.fromEntries(Object.entries(kindOf(kind).fields).map(([name, field]) => [name, field.empty ?? null])) as Document<
    typeof kind
  > as Record<string, unknown>;
}

/** The records that the address of a new form names already: ?programme=…&organisation=… */
function begunWith(kind: KindName, query: Record<string, string>): Record<string, string> {
  const { fields } = kindOf(kind);
  return Object.fromEntries(
    Object.entries(query).filter(([name, id]) => fields[name]?.widget.type === "reference" && recordId.safeParse(id).success),
  );
}

async function show(c: OfficeContext, kind: KindName, view: View, status: 200 | 403 | 404 | 409 | 422 = 200): Promise<Response> {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const form: FormContext = {
    kind,
    values: view.values,
    problems: view.problems ?? [],
    options: await formOptions(c.get("services").db, kindOf(kind), locale),
    found: view.found,
    fileHref: officeFileHref,
    t,
    locale,
  };
  const read =
    view.inConflict && view.record
      ? await readerOf(c, kindOf(kind), [view.record.document, fromForm(kindOf(kind).fields, view.values)])
      : undefined;
  const blocking =
    view.failure?.reason === "references"
      ? await namesOfLinks(
          c.get("services").db,
          view.failure.records.map((one) => ({ path: "", to: { type: "record", kind: one.kind }, key: one.id })),
        )
      : new Map();
  const reported = await reportedOf(c.get("services").db, kind, view.record?.id);
  const mission = await missionBeside(c.get("services").db, kind, view.record?.id);
  return c.html(
    <EditPage c={c} kind={kind} view={view} form={form} read={read} blocking={blocking} reported={reported} mission={mission} />,
    status,
  );
}

const EditPage: FC<{
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
        <fieldset class="bare" disabled={!editor}>
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
