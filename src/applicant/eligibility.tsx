import type { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { FC } from "hono/jsx";
import { type Body, type LegalForm, meets, type Verdict } from "../funding/application/eligibility.ts";
import { dayOf } from "../platform/instants.ts";
import { law } from "../platform/law.ts";
import { clientNetwork } from "../platform/web/client-address.ts";
import { limits } from "../platform/web/limits/rules.ts";
import { within } from "../platform/web/limits/share.ts";
import { type Edition, phaseOf } from "../register/edition/rules.ts";
import { countriesAmong, currentEdition, readCountryLists } from "../register/edition/store.ts";
import { recordId } from "../register/record/fields.ts";
import { readCents } from "../register/record/numbers.ts";
import { isPartialDate } from "../register/record/partial-date.ts";
import { money, share } from "../ui/format.ts";
import { plain, Text } from "../ui/text.tsx";
import type { SpaceContext, SpaceEnv } from "./env.ts";
import { type Countries, countryOptions } from "./facts.ts";
import { ChoiceField, type Form, SelectField, TextField } from "./forms.tsx";
import { SpaceLayout } from "./layout.tsx";
import { instantWords } from "./words.ts";

/** One thing that a call asks, and whether it is so. */
interface Answer {
  label: string;
  verdict: Verdict;
  why: string;
}

/** Few questions, without an account: each thing that the call asks, answered at once with its reason. */
export function eligibilityPages(app: Hono<SpaceEnv>): void {
  app.get("/eligibilite/:edition", async (c) => {
    const id = recordId.safeParse(c.req.param("edition"));
    const { published } = c.get("services");
    const edition = id.success ? await currentEdition(published, id.data) : undefined;
    if (!edition) return c.notFound();
    const query = c.req.query();
    const asked = query.verifier === "1";
    if (asked && !(await within(c, limits.eligibility, clientNetwork(c)))) throw new HTTPException(429);
    const [countries, lists] = await Promise.all([countryOptions(c, edition.document), readCountryLists(published)]);
    const eligible = new Set(countriesAmong(lists, edition.document).countries.map(({ code }) => code));
    const answers = asked ? judge(c, edition.document, query, c.req.queries("declare") ?? [], eligible, countries) : undefined;
    return c.html(
      <Eligibility
        c={c}
        id={edition.id}
        edition={edition.document}
        query={query}
        declared={c.req.queries("declare") ?? []}
        countries={countries}
        answers={answers}
      />,
    );
  });
}

function judge(
  c: SpaceContext,
  edition: Edition,
  query: Record<string, string>,
  declared: string[],
  eligible: ReadonlySet<string>,
  countries: Countries,
): Answer[] {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const today = dayOf(c.get("arrivedAt"));
  const form = law().legalForms.some((one) => one === query.forme) ? (query.forme as LegalForm) : undefined;
  const founded = query.creation ?? "";
  const body: Partial<Body> = {
    ...(form ? { legalForm: form } : {}),
    foundedOn: isPartialDate(founded) && founded.length === 10 ? founded : null,
    postalCode: query.code_postal?.trim() || null,
    // Whether there is a number: its digits are checked when it is given.
    ...(query.numero
      ? { siret: query.numero === "siret" ? "21750001600019" : null, rna: query.numero === "rna" ? "W000000000" : null }
      : {}),
  };
  const phase = edition.procedure === "call" ? phaseOf(edition, c.get("arrivedAt")) : "open";
  const why = (verdict: Verdict, no: string) =>
    verdict === "yes" ? t("space.eligible.met") : verdict === "no" ? no : t("space.eligible.unknown");
  const answers: Answer[] = [
    {
      label: t("space.eligible.phase"),
      verdict: phase === "open" ? "yes" : "no",
      why: t.dynamic(`space.eligible.phase.${phase}`, {
        opens: instantWords(edition.opensAt, locale),
        closes: instantWords(edition.closesAt, locale),
      }),
    },
    ...edition.conditions.map((condition): Answer => {
      const verdict = condition.rule === "declared" ? (declared.includes(condition.code) ? "yes" : "no") : meets(condition, body, today);
      return {
        label: plain(condition.label, locale),
        verdict,
        why: why(
          verdict,
          plain(condition.help, locale) || t.dynamic(`problem.condition_${condition.rule}`, { value: condition.value ?? "" }),
        ),
      };
    }),
  ];
  const country = query.pays ?? "";
  if (country !== "") {
    const verdict = eligible.has(country) ? "yes" : "no";
    answers.push({
      label: `${t("space.eligible.country")}${t("common.colon")} ${countries.nameOf(country)}`,
      verdict,
      why: why(verdict, t("problem.country_not_eligible")),
    });
  }
  const [asked, total] = [readCents(query.montant ?? ""), readCents(query.cout ?? "")];
  const amount = (cents: number) => money(cents, edition.currency, locale);
  if (asked !== undefined) {
    const most =
      edition.maxCents ??
      (edition.strands.length > 0 && edition.strands.every(({ maxCents }) => maxCents !== null)
        ? edition.strands.reduce((sum, { maxCents }) => sum + maxCents!, 0)
        : null);
    const no =
      most !== null && asked > most
        ? t("problem.above_edition", { cents: amount(most) })
        : edition.minCents !== null && asked < edition.minCents
          ? t("problem.below_edition", { cents: amount(edition.minCents) })
          : undefined;
    answers.push({
      label: `${t("space.eligible.amount")}${t("common.colon")} ${amount(asked)}`,
      verdict: no ? "no" : "yes",
      why: no ?? t("space.eligible.met"),
    });
    if (total !== undefined && total > 0 && edition.citySharePercent !== null) {
      const fits = asked * 100 <= total * edition.citySharePercent;
      answers.push({
        label: t("space.eligible.share", { share: share((asked / total) * 100, locale) }),
        verdict: fits ? "yes" : "no",
        why: fits
          ? t("space.eligible.met")
          : t("problem.above_share", {
              percent: share(edition.citySharePercent, locale),
              cents: amount(Math.floor((total * edition.citySharePercent) / 100)),
            }),
      });
    }
  }
  return answers;
}

const Eligibility: FC<{
  c: SpaceContext;
  id: string;
  edition: Edition;
  query: Record<string, string>;
  declared: string[];
  countries: Countries;
  answers: Answer[] | undefined;
}> = ({ c, id, edition, query, declared, countries, answers }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const form: Form = { t, problems: [] };
  const rules = new Set(edition.conditions.map(({ rule }) => rule));
  const name = plain(edition.name, locale);
  const no = answers?.filter(({ verdict }) => verdict === "no").length ?? 0;
  const unknown = answers?.filter(({ verdict }) => verdict === "unknown").length ?? 0;
  return (
    <SpaceLayout c={c} title={t("space.eligible.title")} steps={c.get("person") ? [{ label: t("space.eligible.title") }] : []}>
      <p class="kicker">{name}</p>
      <h1>{t("space.eligible.title")}</h1>
      {answers ? (
        <section aria-live="polite" id="reponse" tabindex={-1}>
          <p class="lede">
            {no > 0
              ? t("space.eligible.no", { count: no })
              : unknown > 0
                ? t("space.eligible.maybe", { count: unknown })
                : t("space.eligible.yes")}
          </p>
          <table class="verdicts">
            <caption class="visually-hidden">{t("space.eligible.table")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("space.eligible.condition")}</th>
                <th scope="col">{t("space.eligible.answer")}</th>
              </tr>
            </thead>
            <tbody>
              {answers.map(({ label, verdict, why }) => (
                <tr>
                  <th scope="row">{label}</th>
                  <td>
                    <strong class={`verdict verdict-${verdict}`}>{t.dynamic(`space.eligible.verdict.${verdict}`)}</strong>{" "}
                    <span>{why}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p class="hint">{t("space.eligible.note")}</p>
          {no === 0 && (
            <p>
              <a class="button" href={`/espace/demandes/nouvelle?edition=${id}`}>
                {t("space.start.title")}
              </a>
            </p>
          )}
          <h2>{t("space.eligible.change")}</h2>
        </section>
      ) : (
        <p class="lede">{t("space.eligible.text", { at: instantWords(edition.closesAt, locale) })}</p>
      )}
      <form method="get" action={`/espace/eligibilite/${id}#reponse`} class="section-form">
        <input type="hidden" name="verifier" value="1" />
        <div class="form-grid">
          <SelectField
            form={form}
            path="forme"
            label={t("space.body.form")}
            value={query.forme ?? ""}
            options={law().legalForms.map((one) => ({ value: one, label: t.dynamic(`choice.applicant.legalForm.${one}`) }))}
          />
          {rules.has("min_age_months") && (
            <TextField form={form} path="creation" label={t("space.body.founded")} type="date" value={query.creation ?? ""} />
          )}
          {rules.has("seat_prefix") && (
            <TextField form={form} path="code_postal" label={t("space.body.postalCode")} value={query.code_postal ?? ""} maxlength={12} />
          )}
          {rules.has("identifier") && (
            <SelectField
              form={form}
              path="numero"
              label={t("space.eligible.number")}
              value={query.numero ?? ""}
              options={[...law().identifiers, "none"].map((one) => ({ value: one, label: t.dynamic(`space.eligible.number.${one}`) }))}
            />
          )}
          <SelectField form={form} path="pays" label={t("space.eligible.country")} value={query.pays ?? ""} options={countries.options} />
          <TextField form={form} path="montant" label={t("space.eligible.amount")} inputmode="decimal" value={query.montant ?? ""} />
          {edition.citySharePercent !== null && (
            <TextField form={form} path="cout" label={t("space.eligible.cost")} inputmode="decimal" value={query.cout ?? ""} />
          )}
        </div>
        {rules.has("declared") && (
          <ChoiceField
            form={form}
            path="declare"
            label={t("space.eligible.declared")}
            type="checkbox"
            values={declared}
            options={edition.conditions
              .filter(({ rule }) => rule === "declared")
              .map(({ code, label }) => ({ value: code, label: plain(label, locale) }))}
          />
        )}
        <button type="submit">{t("space.eligible.do")}</button>
      </form>
      {edition.conditions.length > 0 && (
        <section>
          <h2>{t("space.eligible.conditions")}</h2>
          <ul>
            {edition.conditions.map(({ label, help }) => (
              <li>
                <Text value={label} locale={locale} />{" "}
                <span class="hint">
                  <Text value={help} locale={locale} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </SpaceLayout>
  );
};
