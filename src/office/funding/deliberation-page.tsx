import type { FC } from "hono/jsx";
import { datesForm, deliberationForm, voteForm } from "../../funding/deliberation/rules.ts";
import { deliberationMoves } from "../../funding/deliberation/states.ts";
import {
  type DeliberationFile,
  deliberationFiles,
  findDeliberation,
  proposedFiles,
  untoldFiles,
} from "../../funding/deliberation/store.ts";
import { openMoves, whoIs } from "../../funding/states.ts";
import { may } from "../../platform/accounts/rights.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { Facts } from "../../ui/facts.tsx";
import { date, money } from "../../ui/format.ts";
import { Of } from "../../ui/of.tsx";
import { Table } from "../../ui/table.tsx";
import { plain } from "../../ui/text.tsx";
import type { OfficeContext } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";
import { done, doneNotice, RefusalNotice } from "./refusal.tsx";
import { FormSection, type Given, kindOfForm, MoveButton, refusalOf, uuidParam } from "./small-form.tsx";

export const PATH = "/bureau/deliberations";

export async function showDeliberation(c: OfficeContext, given?: Given): Promise<Response> {
  const { db } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const id = uuidParam(c);
  const one = id && (await findDeliberation(db, id));
  if (!one) return c.notFound();
  const who = whoIs(c.get("officer"));
  const prepares = may(c.get("officer"), "deliberation.prepare");
  const [files, proposed, untold] = await Promise.all([
    deliberationFiles(db, { deliberation: one.id }, c.get("officer")),
    one.state === "draft" && prepares ? proposedFiles(db, c.get("officer")) : [],
    one.state === "adopted" && prepares ? untoldFiles(db, one.id) : [],
  ]);
  const moves = openMoves(deliberationMoves, one.state, who, {
    files: files.length,
    numbered: one.reference !== null && one.sessionOn !== null,
  });
  const total = files.reduce((sum, file) => sum + file.sources.reduce((own, { cents }) => own + cents, 0), 0);
  const title = one.reference ? `${one.reference} · ${one.title}` : one.title;
  return c.html(
    <OfficeLayout c={c} title={title} notice={doneNotice(c, `grants.done.${done(c)}`)}>
      <p>
        <a href={PATH}>{t("grants.deliberations")}</a>
      </p>
      <h1>{title}</h1>
      <RefusalNotice c={c} refusal={refusalOf(given, ["add", "remove", "table", "withdraw", "postpone", "results"])} />
      <Facts
        facts={[
          [t("grants.state"), t.dynamic(`state.deliberation.${one.state}`)],
          [t("field.sessionOn"), one.sessionOn && date(one.sessionOn, locale)],
          [t("field.votedOn"), one.votedOn && date(one.votedOn, locale)],
          [
            t("grants.votes"),
            one.votesFor !== null &&
              t("grants.votes.text", {
                votesFor: one.votesFor,
                votesAgainst: one.votesAgainst!,
                abstained: one.abstained!,
                notVoting: one.notVoting!,
              }),
          ],
          [t("field.stepAsides"), one.stepAsides.map(({ name, reason }) => (reason ? `${name} (${reason})` : name)).join(", ")],
          [t("field.transmittedOn"), one.transmittedOn && date(one.transmittedOn, locale)],
          [t("field.publishedOn"), one.publishedOn && date(one.publishedOn, locale)],
          [t("field.executoryOn"), one.executoryOn && date(one.executoryOn, locale)],
        ]}
      />
      <p>
        <a href={`${PATH}/${one.id}/projet.pdf`}>{t("grants.deliberation.pdf")}</a>
      </p>
      <h2>{t("grants.beneficiaries", { count: files.length })}</h2>
      {files.length === 0 ? (
        <p class="muted">{t("grants.beneficiaries.none")}</p>
      ) : (
        <Files c={c} rows={files} total={total} removable={one.state === "draft" && prepares} />
      )}
      {one.state === "draft" && prepares && (
        <section>
          <h2>{t("grants.proposed")}</h2>
          {proposed.length === 0 ? <p class="muted">{t("grants.proposed.none")}</p> : <Proposed c={c} rows={proposed} />}
        </section>
      )}
      {moves.filter(({ name }) => name === "table" || name === "withdraw" || name === "postpone").length > 0 && (
        <section class="moves">
          <h2>{t("grants.next")}</h2>
          {moves
            .filter(({ name }) => name === "table" || name === "withdraw" || name === "postpone")
            .map((move) => (
              <MoveButton c={c} subject="deliberation" move={move} />
            ))}
        </section>
      )}
      {one.state === "tabled" && who.includes("council") && (
        <FormSection
          title={t("grants.vote")}
          c={c}
          name="vote"
          kind={kindOfForm(voteForm)}
          submit={t("grants.vote.do")}
          given={given}
          initial={{ votedOn: one.sessionOn }}
          note={t("grants.vote.note")}
        />
      )}
      {untold.length > 0 && (
        <section>
          <h2>{t("grants.results")}</h2>
          <p>{t("grants.results.text", { count: untold.length })}</p>
          <form method="post">
            <p>
              <button type="submit" name="do" value="results">
                {t("grants.results.do")}
              </button>
            </p>
          </form>
        </section>
      )}
      {one.state === "adopted" && prepares && (
        <FormSection
          title={t("grants.dates")}
          c={c}
          name="dates"
          kind={kindOfForm(datesForm)}
          submit={t("grants.dates.do")}
          given={given}
          initial={one}
          note={t("grants.dates.note")}
        />
      )}
      {one.state === "draft" && prepares && (
        <FormSection
          title={t("grants.deliberation.edit")}
          c={c}
          name="edit"
          kind={kindOfForm(deliberationForm)}
          submit={t("grants.save")}
          given={given}
          initial={one}
          hidden={{ version: one.version }}
        />
      )}
    </OfficeLayout>,
    given?.refusal ? 422 : 200,
  );
}

const sourcesText = (file: DeliberationFile, locale: Locale) =>
  file.sources.map(({ sourceName, cents }) => `${plain(sourceName, locale)} ${money(cents, file.currency, locale)}`).join(", ");

const centsOf = (file: DeliberationFile) => file.sources.reduce((sum, { cents }) => sum + cents, 0);

const Files: FC<{ c: OfficeContext; rows: DeliberationFile[]; total: number; removable: boolean }> = ({ c, rows, total, removable }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Table
      caption={t("grants.annex")}
      hideCaption
      class="dense"
      rows={rows}
      columns={[
        { label: t("grants.number"), cell: (row) => <a href={`/bureau/dossiers/${row.id}`}>{row.number}</a> },
        { label: t("grants.beneficiary"), heading: true, cell: (row) => row.applicantName },
        { label: t("field.title"), cell: (row) => row.title },
        { label: t("grants.asked"), numeric: true, cell: (row) => money(row.askedCents, row.currency, locale) },
        { label: t("grants.sources"), cell: (row) => sourcesText(row, locale) },
        { label: t("grants.amount"), numeric: true, cell: (row) => money(centsOf(row), row.currency, locale) },
        {
          label: t("grants.register"),
          cell: (row) =>
            row.organisation ? (
              <a href={`/bureau/organismes/${row.organisation}`}>{t("grants.register.known")}</a>
            ) : (
              <strong>{t("grants.register.unknown")}</strong>
            ),
        },
        ...(removable
          ? [
              {
                label: t("grants.act"),
                cell: (row: DeliberationFile) => (
                  <form method="post">
                    <input type="hidden" name="file" value={row.id} />
                    <button class="quiet small" type="submit" name="do" value="remove">
                      {t("grants.remove")}
                      <Of t={t}>{row.number}</Of>
                    </button>
                  </form>
                ),
              },
            ]
          : []),
      ]}
      foot={
        <tr>
          <th scope="row" colspan={5}>
            {t("grants.total")}
          </th>
          <td class="number">{money(total, rows[0]!.currency, locale)}</td>
          <td colspan={removable ? 2 : 1} />
        </tr>
      }
    />
  );
};

const Proposed: FC<{ c: OfficeContext; rows: DeliberationFile[] }> = ({ c, rows }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <form method="post">
      <input type="hidden" name="form" value="add" />
      <Table
        caption={t("grants.proposed")}
        hideCaption
        class="dense"
        rows={rows}
        columns={[
          {
            label: <span class="visually-hidden">{t("grants.choose")}</span>,
            cell: (row) => (
              <input type="checkbox" name="file" value={row.id} aria-label={`${t("grants.choose")}${t("common.colon")} ${row.number}`} />
            ),
          },
          { label: t("grants.number"), cell: (row) => <a href={`/bureau/dossiers/${row.id}`}>{row.number}</a> },
          { label: t("grants.beneficiary"), heading: true, cell: (row) => row.applicantName },
          { label: t("field.title"), cell: (row) => row.title },
          { label: t("grants.sources"), cell: (row) => sourcesText(row, locale) },
          { label: t("grants.amount"), numeric: true, cell: (row) => money(centsOf(row), row.currency, locale) },
        ]}
      />
      <p>
        <button type="submit" name="do" value="add">
          {t("grants.proposed.add")}
        </button>
      </p>
    </form>
  );
};
