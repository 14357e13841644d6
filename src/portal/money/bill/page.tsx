import type { FC } from "hono/jsx";
import { type BillField, type BillRead, billFields, readBill } from "../../../funding/water-bill/form.ts";
import { type Answer, answerOf } from "../../../funding/water-bill/rules.ts";
import { loadProgramme, type ProgrammeRecord } from "../../../register/programme/store.ts";
import { Breadcrumb } from "../../../ui/breadcrumb.tsx";
import { Empty } from "../../../ui/empty.tsx";
import { figureValue, money, share } from "../../../ui/format.ts";
import { PublicLayout } from "../../../ui/layout.tsx";
import type { PageContext } from "../../../ui/page.ts";
import { href } from "../../../ui/paths.ts";
import { Text } from "../../../ui/text.tsx";
import { FigureSeries } from "../../register/parts/figures.tsx";
import { RecordLink, Section } from "../../register/parts/frame.tsx";
import { readMoneyView } from "../view.ts";
import { Voted } from "./voted.tsx";

/** What a water bill pays for: the law, a reckoning for one's own bill, what is voted each year. */
export async function billPage(c: PageContext) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { published: db, city } = c.get("services");
  const settings = city.waterBill;
  const programme = settings ? await loadProgramme(db, settings.programme) : undefined;
  const frame = (content: unknown) =>
    c.html(
      <PublicLayout
        c={c}
        meta={{ title: t("nav.waterBill"), description: t("money.bill.intro"), noindex: new URL(c.req.url).search !== "" }}
      >
        <Breadcrumb c={c} steps={[{ label: t("nav.money"), href: href(locale, "money") }, { label: t("nav.waterBill") }]} />
        <h1>{t("nav.waterBill")}</h1>
        <p class="lede">{t("money.bill.intro")}</p>
        {content as never}
      </PublicLayout>,
    );
  if (!settings || !programme)
    return frame(
      <Empty title={t("money.bill.noScheme")}>
        <p>{t("money.bill.noSchemeText")}</p>
      </Empty>,
    );
  const read = readBill(c.req.queries());
  // The newest of each series comes first.
  const [household, cap] = [settings.household, settings.cap].map((series) => programme.figures.find((figure) => figure.series === series));
  const published = household?.currency === "EUR" ? { cents: Math.round(household.value * 100), people: settings.people } : undefined;
  const answer = read.bill && answerOf(read.bill, published);
  const view = await readMoneyView(c);
  return frame(
    <>
      <Law c={c} programme={programme} />
      <Section id="calcul" title={t("money.bill.form")}>
        <Form c={c} read={read} />
        {answer && (
          <Result c={c} answer={answer} read={read} household={household && figureValue(household, locale)} people={settings.people} />
        )}
      </Section>
      <Section id="publie" title={t("money.bill.published")} when={Boolean(household || cap)}>
        <FigureSeries c={c} figures={[household, cap].filter((figure) => figure !== undefined)} />
      </Section>
      <Section id="vote" title={t("money.bill.voted")}>
        <Voted c={c} view={view} sources={settings.sources} cap={cap} />
      </Section>
      <Section id="hypotheses" title={t("money.bill.assumptions")}>
        <ul>
          {(["legal", "whole", "people", "register", "nothing"] as const).map((one) => (
            <li>{t.dynamic(`money.bill.assume.${one}`, { people: settings.people })}</li>
          ))}
        </ul>
      </Section>
    </>,
  );
}

const Law: FC<{ c: PageContext; programme: ProgrammeRecord }> = ({ c, programme }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Section id="loi" title={t("money.bill.law")}>
      <p>{t("money.bill.lawText")}</p>
      <p>
        {t("money.bill.programme")} <RecordLink c={c} kind="programme" record={programme} />
      </p>
      <ul>
        {programme.legalBases.map((basis) => (
          <li>
            {basis.url ? (
              <a href={basis.url} rel="external noopener">
                {basis.reference}
              </a>
            ) : (
              basis.reference
            )}{" "}
            <span class="meta">
              <Text value={basis.note} locale={locale} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
};

/** Filled in again as it was typed, each fault beside its field. Nothing of it is kept. */
const Form: FC<{ c: PageContext; read: BillRead }> = ({ c, read: { values, problems } }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const faulty = billFields.filter((field) => problems[field]);
  return (
    <form method="get" action={`${href(locale, "waterBill")}#calcul`} novalidate>
      {faulty.length > 0 && (
        <div class="notice" role="alert">
          <p>
            <strong>{t("money.bill.faults", { count: faulty.length })}</strong>
          </p>
          <ul>
            {faulty.map((field) => (
              <li>
                <a href={`#bill-${field}`}>{t.dynamic(`money.bill.field.${field}`)}</a> :{" "}
                {t.dynamic(`money.bill.problem.${problems[field]}`)}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div class="bill-form">
        {billFields.map((field) => (
          <Field c={c} field={field} value={values[field]} problem={problems[field]} />
        ))}
      </div>
      <p class="actions">
        <button type="submit">{t("money.bill.reckon")}</button>
      </p>
    </form>
  );
};

const Field: FC<{ c: PageContext; field: BillField; value: string | undefined; problem: string | undefined }> = ({
  c,
  field,
  value,
  problem,
}) => {
  const t = c.get("t");
  const id = `bill-${field}`;
  return (
    <p class="field">
      <label for={id}>{t.dynamic(`money.bill.field.${field}`)}</label>
      <input
        id={id}
        name={field}
        type="text"
        inputmode={field === "people" ? "numeric" : "decimal"}
        autocomplete="off"
        value={value ?? ""}
        aria-describedby={problem ? `${id}-hint ${id}-problem` : `${id}-hint`}
        aria-invalid={problem ? "true" : undefined}
      />
      <span id={`${id}-hint`} class="meta">
        {t.dynamic(`money.bill.hint.${field}`)}
      </span>
      {problem && (
        <span id={`${id}-problem`} class="problem">
          {t.dynamic(`money.bill.problem.${problem}`)}
        </span>
      )}
    </p>
  );
};

const Result: FC<{ c: PageContext; answer: Answer; read: BillRead; household: string | undefined; people: number }> = ({
  c,
  answer,
  read,
  household,
  people,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { billCents, serviceCents, ceilingCents, publishedTenths } = answer;
  const euros = (cents: number) => money(cents, "EUR", locale);
  const said = publishedTenths === undefined ? undefined : euros(Math.round(publishedTenths / 10));
  const part = publishedTenths === undefined || billCents === 0 ? undefined : Math.round((publishedTenths / 10 / billCents) * 1e6) / 1e4;
  return (
    <div class="bill-result" role="status">
      <h3>{t("money.bill.result")}</h3>
      <ul class="totals-row">
        <li>
          <p class="figure-value">{euros(billCents)}</p>
          <p class="meta">{t(read.values.amount ? "money.bill.result.typed" : "money.bill.result.reckoned")}</p>
        </li>
        <li>
          <p class="figure-value">{t("money.bill.result.most", { amount: euros(ceilingCents) })}</p>
          <p class="meta">{t("money.bill.result.ceiling", { service: euros(serviceCents) })}</p>
        </li>
        {said && (
          <li>
            <p class="figure-value">{t("qualifier.about", { amount: said })}</p>
            <p class="meta">
              {t("money.bill.result.published", { household: household ?? "", people, own: read.bill!.people })}{" "}
              {part !== undefined && t("money.bill.result.part", { share: share(part, locale) })}
            </p>
          </li>
        )}
      </ul>
    </div>
  );
};
