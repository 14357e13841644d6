import type { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { FC } from "hono/jsx";
import type { Outcome, Refusal } from "../../funding/acts.ts";
import {
  assessorsOf,
  type EditionAssessor,
  invitationsOf,
  possibleAssessors,
  settleInvitations,
} from "../../funding/assessment/assessor-store.ts";
import { addAssessor, assignAll, inviteAssessor, remindAssessors, removeAssessor } from "../../funding/assessment/assessors.ts";
import { editionsWithFiles } from "../../funding/assessment/edition-store.ts";
import { languages, localeOf } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import { currentEdition } from "../../register/edition/store.ts";
import { count } from "../../ui/format.ts";
import { Of } from "../../ui/of.tsx";
import { Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { oneOf, readForm } from "../form-data.ts";
import { OfficeLayout } from "../layout.tsx";
import { only } from "../refused.tsx";
import { When } from "../when.tsx";

import { done, doneNotice, RefusalNotice } from "./refusal.tsx";

const PATH = "/bureau/evaluations/editions";

/** Who assesses an edition, by strand, and how far each is. For officers. */
export function assessorPages(app: Hono<OfficeEnv>): void {
  app.use("/evaluations/editions/*", only("assessor.name"));
  app.get("/evaluations/editions", async (c) => {
    const [t, locale] = [c.get("t"), c.get("locale")];
    const editions = await editionsWithFiles(c.get("services").db, c.get("officer"));
    const title = t("assessment.editions");
    return c.html(
      <OfficeLayout c={c} title={title}>
        <h1>{title}</h1>
        {editions.length === 0 ? (
          <p class="muted">{t("instruction.empty")}</p>
        ) : (
          <Table
            caption={title}
            hideCaption
            class="dense"
            rows={editions}
            columns={[
              {
                label: t("instruction.edition"),
                heading: true,
                cell: (row) => (
                  <a href={`${PATH}/${row.id}`}>
                    {row.code} <Text value={row.name} locale={locale} />
                  </a>
                ),
              },
              { label: t("assessment.files"), numeric: true, cell: (row) => count(row.files, locale) },
              { label: t("assessment.inAssessment"), numeric: true, cell: (row) => count(row.inAssessment, locale) },
              {
                label: t("assessment.opinions"),
                numeric: true,
                cell: (row) => `${count(row.given, locale)} / ${count(row.asked, locale)}`,
              },
              { label: t("assessment.ranking"), cell: (row) => <a href={`/bureau/classement/${row.id}`}>{t("assessment.ranking")}</a> },
            ]}
          />
        )}
      </OfficeLayout>,
    );
  });
  app.get("/evaluations/editions/:edition", (c) => show(c));
  app.post("/evaluations/editions/:edition", async (c) => {
    const { values } = await readForm(c);
    const { db, baseUrl, mail } = c.get("services");
    const by = c.get("officer");
    const edition = c.req.param("edition");
    const one = (name: string) => oneOf(values, name);
    const [what = "", user = "", strand = ""] = one("do").split(":");
    const run = async (): Promise<Outcome<{ n?: number }>> => {
      switch (what) {
        case "add":
          return counted(await addAssessor(db, baseUrl, edition, one("user"), one("strand"), by), "assigned");
        case "remove":
          return removeAssessor(db, edition, user, strand, by);
        case "invite": {
          const locale = one("language");
          return inviteAssessor(db, mail, { edition, email: one("email"), strand: one("strand"), locale: localeOf(locale) }, by);
        }
        case "assign":
          return counted(await assignAll(db, edition, by), "assigned");
        case "remind":
          return counted(await remindAssessors(db, baseUrl, edition, by, user || undefined), "reminded");
        default:
          throw new HTTPException(400);
      }
    };
    const done = await run();
    if (!done.ok) return show(c, done);
    return c.redirect(`${PATH}/${edition}?fait=${what}&n=${done.n ?? 0}`, 303);
  });
}

function counted<K extends string>(done: Outcome<Record<K, number>>, name: K): Outcome<{ n?: number }> {
  return done.ok ? { ok: true, n: done[name] } : done;
}

async function show(c: OfficeContext, refusal?: Refusal): Promise<Response> {
  const { db } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const id = c.req.param("edition") ?? "";
  const edition = await currentEdition(db, id);
  if (!edition) return c.notFound();
  await settleInvitations(db, id);
  const [assessors, invitations, possible] = await Promise.all([assessorsOf(db, id), invitationsOf(db, id), possibleAssessors(db)]);
  const { strands, name } = edition.document;
  const strandName = (code: string) =>
    code === "" ? t("assessment.everyStrand") : plain(strands.find((one) => one.code === code)?.name ?? {}, locale) || code;
  const title = `${t("assessment.assessors")} ${edition.document.code}`;
  return c.html(
    <OfficeLayout c={c} title={title} notice={doneNotice(c, `assessment.done.${done(c)}`)}>
      <p>
        <a href={PATH}>{t("assessment.editions")}</a> · <a href={`/bureau/classement/${id}`}>{t("assessment.ranking")}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">
        <Text value={name} locale={locale} />
      </p>
      <RefusalNotice c={c} refusal={refusal} />
      <Assessors c={c} rows={assessors} strandName={strandName} />
      {invitations.length > 0 && (
        <Table
          caption={t("assessment.invited", { count: invitations.length })}
          class="dense"
          rows={invitations}
          columns={[
            { label: t("assessment.email"), heading: true, cell: (row) => row.email },
            { label: t("instruction.strand"), cell: (row) => strandName(row.strand) },
            { label: t("assessment.since"), cell: (row) => <When at={row.invitedAt} locale={locale} /> },
          ]}
        />
      )}
      <form method="post" class="row-form">
        <button type="submit" name="do" value="assign">
          {t("assessment.assignAll")}
        </button>
        <button type="submit" class="quiet" name="do" value="remind">
          {t("assessment.remindAll")}
        </button>
      </form>
      <div class="office-columns">
        <form method="post">
          <h2>{t("assessment.add")}</h2>
          <div class="form-field">
            <label for="user">{t("assessment.assessor")}</label>
            <select id="user" name="user">
              {possible.map(({ id: user, name: label, role }) => (
                <option value={user}>
                  {label} ({t.dynamic(`role.${role}`)})
                </option>
              ))}
            </select>
          </div>
          <Strand c={c} id="add-strand" strands={strands} />
          <p>
            <button type="submit" name="do" value="add">
              {t("assessment.add")}
            </button>
          </p>
        </form>
        <form method="post">
          <h2>{t("assessment.invite")}</h2>
          <div class="form-field">
            <label for="email">{t("assessment.email")}</label>
            <input id="email" type="email" name="email" required autocomplete="off" />
          </div>
          <Strand c={c} id="invite-strand" strands={strands} />
          <div class="form-field">
            <label for="language">{t("assessment.language")}</label>
            <select id="language" name="language">
              {languages.map((one) => (
                <option value={one} selected={one === locale} lang={one}>
                  {translator(one)("common.language")}
                </option>
              ))}
            </select>
          </div>
          <p>
            <button type="submit" name="do" value="invite">
              {t("assessment.invite")}
            </button>
          </p>
        </form>
      </div>
    </OfficeLayout>,
    refusal ? 422 : 200,
  );
}

const Strand: FC<{ c: OfficeContext; id: string; strands: { code: string; name: Record<string, string | undefined> }[] }> = ({
  c,
  id,
  strands,
}) => (
  <div class="form-field">
    <label for={id}>{c.get("t")("instruction.strand")}</label>
    <select id={id} name="strand">
      <option value="">{c.get("t")("assessment.everyStrand")}</option>
      {strands.map(({ code, name }) => (
        <option value={code}>{plain(name, c.get("locale"))}</option>
      ))}
    </select>
  </div>
);

const Assessors: FC<{ c: OfficeContext; rows: EditionAssessor[]; strandName: (code: string) => string }> = ({ c, rows, strandName }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (rows.length === 0) return <p class="muted">{t("assessment.none")}</p>;
  return (
    <Table
      caption={t("assessment.assessors")}
      hideCaption
      class="dense"
      rows={rows}
      columns={[
        { label: t("assessment.assessor"), heading: true, cell: (row) => row.name },
        { label: t("instruction.strand"), cell: (row) => strandName(row.strand) },
        {
          label: t("assessment.declaration"),
          cell: (row) =>
            row.declaredAt ? <When at={row.declaredAt} locale={locale} /> : <strong class="late">{t("assessment.undeclared")}</strong>,
        },
        { label: t("assessment.opinions"), numeric: true, cell: (row) => `${row.given} / ${row.assigned}` },
        { label: t("assessment.asides"), numeric: true, cell: (row) => row.interests },
        { label: t("assessment.remindedAt"), cell: (row) => (row.remindedAt ? <When at={row.remindedAt} locale={locale} /> : "–") },
        {
          label: t("instruction.act"),
          cell: (row) => (
            <form method="post" class="row-form">
              {row.given < row.assigned && (
                <button type="submit" class="quiet small" name="do" value={`remind:${row.userId}`}>
                  {t("assessment.remind")}
                  <Of t={t}>{row.name}</Of>
                </button>
              )}
              <button type="submit" class="quiet small" name="do" value={`remove:${row.userId}:${row.strand}`}>
                {t("assessment.remove")}
                <Of t={t}>{row.name}</Of>
              </button>
            </form>
          ),
        },
      ]}
    />
  );
};
