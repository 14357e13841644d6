import type { FC } from "hono/jsx";
import { may } from "../../../platform/accounts/rights.ts";
import type { Localised } from "../../../platform/localised.ts";
import { type Check, type Faulty, type Line, type Severity, severities } from "../../../publishing/iati/check-store.ts";
import type { NotFit } from "../../../publishing/public-file.ts";
import { linkKey } from "../../../register/record/link-names-store.ts";
import { Facts } from "../../../ui/facts.tsx";
import { count } from "../../../ui/format.ts";
import { Pagination } from "../../../ui/pagination.tsx";
import { hrefOfData } from "../../../ui/paths.ts";
import { Table } from "../../../ui/table.tsx";
import { plain } from "../../../ui/text.tsx";
import { officeHref } from "../../addresses.ts";
import type { OfficeContext } from "../../env.ts";
import { OfficeLayout } from "../../layout.tsx";
import { When } from "../../when.tsx";
import { Above } from "../above.tsx";

export const PATH = "/bureau/echanges/publication-iati";
export const RECORDS_PER_PAGE = 50;

interface Props {
  c: OfficeContext;
  check: Check | undefined;
  /** Something public has changed since. */
  isOld: boolean;
  /** Another check waits or is under way. */
  isAsked: boolean;
  /** The file of now is not fit to go out: why, and of when the one is that stays. */
  held: { reason: NotFit; last: Date | undefined } | undefined;
  faulty: { total: number; records: Faulty[] };
  names: ReadonlyMap<string, Localised>;
  severity: Severity | undefined;
  page: number;
}

const addressOf = (severity: Severity | undefined, page = 1) => {
  const search = new URLSearchParams({
    ...(severity ? { gravite: severity } : {}),
    ...(page > 1 ? { page: String(page) } : {}),
  }).toString();
  return PATH + (search ? `?${search}` : "");
};

/** What is wrong in the IATI files, by record, each with the way to mend it; what would go out; what is held back. */
export const IatiPublication: FC<Props> = (props) => {
  const { c, check, isOld, isAsked, held, faulty, severity, page } = props;
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <OfficeLayout c={c} title={t("exchange.iati.title")} notice={isAsked && t("exchange.iati.asked")}>
      <Above c={c} />
      <h1>{t("exchange.iati.title")}</h1>
      <p>{t("exchange.iati.lead")}</p>
      {held && (
        <div class="error-summary" role="alert">
          <p>
            <strong>{t("exchange.iati.held")}</strong>{" "}
            {held.last ? (
              <>
                {t("exchange.iati.held.last")} <When at={held.last} locale={locale} />
              </>
            ) : (
              t("exchange.iati.held.none")
            )}
          </p>
          <p lang="en">{held.reason.message}</p>
        </div>
      )}
      <p>
        {check ? (
          <>
            {t("exchange.iati.checked")} <When at={check.at} locale={locale} />. {isOld && t("exchange.iati.old")}
          </>
        ) : (
          t("exchange.iati.never")
        )}
      </p>
      {may(c.get("officer"), "publication.make") && (
        <form method="post" action={PATH}>
          <p>
            <button type="submit">{t("exchange.iati.again")}</button>
          </p>
        </form>
      )}
      {check && (
        <>
          <h2>{t("exchange.iati.out")}</h2>
          <Facts facts={factsOf(props, check)} />
          <h2>{t("exchange.iati.found")}</h2>
          <Severities c={c} check={check} severity={severity} />
          {faulty.total === 0 ? <p>{t(severity ? "exchange.iati.noneOf" : "exchange.iati.none")}</p> : <Records {...props} />}
          <Pagination
            c={c as never}
            page={page}
            pages={Math.ceil(faulty.total / RECORDS_PER_PAGE)}
            hrefOf={(one) => addressOf(severity, one)}
          />
        </>
      )}
    </OfficeLayout>
  );
};

function factsOf({ c }: Props, { summary }: Check): Parameters<typeof Facts>[0]["facts"] {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const number = (n: number) => count(n, locale);
  return [
    [t("exchange.iati.programmes"), number(summary.programmes)],
    [t("exchange.iati.projects"), number(summary.projects)],
    [t("exchange.iati.transactions"), number(summary.transactions)],
    [t("exchange.iati.asReported"), summary.asReported > 0 && number(summary.asReported)],
    [t("exchange.iati.byOthers"), summary.byOthers > 0 && `${number(summary.byOthers)} (${t("exchange.iati.byOthersText")})`],
    [
      t("exchange.iati.files"),
      <>
        <a href={hrefOfData("iati.xml")}>iati.xml</a>, <a href={hrefOfData("iati-organisation.xml")}>iati-organisation.xml</a>
      </>,
    ],
  ];
}

/** How many of each severity, each a filter. */
const Severities: FC<{ c: OfficeContext; check: Check; severity: Severity | undefined }> = ({ c, check, severity }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { counts } = check.summary;
  const countOf = (one: Severity) => (one === "remark" ? counts.remarks : counts[one]);
  const link = (one: Severity | undefined, label: string) => (
    <li>
      <a href={addressOf(one)} aria-current={one === severity ? "page" : undefined}>
        {label}
      </a>
    </li>
  );
  return (
    <nav aria-label={t("exchange.iati.severity")} class="tabs">
      <ul>
        {link(undefined, t("exchange.iati.all"))}
        {severities.map((one) => link(one, `${t(`exchange.iati.severity.${one}`)} (${count(countOf(one), locale)})`))}
      </ul>
    </nav>
  );
};

const Records: FC<Props> = ({ c, faulty, names }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const nameOf = ({ kind, record }: Faulty) =>
    plain(names.get(linkKey({ to: { type: "record", kind: kind as "project" }, key: record! })) ?? {}, locale) || record;
  return (
    <Table
      caption={t("exchange.iati.records", { count: faulty.total })}
      class="dense"
      rows={faulty.records}
      columns={[
        {
          label: t("exchange.iati.record"),
          heading: true,
          cell: (one) =>
            one.kind ? (
              <>
                <a href={officeHref(one.kind, one.record!)}>{nameOf(one)}</a>
                <br />
                <span class="meta">{t.dynamic(`kind.${one.kind}`)}</span>
              </>
            ) : (
              t("exchange.iati.file")
            ),
        },
        {
          label: t("exchange.iati.what"),
          cell: (one) => (
            <ul class="plain">
              {one.lines.map((line) => (
                <Problem c={c} line={line} />
              ))}
              {one.total > one.lines.length && <li>{t("exchange.iati.more", { count: one.total - one.lines.length })}</li>}
            </ul>
          ),
        },
      ]}
    />
  );
};

/** One thing wrong, by its severity and rule; the remedy in the reader's language where it is a usual one, else the words of the rule. */
const Problem: FC<{ c: OfficeContext; line: Line }> = ({ c, line }) => {
  const t = c.get("t");
  const key = `exchange.iati.rule.${line.rule.replace("text:", "")}`;
  const remedy = t.has(key) ? t.dynamic(key) : undefined;
  return (
    <li>
      <strong>{t(`exchange.iati.severity.${line.severity}`)}</strong>
      {line.severity !== "remark" && (
        <>
          {" "}
          <code>{line.rule}</code>
        </>
      )}{" "}
      {remedy ?? <span lang="en">{line.message}</span>}
      {remedy && (line.rule === "codelist" || line.rule === "xsd" || line.rule === "xml") && (
        <>
          {" "}
          <span lang="en" class="muted">
            {line.message}
          </span>
        </>
      )}
    </li>
  );
};
