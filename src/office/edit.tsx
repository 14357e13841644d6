import { may } from "../platform/accounts/rights.ts";
import { type Document, type KindName, kindOf } from "../register/kinds.ts";
import { createRecord, editRecord, type Failure, moveRecord } from "../register/record/actions.ts";
import { recordId } from "../register/record/fields.ts";
import { historyOf } from "../register/record/history.ts";
import { namesOfLinks } from "../register/record/link-names-store.ts";
import { parseDocument } from "../register/record/parse.ts";
import { publishWithReferences } from "../register/record/publish.ts";
import type { Transition } from "../register/record/states.ts";
import { findRecord } from "../register/record/store.ts";
import type { FormContext } from "../ui/forms/context.ts";
import { applyListAction, fromForm, toForm } from "../ui/forms/values.ts";
import { officeHref } from "./addresses.ts";
import { bringOnto, takeField } from "./conflict.tsx";
import { missionBeside } from "./cooperation/beside.tsx";
import { readerOf } from "./difference.tsx";
import { EditPage, type View } from "./edit-page.tsx";
import type { OfficeContext } from "./env.ts";
import { oneOf, readForm } from "./form-data.ts";
import { findChoices, formOptions, pick, resolveNames } from "./form-options.ts";
import { officeFileHref } from "./preview.ts";
import { reportedOf } from "./reported.tsx";
import { keepUploads } from "./uploads.ts";

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
    // A file that was not taken is not also said to be missing.
    const told = new Set(problems.map(({ path }) => path));
    const others = parsed.ok ? [] : parsed.problems.filter(({ path }) => !told.has(path));
    return show(c, kind, { ...again, values, problems: [...problems, ...others] }, 422);
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
  await content.touch();
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
  await content.touch();
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
