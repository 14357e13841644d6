import type { FC } from "hono/jsx";
import type { JournalEntry, journalWords } from "../../proof/journal/store.ts";
import type { Health } from "../../proof/verification/actions.ts";
import type { Check } from "../../proof/verification/store.ts";
import { actionWords, actorWords, kindWords } from "../../proof/words.ts";
import { type ActiveFilter, FilterForm } from "../../ui/filter-form.tsx";
import { date } from "../../ui/format.ts";
import { Table } from "../../ui/table.tsx";
import type { OfficeContext } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";
import { When } from "../when.tsx";
import type { Asked } from "./asked.ts";
import { byWhom, faultWords, HealthFacts, LogAlarms } from "./health.tsx";
import { subjectHref } from "./subject.ts";

const PATH = "/bureau/journal";

interface Data {
  asked: Asked;
  entries: JournalEntry[];
  /** After which entry the next page begins. */
  next: number | undefined;
  words: Awaited<ReturnType<typeof journalWords>>;
  health: Health;
  checks: Check[];
  waiting: boolean;
  nobody: boolean;
}

function addressOf(asked: Asked): string {
  const entries = Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  const search = new URLSearchParams(entries).toString();
  return PATH + (search ? `?${search}` : "");
}

export const JournalPage: FC<{ c: OfficeContext; data: Data }> = ({ c, data }) => {
  const t = c.get("t");
  const { health, waiting } = data;
  return (
    <OfficeLayout c={c} title={t("journal.title")} notice={waiting && t("journal.asked")}>
      <h1>{t("journal.title")}</h1>
      <p>{t("journal.lead")}</p>
      <LogAlarms c={c} health={health} />
      <h2>{t("journal.health")}</h2>
      <HealthFacts c={c} health={health} />
      {!waiting && (
        <form method="post" action={PATH}>
          <p>
            <button type="submit">{t("journal.verify")}</button>
          </p>
          <p class="hint">{t("journal.verifyText")}</p>
        </form>
      )}
      <Checks c={c} checks={data.checks} />
      <h2>{t("journal.search")}</h2>
      <Search c={c} data={data} />
    </OfficeLayout>
  );
};

const Checks: FC<{ c: OfficeContext; checks: Check[] }> = ({ c, checks }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (checks.length === 0) return <></>;
  return (
    <details>
      <summary>{t("journal.checks")}</summary>
      <Table
        caption={t("journal.checks")}
        hideCaption
        class="dense"
        rows={checks}
        columns={[
          { label: t("journal.when"), heading: true, cell: (row) => <When at={row.at} locale={locale} /> },
          { label: t("journal.who"), cell: (row) => byWhom(c, row) },
          { label: t("journal.checks.from"), numeric: true, cell: (row) => String(row.fromId) },
          { label: t("journal.checks.entries"), numeric: true, cell: (row) => String(row.entries) },
          {
            label: t("journal.checks.result"),
            cell: (row) => (row.fault ? <strong>{faultWords(c, row)}</strong> : t("journal.checks.good")),
          },
        ]}
      />
    </details>
  );
};

const Search: FC<{ c: OfficeContext; data: Data }> = ({ c, data: { asked, entries, next, words, nobody } }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const byLabel = (a: { label: string }, b: { label: string }) => a.label.localeCompare(b.label, locale);
  const without = (name: keyof Asked) => addressOf({ ...asked, [name]: undefined, apres: undefined });
  const active: ActiveFilter[] = [
    ...(asked.qui ? [{ label: `${t("journal.who")} : ${asked.qui}`, without: without("qui") }] : []),
    ...(asked.nature ? [{ label: kindWords(t, asked.nature), without: without("nature") }] : []),
    ...(asked.fiche ? [{ label: asked.fiche, without: without("fiche") }] : []),
    ...(asked.action ? [{ label: actionWords(t, { kind: asked.nature ?? "", action: asked.action }), without: without("action") }] : []),
    ...(asked.du ? [{ label: `${t("journal.from")} ${date(asked.du, locale)}`, without: without("du") }] : []),
    ...(asked.au ? [{ label: `${t("journal.to")} ${date(asked.au, locale)}`, without: without("au") }] : []),
  ];
  return (
    <>
      <FilterForm
        c={c as never}
        action={PATH}
        label={t("journal.search")}
        clear={PATH}
        active={active}
        fields={[
          { type: "search", name: "qui", label: t("journal.who"), value: asked.qui },
          {
            type: "select",
            name: "nature",
            label: t("journal.kind"),
            value: asked.nature,
            empty: t("journal.all"),
            options: words.kinds.map((value) => ({ value, label: kindWords(t, value) })).sort(byLabel),
          },
          { type: "search", name: "fiche", label: t("journal.record"), value: asked.fiche },
          {
            type: "select",
            name: "action",
            label: t("journal.action"),
            value: asked.action,
            empty: t("journal.all"),
            options: words.actions
              .map((value) => ({ value, label: actionWords(t, { kind: asked.nature ?? "", action: value }) }))
              .sort(byLabel),
          },
          { type: "date", name: "du", label: t("journal.from"), value: asked.du },
          { type: "date", name: "au", label: t("journal.to"), value: asked.au },
        ]}
      />
      {entries.length === 0 ? (
        <p>{nobody ? t("journal.nobody") : t("journal.none")}</p>
      ) : (
        <Table
          caption={t("journal.list")}
          class="dense"
          rows={entries}
          columns={[
            { label: t("journal.id"), heading: true, cell: (row) => <a href={`${PATH}/${row.id}`}>{row.id}</a> },
            { label: t("journal.when"), cell: (row) => <When at={row.at} locale={locale} /> },
            {
              label: t("journal.who"),
              cell: (row) => <a href={addressOf({ ...asked, qui: row.actor, apres: undefined })}>{actorWords(t, row)}</a>,
            },
            { label: t("journal.what"), cell: (row) => actionWords(t, row) },
            { label: t("journal.on"), cell: (row) => <Subject c={c} entry={row} /> },
            { label: t("journal.hash"), cell: (row) => <code>{row.hash.slice(0, 12)}</code> },
          ]}
        />
      )}
      <p class="row-form">
        {asked.apres && <a href={addressOf({ ...asked, apres: undefined })}>{t("journal.newest")}</a>}
        {next && (
          <a href={addressOf({ ...asked, apres: next })} rel="next">
            {t("journal.older")}
          </a>
        )}
      </p>
    </>
  );
};

/** What an entry is about: its kind, and the way to it where it has a page. */
export const Subject: FC<{ c: OfficeContext; entry: Pick<JournalEntry, "kind" | "record"> }> = ({ c, entry }) => {
  const href = subjectHref(entry);
  const shown = entry.record.length > 40 ? `${entry.record.slice(0, 39)}…` : entry.record;
  return (
    <>
      {kindWords(c.get("t"), entry.kind)} {href ? <a href={href}>{shown}</a> : <span class="muted">{shown}</span>}
    </>
  );
};
