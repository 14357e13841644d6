import type { FC } from "hono/jsx";
import type { Totals } from "../../funding/application/content.ts";
import { type CheckList, itemsOf } from "../../funding/application/lists.ts";
import { seenCheck } from "../../funding/instruction/actions.ts";
import type { MachineVerdict } from "../../funding/instruction/admissibility.ts";
import { elsewhere, yearlyFlags } from "../../funding/instruction/rules.ts";
import { may } from "../../platform/accounts/rights.ts";
import { Facts } from "../../ui/facts.tsx";
import { count, date, instant, money, share } from "../../ui/format.ts";
import { KeptFileLink } from "../../ui/kept-file.tsx";
import { Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import type { OfficeContext } from "../env.ts";
import { oneOf } from "../form-data.ts";
import { HistoryFile } from "../journal/history-file.tsx";
import { When } from "../when.tsx";
import { AssessmentPart, InterestPart } from "./file-assessment.tsx";
import { Body, FileContent } from "./file-content.tsx";
import type { FileData, GivenBack } from "./file-data.ts";
import { Part, StateBadge } from "./file-parts.tsx";
import { PiecesPart } from "./file-pieces.tsx";
import { Related } from "./file-related.tsx";
import { RefusalNotice } from "./refusal.tsx";
import { MoveButton } from "./small-form.tsx";

interface Props {
  c: OfficeContext;
  data: FileData;
  given?: GivenBack | undefined;
}

export const FilePage: FC<Props & { totals: Totals; others: { userName: string; openedAt: Date }[] }> = ({
  c,
  data,
  totals,
  others,
  given,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { file, edition, desk } = data;
  const by = c.get("officer");
  const flags = desk && yearlyFlags(desk.yearly + (file.state === "granted" ? 0 : file.askedCents));
  const days = Math.floor((Date.now() - file.stateSince.getTime()) / 86_400_000);
  return (
    <>
      <p>
        <a href={`/bureau/dossiers?edition=${encodeURIComponent(file.edition)}`}>
          {t("instruction.title")} {file.editionCode}
        </a>
      </p>
      <h1>
        {file.number} <span class="light">{file.applicantName}</span>
      </h1>
      <RefusalNotice
        c={c}
        refusal={given?.refusal}
        where={(path) => (t.has(`instruction.field.${path}`) ? `${t.dynamic(`instruction.field.${path}`)} : ` : "")}
      />
      {others.map(({ userName, openedAt }) => (
        <p class="notice open-by">
          {t("instruction.openedBy", { name: userName, minutes: Math.max(0, Math.round((Date.now() - openedAt.getTime()) / 60_000)) })}
        </p>
      ))}
      {desk && desk.sameNames.length > 0 && (
        <p class="notice late">
          {t("instruction.sameName", { name: desk.sameNames.join(", ") })} <a href="#interet">{t("assessment.interest.declare")}</a>
        </p>
      )}
      <div class="file-head">
        <Facts
          facts={[
            [t("instruction.state"), <StateBadge state={file.state} t={t} />],
            [t("instruction.since"), t("instruction.since.days", { days })],
            [t("instruction.edition"), <Text value={file.editionName} locale={locale} />],
            [t("instruction.rules"), t("instruction.rules.version", { version: file.editionVersion })],
            [t("instruction.submitted"), instant(file.submittedAt, locale)],
            [t("instruction.asked"), money(file.askedCents, file.currency, locale)],
            [t("instruction.cost"), money(file.totalCents, file.currency, locale)],
            [t("instruction.share"), totals.expenses > 0 && share(Math.round((1_000 * totals.asked) / totals.expenses) / 10, locale)],
            [
              t("instruction.strands"),
              data.strands.length > 0 &&
                data.strands
                  .map(
                    (one) =>
                      `${plain(edition.strands.find(({ code }) => code === one.strand)?.name ?? {}, locale)} ${money(one.askedCents, file.currency, locale)}`,
                  )
                  .join(", "),
            ],
            [t("instruction.country"), file.countries.map(data.countryName).join(", ")],
            [
              t("instruction.deliberation"),
              file.deliberation && (
                <a href={`/bureau/deliberations/${file.deliberation}`}>{file.deliberationReference ?? t("instruction.deliberation")}</a>
              ),
            ],
            [t("instruction.reason"), file.reason],
            [t("instruction.receipt"), file.receipt && <a href={`/bureau/dossiers/${file.id}/recepisse`}>PDF</a>],
            [t("instruction.seal"), <code>{file.contentSha256.slice(0, 16)}…</code>],
          ]}
        />
        {may(by, "application.instruct") && <Moves c={c} data={data} />}
      </div>
      {flags && desk && (flags.convention || flags.accounts) && (
        <div class="notice">
          <p>
            {t("instruction.yearly", {
              year: file.fiscalYear,
              given: money(desk.yearly, "EUR", locale),
              asked: money(file.askedCents, file.currency, locale),
            })}
          </p>
          <ul>
            {flags.convention && <li>{t("instruction.flag.convention")}</li>}
            {flags.accounts && <li>{t("instruction.flag.accounts")}</li>}
          </ul>
        </div>
      )}
      <nav class="part-links" aria-label={t("instruction.parts")}>
        <ul>
          {(
            [
              ["recevabilite", "instruction.admissibility"],
              ["documents", "instruction.documents"],
              ["pieces", "instruction.exchanges"],
              ["projet", "instruction.project"],
              ["organisme", "instruction.body"],
              ...(desk
                ? ([
                    ["liens", "instruction.related"],
                    ["legalite", "instruction.legality"],
                    ["avis", "assessment.title"],
                    ["agents", "instruction.officers"],
                    ["notes", "instruction.notes"],
                    ["historique", "instruction.history"],
                  ] as const)
                : []),
            ] as const
          ).map(([id, key]) => (
            <li>
              <a href={`#${id}`}>{t(key)}</a>
            </li>
          ))}
        </ul>
      </nav>
      <Checklist c={c} data={data} list="admissibility" given={given} />
      <Documents c={c} data={data} />
      <PiecesPart c={c} data={data} given={given} />
      <FileContent
        c={c}
        file={file}
        draft={data.draft}
        edition={edition}
        countryName={data.countryName}
        account={may(by, "account.read") ? "whole" : "masked"}
      />
      <Part id="organisme" title={t("instruction.body")}>
        <Body c={c} file={file} countryName={data.countryName} />
        <Organisation c={c} data={data} />
      </Part>
      {desk && (
        <>
          <Related c={c} data={data} />
          <Checklist c={c} data={data} list="legality" given={given} />
          <AssessmentPart c={c} data={data} />
          <Officers c={c} data={data} />
          <Notes c={c} data={data} given={given} />
          <History c={c} data={data} />
        </>
      )}
      <InterestPart c={c} data={data} />
    </>
  );
};

/** The moves of the table of states, each with what still stops it; those that another page makes lead there. */
const Moves: FC<Props> = ({ c, data }) => {
  const t = c.get("t");
  const { file } = data;
  const where: Record<string, string> = {
    jury: "/bureau/jurys",
    deliberation: "/bureau/deliberations",
    request: "#pieces",
  };
  if (data.moves.length === 0) return <p class="muted">{t("instruction.moves.none")}</p>;
  return (
    <div class="moves">
      <h2>{t("instruction.moves")}</h2>
      {data.moves.map((move) => {
        const place = elsewhere[move.name];
        if (!place) return <MoveButton c={c} subject="application" move={move} hidden={{ version: file.version }} />;
        return (
          <p class="move">
            <a href={where[place]!}>{t.dynamic(`move.application.${move.name}`)}</a>{" "}
            <span class="muted">{move.blocked ? t.dynamic(`refusal.${move.blocked}`) : t.dynamic(`instruction.move.${place}`)}</span>
          </p>
        );
      })}
    </div>
  );
};

const verdicts = ["yes", "no", "not_applicable"] as const;

const Checklist: FC<Props & { list: CheckList }> = ({ c, data, list, given }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const writes = may(c.get("officer"), "application.instruct");
  const own = given?.do === `checks:${list}` ? given.values : undefined;
  const proposed = c.req.query("avis") === "programme";
  const checks = new Map(data.checks.filter((check) => check.list === list).map((check) => [check.code, check]));
  const machine = list === "admissibility" ? data.machine : undefined;
  const id = list === "admissibility" ? "recevabilite" : "legalite";
  const items = itemsOf[list];
  const done = items.filter((code) => checks.has(code)).length;
  const table = (
    <div class="table-scroll" role="group" tabindex={0} aria-label={t.dynamic(`instruction.${list}`)}>
      <table class="dense checklist">
        <caption class="visually-hidden">{t.dynamic(`instruction.${list}`)}</caption>
        <thead>
          <tr>
            <th scope="col">{t("instruction.item")}</th>
            {machine && <th scope="col">{t("instruction.machine")}</th>}
            <th scope="col">{t("instruction.verdict")}</th>
            <th scope="col">{t("instruction.note")}</th>
            <th scope="col">{t("instruction.signed")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((code) => {
            const check = checks.get(code);
            const says = machine?.[code as keyof typeof machine];
            const shown = own
              ? oneOf(own, `verdict.${code}`)
              : (check?.verdict ?? (proposed && says && says.verdict !== "unknown" ? says.verdict : ""));
            return (
              <tr>
                <th scope="row" id={`item-${code}`}>
                  {t.dynamic(`instruction.item.${code}`)}
                </th>
                {machine && <td>{says && <Machine c={c} verdict={says} locale={locale} />}</td>}
                <td>
                  {writes ? (
                    <>
                      <input type="hidden" name={`seen.${code}`} value={own ? oneOf(own, `seen.${code}`) : seenCheck(check)} />
                      <select name={`verdict.${code}`} aria-labelledby={`item-${code}`} class={shown === "no" ? "late" : undefined}>
                        <option value="">{t("instruction.verdict.none")}</option>
                        {verdicts.map((verdict) => (
                          <option value={verdict} selected={verdict === shown}>
                            {t.dynamic(`instruction.verdict.${verdict}`)}
                          </option>
                        ))}
                      </select>
                    </>
                  ) : (
                    check && t.dynamic(`instruction.verdict.${check.verdict}`)
                  )}
                </td>
                <td>
                  {writes ? (
                    <input
                      type="text"
                      name={`note.${code}`}
                      aria-label={`${t("instruction.note")} : ${t.dynamic(`instruction.item.${code}`)}`}
                      value={own ? oneOf(own, `note.${code}`) : (check?.note ?? "")}
                    />
                  ) : (
                    check?.note
                  )}
                </td>
                <td class="muted">
                  {check && (
                    <>
                      {check.checkedName} <When at={check.checkedAt} locale={locale} />
                    </>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
  return (
    <Part
      id={id}
      title={t.dynamic(`instruction.${list}`)}
      aside={<span class="muted">{t("instruction.checked", { done, of: items.length })}</span>}
    >
      {list === "legality" && <p class="hint">{t("instruction.legality.law")}</p>}
      {writes ? (
        <form method="post">
          {table}
          <p class="actions">
            <button type="submit" name="do" value={`checks:${list}`}>
              {t("instruction.sign")}
            </button>{" "}
            {machine && !proposed && done < items.length && (
              <a class="button quiet" href={`/bureau/dossiers/${data.file.id}?avis=programme#${id}`}>
                {t("instruction.machine.take")}
              </a>
            )}
          </p>
        </form>
      ) : (
        table
      )}
    </Part>
  );
};

const marks = { yes: "✓", no: "✗", not_applicable: "–", unknown: "?" };
const Machine: FC<{ c: OfficeContext; verdict: MachineVerdict; locale: string }> = ({ c, verdict, locale }) => {
  const t = c.get("t");
  const { cents, day, ...values } = verdict.values ?? {};
  return (
    <span class={verdict.verdict === "no" ? "late" : undefined}>
      <span aria-hidden="true">{marks[verdict.verdict]} </span>
      <span class="visually-hidden">{t.dynamic(`instruction.machine.${verdict.verdict}`)} </span>
      {t.dynamic(`instruction.machine.${verdict.code}`, {
        ...values,
        ...(cents === undefined ? {} : { amount: money(Number(cents), "EUR", locale) }),
        ...(day === undefined ? {} : { day: date(String(day), locale) }),
      })}
    </span>
  );
};

const Documents: FC<Props> = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { file, edition, sent } = data;
  const writes = may(c.get("officer"), "application.instruct");
  const asked = edition.requirements.filter(({ stage, aboveCents }) => stage === "application" && (aboveCents ?? 0) <= file.askedCents);
  const missing = asked.filter(
    ({ code, required }) => required && !sent.some((one) => one.requirement === code && one.verdict !== "refused"),
  );
  const nameOf = (code: string | null) =>
    plain(edition.requirements.find((one) => one.code === code)?.name ?? {}, locale) || t("instruction.document.other");
  return (
    <Part
      id="documents"
      title={t("instruction.documents")}
      aside={<span class="muted">{t("instruction.documents.count", { count: sent.length })}</span>}
    >
      {missing.length > 0 && (
        <p class="late">
          {t("instruction.documents.missing")}{" "}
          {missing
            .map(({ name, canFollow }) => plain(name, locale) + (canFollow ? ` (${t("instruction.documents.canFollow")})` : ""))
            .join(", ")}
        </p>
      )}
      {sent.length > 0 && (
        <Table
          caption={t("instruction.documents")}
          hideCaption
          class="dense documents"
          rows={sent}
          columns={[
            { label: t("instruction.document"), heading: true, cell: (one) => nameOf(one.requirement) },
            {
              label: t("instruction.document.file"),
              cell: (one) => <KeptFileLink t={t} file={one} href={`/bureau/dossiers/${file.id}/fichiers/${one.id}`} tellsFinds />,
            },
            { label: t("instruction.document.sent"), cell: (one) => <When at={one.sentAt} locale={locale} /> },
            {
              label: t("instruction.verdict"),
              cell: (one) =>
                writes ? (
                  <form method="post" class="row-form">
                    <select name="verdict" aria-label={`${t("instruction.verdict")} : ${one.name}`}>
                      <option value="">{t("instruction.document.unchecked")}</option>
                      {(["accepted", "refused"] as const).map((verdict) => (
                        <option value={verdict} selected={verdict === one.verdict}>
                          {t.dynamic(`instruction.document.${verdict}`)}
                        </option>
                      ))}
                    </select>
                    <input
                      type="text"
                      name="note"
                      value={one.note}
                      aria-label={`${t("instruction.note")} : ${one.name}`}
                      placeholder={t("instruction.note")}
                    />
                    <button type="submit" class="quiet small" name="do" value={`document:${one.id}`}>
                      {t("instruction.save")}
                      <span class="visually-hidden"> : {one.name}</span>
                    </button>
                  </form>
                ) : (
                  one.verdict && t.dynamic(`instruction.document.${one.verdict}`)
                ),
            },
          ]}
        />
      )}
    </Part>
  );
};

const Organisation: FC<Props> = ({ c, data: { file, desk } }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (file.organisation)
    return (
      <p>
        {t("instruction.organisation")} :{" "}
        <a href={`/bureau/organismes/${file.organisation}`}>
          {file.organisationName && <Text value={file.organisationName} locale={locale} />}
        </a>
      </p>
    );
  if (!desk) return <p class="muted">{t("instruction.organisation.none")}</p>;
  return (
    <>
      <p class="hint">{t("instruction.organisation.text")}</p>
      {desk.organisations.length > 0 && (
        <form method="post" class="row-form">
          <label for="organisation">{t("instruction.organisation.found")}</label>
          <select id="organisation" name="organisation">
            {desk.organisations.map((one) => (
              <option value={one.id}>
                {plain(one.name, locale)} ({[one.siret ?? one.rna, t.dynamic(`instruction.link.${one.link}`)].filter(Boolean).join(", ")})
              </option>
            ))}
          </select>
          <button type="submit" name="do" value="match">
            {t("instruction.organisation.match")}
          </button>
        </form>
      )}
      <form method="post">
        <p>
          <button type="submit" class="quiet" name="do" value="create-organisation">
            {t("instruction.organisation.create")}
          </button>
        </p>
      </form>
    </>
  );
};

const Officers: FC<Props> = ({ c, data: { officers, desk } }) => {
  const t = c.get("t");
  return (
    <Part id="agents" title={t("instruction.officers")}>
      <form method="post" class="row-form">
        {(["first", "second"] as const).map((name, i) => (
          <>
            <label for={`officer-${name}`}>{t.dynamic(`instruction.officer.${name}`)}</label>
            <select id={`officer-${name}`} name={name}>
              <option value="">{t("instruction.nobody")}</option>
              {desk!.officers.map((one) => (
                <option value={one.id} selected={officers.some(({ position, userId }) => position === i + 1 && userId === one.id)}>
                  {one.name}
                </option>
              ))}
            </select>
          </>
        ))}
        <button type="submit" name="do" value="officers">
          {t("instruction.save")}
        </button>
      </form>
    </Part>
  );
};

const Notes: FC<Props> = ({ c, data: { desk }, given }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Part id="notes" title={t("instruction.notes")} aside={<span class="muted">{t("instruction.notes.hint")}</span>}>
      <form method="post">
        <div class="form-field">
          <label for="note-text">{t("instruction.notes.new")}</label>
          <textarea id="note-text" name="text" rows={3}>
            {given?.do === "note" ? oneOf(given.values, "text") : ""}
          </textarea>
        </div>
        <p>
          <button type="submit" name="do" value="note">
            {t("instruction.notes.add")}
          </button>
        </p>
      </form>
      {desk!.notes.map(({ note, byName, at }) => (
        <article class="exchange">
          <p class="muted">
            {byName} <When at={at} locale={locale} />
          </p>
          <p class="pre">{note}</p>
        </article>
      ))}
    </Part>
  );
};

const History: FC<Props> = ({ c, data: { desk, file } }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Part id="historique" title={t("instruction.history")}>
      <HistoryFile c={c} href={`/bureau/dossiers/${file.id}/historique.pdf`} />
      <Table
        caption={t("instruction.history.count", { count: desk!.history.length })}
        class="dense"
        rows={desk!.history}
        columns={[
          { label: t("office.when"), cell: (line) => <When at={line.at} locale={locale} /> },
          { label: t("office.who"), cell: (line) => line.actorName },
          {
            label: t("office.what"),
            heading: true,
            cell: (line) => (t.has(`instruction.action.${line.action}`) ? t.dynamic(`instruction.action.${line.action}`) : line.action),
          },
          {
            label: t("instruction.details"),
            cell: ({ document }) => (
              <>
                {typeof document.from === "string" &&
                  typeof document.to === "string" &&
                  `${t.dynamic(`state.application.${document.from}`)} → ${t.dynamic(`state.application.${document.to}`)}`}
                {typeof document.reason === "string" && (
                  <span class="muted block">
                    {t.has(`assessment.reason.${document.reason}`) ? t.dynamic(`assessment.reason.${document.reason}`) : document.reason}
                  </span>
                )}
                {typeof document.user === "string" && <span class="muted">{document.user}</span>}
                {typeof document.cents === "number" && money(document.cents, "EUR", locale)}
                {typeof document.assigned === "number" && count(document.assigned, locale)}
              </>
            ),
          },
        ]}
      />
    </Part>
  );
};
