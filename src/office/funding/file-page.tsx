import type { FC } from "hono/jsx";
import type { Totals } from "../../funding/application/content.ts";
import { elsewhere, yearlyFlags } from "../../funding/instruction/rules.ts";
import { may } from "../../platform/accounts/rights.ts";
import { Facts } from "../../ui/facts.tsx";
import { instant, money, share } from "../../ui/format.ts";
import { plain, Text } from "../../ui/text.tsx";
import { AssessmentPart, InterestPart } from "./file-assessment.tsx";
import { Checklist } from "./file-checklist.tsx";
import { Body, FileContent } from "./file-content.tsx";
import { History, Notes, Officers, Organisation } from "./file-desk.tsx";
import { Documents } from "./file-documents.tsx";
import { type FileProps, Part, StateBadge } from "./file-parts.tsx";
import { PiecesPart } from "./file-pieces.tsx";
import { Related } from "./file-related.tsx";
import { RefusalNotice } from "./refusal.tsx";
import { MoveButton } from "./small-form.tsx";

export const FilePage: FC<FileProps & { totals: Totals; others: { userName: string; openedAt: Date }[] }> = ({
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
const Moves: FC<FileProps> = ({ c, data }) => {
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
