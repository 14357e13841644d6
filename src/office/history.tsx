import type { FC } from "hono/jsx";
import { may } from "../platform/accounts/rights.ts";
import { type KindName, kindOf } from "../register/kinds.ts";
import { restoreRecord } from "../register/record/actions.ts";
import { changedFields, type HistoryEntry, historyOf } from "../register/record/history.ts";
import { findRecord, type StoredRecord } from "../register/record/store.ts";
import { instant } from "../ui/format.ts";
import { labelOf } from "../ui/forms/context.ts";
import { plain } from "../ui/text.tsx";
import { officeHref } from "./addresses.ts";
import { FieldDifference, type Reader, readerOf } from "./difference.tsx";
import { RecordBar } from "./edit-page.tsx";
import type { OfficeContext } from "./env.ts";
import { oneOf, readForm } from "./form-data.ts";
import { HistoryFile } from "./journal/history-file.tsx";
import { OfficeLayout } from "./layout.tsx";

export async function showHistory(c: OfficeContext, kind: KindName, id: string, problem?: string): Promise<Response> {
  const { db } = c.get("services");
  const record = await findRecord(db, kindOf(kind), id);
  if (!record) return c.notFound();
  const entries = await historyOf(db, kind, id);
  const read = await readerOf(
    c,
    kindOf(kind),
    entries.map((entry) => entry.document),
  );
  return c.html(<History c={c} kind={kind} record={record} entries={entries} read={read} problem={problem} />, problem ? 409 : 200);
}

export async function restore(c: OfficeContext, kind: KindName, id: string): Promise<Response> {
  const { values } = await readForm(c);
  const { db, content } = c.get("services");
  const restored = await restoreRecord(db, kind, id, Number(oneOf(values, "version")), c.get("officer"));
  if (!restored.ok)
    return showHistory(
      c,
      kind,
      id,
      c
        .get("t")
        .dynamic(
          restored.reason === "references" || restored.reason === "invalid" ? "office.history.cannot" : `office.failure.${restored.reason}`,
        ),
    );
  await content.touch();
  return c.redirect(`${officeHref(kind, id)}?fait=restaure`, 303);
}

const History: FC<{
  c: OfficeContext;
  kind: KindName;
  record: StoredRecord;
  entries: HistoryEntry[];
  read: Reader;
  problem: string | undefined;
}> = ({ c, kind, record, entries, read, problem }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const editor = may(c.get("officer"), "record.edit");
  return (
    <OfficeLayout c={c} title={t("office.history.title")}>
      <p class="kicker">
        <a href={officeHref(kind, record.id)}>{plain(record.document.name as never, locale)}</a>
      </p>
      <h1>{t("office.history.title")}</h1>
      <RecordBar c={c} kind={kind} record={record} />
      <HistoryFile c={c} href={officeHref(kind, record.id, "historique.pdf")} />
      {problem && (
        <p class="error-summary" role="alert">
          {problem}
        </p>
      )}
      <ol class="history">
        {entries.map((entry, i) => {
          const before = entries[i + 1];
          const fields = before && entry.action !== "created" ? changedFields(kindOf(kind), before.document, entry.document) : [];
          return (
            <li>
              <h2>
                {t.dynamic(`office.action.${entry.action}`)} <span class="meta">{t("office.version", { n: entry.version })}</span>
              </h2>
              <p class="meta">
                <time datetime={entry.at.toISOString()}>{instant(entry.at, locale)}</time> · {entry.actorName}
              </p>
              {fields.length > 0 && (
                <dl class="differences">
                  {fields.map((name) => (
                    <div>
                      <dt>{labelOf(t, kind, name)}</dt>
                      <dd>
                        <FieldDifference
                          field={kindOf(kind).fields[name]!}
                          name={name}
                          before={before!.document[name]}
                          after={entry.document[name]}
                          read={read}
                        />
                      </dd>
                    </div>
                  ))}
                </dl>
              )}
              {editor && i > 0 && changedFields(kindOf(kind), record.document, entry.document).length > 0 && (
                <form method="post" action={officeHref(kind, record.id, "restaurer")}>
                  <button class="quiet small" type="submit" name="version" value={entry.version}>
                    {t("office.history.restore", { n: entry.version })}
                  </button>
                </form>
              )}
            </li>
          );
        })}
      </ol>
    </OfficeLayout>
  );
};
