import { createHash } from "node:crypto";
import { mayFollow, maySee } from "../../funding/assessment/visible-store.ts";
import { type Actor, may } from "../../platform/accounts/rights.ts";
import { logEvent } from "../../platform/audit/log.ts";
import type { City } from "../../platform/city.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { Translator } from "../../platform/i18n/messages.ts";
import { textIn } from "../../platform/localised.ts";
import { paperOf } from "../../platform/pdf/document.ts";
import { documentPdf } from "../../platform/pdf/render.ts";
import { type KindName, kindOf } from "../../register/kinds.ts";
import { changedFields } from "../../register/record/history.ts";
import { linksOf } from "../../register/record/links.ts";
import { findRecord } from "../../register/record/store.ts";
import { labelOf } from "../../ui/forms/context.ts";
import { valueReader } from "../../ui/value-reader.ts";
import { actorWords, detailWords, kindWords } from "../words.ts";
import { historyDocument, type ToldEntry } from "./document.ts";
import {
  anchorsByHead,
  applicationOfGrant,
  entriesOfApplication,
  entriesOfRecord,
  filesNamed,
  papersOf,
  subjectOf,
  type Told,
} from "./store.ts";

export interface HistoryServices {
  db: Database;
  city: City;
  baseUrl: string;
}
export interface MadeHistory {
  bytes: Uint8Array;
  /** Of the file: "historique-SOL-2026-0042.pdf". */
  name: string;
}

/** The whole history of a record of the register, as a PDF/UA. Undefined when there is no such record. Noted in the log. */
export async function recordHistory(
  services: HistoryServices,
  { kind, id }: { kind: KindName; id: string },
  by: Actor,
  t: Translator,
): Promise<MadeHistory | undefined> {
  const { db } = services;
  if (!may(by, "record.read")) return undefined;
  const definition = kindOf(kind);
  const record = await findRecord(db, definition, id);
  if (!record) return undefined;
  const entries = await entriesOfRecord(db, kind, id);
  const read = await valueReader(
    db,
    t,
    definition,
    entries.map(({ document }) => document),
  );
  const told = entries.map((entry, i): ToldEntry => {
    const before = entries[i - 1]?.document ?? {};
    const changes = changedFields(definition, before, entry.document).map((name): [string, string] => {
      const [was, is] = [read(name, before[name]), read(name, entry.document[name])];
      const empty = t("proof.empty");
      return [labelOf(t, kind, name), was === "" ? is || empty : t("proof.change", { before: was, after: is || empty })];
    });
    return { entry, who: actorWords(t, entry), changes: changes.filter(([, value]) => value !== t("proof.empty")) };
  });
  const digests = entries.flatMap(({ document }) =>
    linksOf(definition.fields, document).flatMap(({ to, key }) => (to.type === "file" ? [key] : [])),
  );
  const name = textIn(record.document.name as never, t.locale)?.text ?? textIn(record.document.title as never, t.locale)?.text ?? id;
  return make(
    services,
    {
      kind,
      id,
      title: name,
      subtitle: `${t.dynamic(`kind.${kind}`)} · ${id}`,
      facts: [[t("pdf.history.state"), t.dynamic(`status.${record.status}`)]],
      told,
    },
    await filesNamed(db, [...new Set(digests)]),
    by,
    t,
  );
}

/** The same of an application, with its assessment, vote, grant, payments and reports; for who may see the file. */
export async function applicationHistory(
  services: HistoryServices,
  application: string,
  by: Actor,
  t: Translator,
): Promise<MadeHistory | undefined> {
  return (await maySee(services.db, by, application)) ? ofApplication(services, application, by, t) : undefined;
}
/** The same, for who may follow the grant: what is of the file alone is named and not told to who may not read it. */
export async function grantHistory(services: HistoryServices, grant: string, by: Actor, t: Translator): Promise<MadeHistory | undefined> {
  if (!may(by, "grant.read") || !(await mayFollow(services.db, by, grant))) return undefined;
  const application = await applicationOfGrant(services.db, grant);
  return application === undefined ? undefined : ofApplication(services, application, by, t);
}

async function ofApplication(services: HistoryServices, id: string, by: Actor, t: Translator): Promise<MadeHistory | undefined> {
  const { db } = services;
  const subject = await subjectOf(db, id);
  if (!subject) return undefined;
  const entries = await entriesOfApplication(db, id);
  const desk = may(by, "application.instruct");
  const papers = (await papersOf(db, id)).filter(({ origin }) => desk || origin === "made");
  const number = subject.number ?? id.slice(0, 8);
  const state = [`state.grant.${subject.state}`, `state.application.${subject.state}`].find((key) => t.has(key));
  return make(
    services,
    {
      ...{ kind: "application", id, title: number, subtitle: subject.title },
      facts: state ? [[t("pdf.history.state"), t.dynamic(state)]] : [],
      told: entries.map((entry) => tellAct(entry, by, subject.currency, t)),
    },
    papers,
    by,
    t,
  );
}

/**
 * What this reader is told of an act. Who assessed, and who declared an interest, is for those who name assessors; what
 * was asked and answered in the file, for those who handle it (CGCT L2131-11; law 2013-907, art. 2).
 */
export function tellAct(entry: Told, by: Actor, currency: string, t: Translator): ToldEntry {
  const changes = () => detailWords(t, entry.kind, entry.document, currency);
  if (entry.kind === "assessment")
    return may(by, "assessor.name")
      ? { entry, who: actorWords(t, entry), changes: changes() }
      : { entry, who: t("proof.assessor"), changes: [[t("proof.detail"), t("proof.hidden")]] };
  if (entry.kind === "application" && !may(by, "application.instruct"))
    return {
      entry,
      who: entry.actorRole ? t.dynamic(`role.${entry.actorRole}`) : t("proof.unnamed"),
      changes: [[t("proof.detail"), t("proof.hidden")]],
    };
  return { entry, who: actorWords(t, entry), changes: changes() };
}

interface Content {
  kind: string;
  id: string;
  title: string;
  subtitle: string;
  facts: [string, string][];
  told: ToldEntry[];
}

async function make(
  { db, city, baseUrl }: HistoryServices,
  { kind, id, title, subtitle, facts, told }: Content,
  papers: Awaited<ReturnType<typeof papersOf>>,
  by: Actor,
  t: Translator,
): Promise<MadeHistory> {
  const at = new Date();
  const anchors = await anchorsByHead(db);
  const data = {
    title,
    subtitle,
    facts: [[t("pdf.history.of"), kindWords(t, kind)] as [string, string], ...facts],
    entries: told,
    papers,
    anchors,
  };
  const document = historyDocument({ ...data, site: baseUrl, at, reader: by.name }, t);
  const bytes = await documentPdf(document, paperOf(city, t.locale), { locale: t.locale, at });
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  // Whoever takes a history away takes names with it: that is itself an entry.
  await logEvent(
    db,
    { kind: "export", id: `${kind}/${id}`, document: { sha256, entries: told.length, language: t.locale } },
    "history_made",
    by,
  );
  return { bytes, name: `${t("pdf.history.fileName")}-${title.replace(/[^\p{L}\p{N}-]+/gu, "-").slice(0, 60)}.pdf` };
}
