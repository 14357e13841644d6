import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import type { Refusal } from "../../funding/acts.ts";
import { parseDraft } from "../../funding/application/content.ts";
import { filesOf, findSentFile, type SentFile } from "../../funding/application/file-store.ts";
import { declarationFor, peopleOf } from "../../funding/assessment/interest-store.ts";
import { declareInterest } from "../../funding/assessment/interests.ts";
import { findOpinion, type Opinion } from "../../funding/assessment/opinion-store.ts";
import { saveOpinion } from "../../funding/assessment/opinions.ts";
import { type Criterion, criteriaOf, type Scores, totalOf } from "../../funding/assessment/rules.ts";
import { type FileRecord, findFile, strandsAsked } from "../../funding/instruction/file-store.ts";
import { UUID } from "../../platform/uuid.ts";
import { giveFile } from "../../platform/web/stored-file.ts";
import { editionAt } from "../../register/edition/store.ts";
import { allCountries } from "../../register/record/list-store.ts";
import { readCents, readNumber, writeCents } from "../../register/record/numbers.ts";
import { count, money } from "../../ui/format.ts";
import { problemText } from "../../ui/forms/context.ts";
import type { FormValues } from "../../ui/forms/values.ts";
import { KeptFileLink } from "../../ui/kept-file.tsx";
import { plain, Text } from "../../ui/text.tsx";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { oneOf, readForm } from "../form-data.ts";
import { OfficeLayout } from "../layout.tsx";
import { InterestForm } from "./file-assessment.tsx";
import { Body, FileContent } from "./file-content.tsx";
import { foldName } from "./file-data.ts";
import { Part } from "./file-parts.tsx";
import { done, doneNotice, RefusalNotice } from "./refusal.tsx";

const PATH = "/bureau/evaluations";

/** The grid of one file: what it says on one side, the criteria on the other. */
export function gridPages(app: Hono<OfficeEnv>): void {
  app.get("/evaluations/:id", (c) => show(c));
  app.post("/evaluations/:id", async (c) => {
    const id = c.req.param("id");
    if (!UUID.test(id)) return c.notFound();
    const { values } = await readForm(c);
    const { db } = c.get("services");
    const what = oneOf(values, "do");
    if (what === "interest") {
      const done = await declareInterest(db, id, oneOf(values, "reason"), oneOf(values, "text"), c.get("officer"));
      if (!done.ok) return done.reason === "not_found" ? c.notFound() : show(c, values, done);
      return c.redirect(`${PATH}?fait=interest`, 303);
    }
    const typed = oneOf(values, "amount").trim();
    const amountCents = typed === "" ? null : (readCents(typed) ?? Number.NaN);
    if (Number.isNaN(amountCents))
      return show(c, values, { ok: false, reason: "invalid", problems: [{ path: "amount", code: "type_number" }] });
    const input = {
      scores: readScores(values),
      comment: oneOf(values, "comment"),
      amountCents,
      given: what === "give",
      version: Number(oneOf(values, "version")) || 0,
    };
    const done = await saveOpinion(db, id, input, c.get("officer"));
    if (!done.ok) return done.reason === "not_found" ? c.notFound() : show(c, values, done);
    return c.redirect(`${PATH}/${id}?fait=${what === "give" ? "given" : "saved"}`, 303);
  });
  app.get("/evaluations/:id/fichiers/:file", async (c) => {
    const { db, files } = c.get("services");
    const [id, file] = [c.req.param("id"), c.req.param("file")];
    if (!UUID.test(id) || !UUID.test(file) || !(await findFile(db, c.get("officer"), id))) return c.notFound();
    const sent = await findSentFile(db, id, file);
    return sent && isRead(sent) ? giveFile(c, files, sent, "private, no-store") : c.notFound();
  });
}

/** The papers of the account and of persons are the desk's; an assessor reads those of the project. */
const isRead = ({ requirement, verdict }: SentFile) => verdict !== "refused" && !/(^|-)(rib|iban|bank)(-|$)/.test(requirement ?? "");

/** What was typed: whole points, or nothing. What is no number is kept out of range, for the rules to say so. */
function readScores(values: FormValues): Scores {
  const codes = Object.keys(values).flatMap((name) => (name.startsWith("score.") ? [name.slice("score.".length)] : []));
  return Object.fromEntries(
    codes.map((code) => {
      const typed = oneOf(values, `score.${code}`).trim();
      return [code, { score: typed === "" ? null : (readNumber(typed) ?? -1), comment: oneOf(values, `comment.${code}`) }];
    }),
  );
}

async function show(c: OfficeContext, given?: FormValues, refusal?: Refusal): Promise<Response> {
  const { db } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const by = c.get("officer");
  const id = c.req.param("id") ?? "";
  const file = UUID.test(id) ? await findFile(db, by, id) : undefined;
  const edition = file && (await editionAt(db, file.edition, file.editionVersion));
  if (!file || !edition) return c.notFound();
  if (!(await declarationFor(db, file.edition, by.id))) return c.redirect(`${PATH}/interets/${encodeURIComponent(file.edition)}`, 303);
  const [strands, opinion, sent, countries, people] = await Promise.all([
    strandsAsked(db, id),
    findOpinion(db, id, by.id),
    filesOf(db, id),
    allCountries(db, locale),
    peopleOf(db, id),
  ]);
  const names = new Map(countries.map(({ code, name }) => [code, plain(name, locale)]));
  const countryName = (code: string) => names.get(code) ?? code;
  const criteria = criteriaOf(
    edition,
    strands.map(({ strand }) => strand),
  );
  const nameOf = (code: string | null) => plain(edition.requirements.find((one) => one.code === code)?.name ?? {}, locale);
  return c.html(
    <OfficeLayout
      c={c}
      title={`${file.number} ${file.applicantName}`}
      notice={doneNotice(c, `assessment.done.${done(c)}`)}
      islands={["islands/grid.ts"]}
    >
      <p>
        <a href={PATH}>{t("assessment.mine")}</a>
      </p>
      <h1>
        {file.number} <span class="light">{file.applicantName}</span>
      </h1>
      {people.some((name) => foldName(name) === foldName(by.name)) && <p class="notice late">{t("assessment.sameName")}</p>}
      <RefusalNotice
        c={c}
        refusal={refusal}
        where={(path) => {
          const [, code] = path.split(".");
          const criterion = criteria.find((one) => one.code === code);
          return criterion ? `${plain(criterion.name, locale)} : ` : path === "amount" ? `${t("assessment.amount")} : ` : "";
        }}
      />
      <div class="assess">
        <div>
          <FileContent c={c} file={file} draft={parseDraft(file.content)} edition={edition} countryName={countryName} account="hidden" />
          <Part id="documents" title={t("instruction.documents")}>
            <ul>
              {sent.filter(isRead).map((one) => (
                <li>
                  <KeptFileLink t={t} file={one} href={`${PATH}/${id}/fichiers/${one.id}`} tellsFinds />{" "}
                  <span class="muted">{nameOf(one.requirement)}</span>
                </li>
              ))}
            </ul>
          </Part>
          <Part id="organisme" title={t("instruction.body")}>
            <Body c={c} file={file} countryName={countryName} />
          </Part>
        </div>
        <div class="assess-grid">
          <Grid c={c} file={file} criteria={criteria} opinion={opinion} given={given} refusal={refusal} />
          <InterestForm c={c} />
        </div>
      </div>
    </OfficeLayout>,
    refusal ? 422 : 200,
  );
}

const Grid: FC<{
  c: OfficeContext;
  file: FileRecord;
  criteria: Criterion[];
  opinion: Opinion | undefined;
  given: FormValues | undefined;
  refusal: Refusal | undefined;
}> = ({ c, file, criteria, opinion, given, refusal }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const open = file.state === "in_assessment";
  const typed = given ? readScores(given) : (opinion?.scores ?? {});
  const total = totalOf(criteria, typed);
  const points = (code: string) => (given ? oneOf(given, `score.${code}`) : (opinion?.scores[code]?.score?.toString() ?? ""));
  const comment = (code: string) => (given ? oneOf(given, `comment.${code}`) : (opinion?.scores[code]?.comment ?? ""));
  const problemsAt = (path: string) => refusal?.problems?.filter((problem) => problem.path === path) ?? [];
  const amount = given ? oneOf(given, "amount") : opinion?.amountCents != null ? writeCents(opinion.amountCents, locale) : "";
  if (!open && !opinion) return <p class="muted">{t("assessment.notOpen")}</p>;
  return (
    <form method="post" data-grid class="grid-form">
      <h2>{t("assessment.grid")}</h2>
      <input type="hidden" name="version" value={String(given ? oneOf(given, "version") : (opinion?.version ?? 0))} />
      <fieldset class="bare" role="presentation" disabled={!open}>
        {criteria.map(({ code, name, help, weight, maxScore }) => (
          <div class="criterion" data-weight={String(weight)} data-max={String(maxScore)}>
            <h3 id={`criterion-${code}`}>
              <Text value={name} locale={locale} /> <span class="muted">{t("assessment.weight", { weight })}</span>
            </h3>
            {plain(help, locale) && <p class="hint">{plain(help, locale)}</p>}
            <div class="form-field">
              <label for={`score-${code}`}>{t("assessment.score", { maximum: maxScore })}</label>
              <input
                id={`score-${code}`}
                type="number"
                name={`score.${code}`}
                min={0}
                max={maxScore}
                step={1}
                value={points(code)}
                aria-describedby={`criterion-${code}`}
                aria-invalid={problemsAt(`score.${code}`).length > 0 ? "true" : undefined}
              />
            </div>
            <div class="form-field">
              <label for={`comment-${code}`}>{t("assessment.comment")}</label>
              <textarea
                id={`comment-${code}`}
                name={`comment.${code}`}
                rows={3}
                aria-describedby={`criterion-${code}`}
                aria-invalid={problemsAt(`comment.${code}`).length > 0 ? "true" : undefined}
              >
                {comment(code)}
              </textarea>
            </div>
            {[...problemsAt(`score.${code}`), ...problemsAt(`comment.${code}`)].map((problem) => (
              <p class="problem">{problemText(t, problem)}</p>
            ))}
          </div>
        ))}
        <p class="grid-total">
          {t("assessment.total")} : <output data-total>{total === undefined ? "–" : count(total, locale)}</output> / 100
        </p>
        <div class="form-field">
          <label for="amount">{t("assessment.amount")}</label>
          <input id="amount" name="amount" value={amount} inputmode="decimal" aria-describedby="amount-hint" />
          <p class="hint" id="amount-hint">
            {t("assessment.amount.hint", { amount: money(file.askedCents, file.currency, locale) })}
          </p>
        </div>
        <div class="form-field">
          <label for="opinion-comment">{t("assessment.general")}</label>
          <textarea id="opinion-comment" name="comment" rows={4}>
            {given ? oneOf(given, "comment") : (opinion?.comment ?? "")}
          </textarea>
        </div>
        {open && (
          <p class="form-actions">
            {opinion?.state !== "given" && (
              <button type="submit" class="quiet" name="do" value="save">
                {t("assessment.save")}
              </button>
            )}
            <button type="submit" name="do" value="give">
              {t(opinion?.state === "given" ? "assessment.change" : "assessment.give")}
            </button>
          </p>
        )}
      </fieldset>
      {opinion?.state === "given" && <p class="muted">{t("assessment.givenNote")}</p>}
    </form>
  );
};
