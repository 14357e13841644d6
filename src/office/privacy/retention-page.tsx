import type { FC } from "hono/jsx";
import { ruleIds, ruleOf, termIn } from "../../platform/retention/rules.ts";
import type { Hold } from "../../privacy/hold/store.ts";
import type { Planned, Policy } from "../../privacy/retention/actions.ts";
import type { RunListed } from "../../privacy/retention/run-store.ts";
import { count, day } from "../../ui/format.ts";
import { Table } from "../../ui/table.tsx";
import type { OfficeContext } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";
import { When } from "../when.tsx";
import { HoldForm, Holds } from "./holds.tsx";
import { termWords } from "./parts.tsx";
import type { Shown } from "./shown.ts";

const PATH = "/bureau/conservation";

export const RetentionPage: FC<{
  c: OfficeContext;
  policy: Policy;
  holds: Hold[];
  runs: RunListed[];
  last: ReadonlyMap<string, { at: Date; done: number; fault: string | null }>;
  shown: Shown;
}> = ({ c, policy, holds, runs, last, shown }) => {
  const t = c.get("t");
  return (
    <OfficeLayout c={c} title={t("retention.title")} notice={shown.notice}>
      <h1>{t("retention.title")}</h1>
      <p>{t("retention.lede")}</p>
      <p class="meta">{policy.visa === null ? t("retention.visa") : t("retention.visaGiven", { visa: policy.visa })}</p>
      {shown.plan ? <Plan c={c} plan={shown.plan} sure={shown.sure ?? false} /> : <Ask c={c} />}
      <Rules c={c} policy={policy} last={last} />
      <Holds c={c} holds={holds} shown={shown} />
      <HoldForm c={c} shown={shown} />
      <Runs c={c} runs={runs} />
    </OfficeLayout>
  );
};

const Ask: FC<{ c: OfficeContext }> = ({ c }) => {
  const t = c.get("t");
  return (
    <section>
      <h2>{t("retention.plan")}</h2>
      <form method="post" action={PATH}>
        <p>{t("retention.planText")}</p>
        <button type="submit" name="do" value="plan">
          {t("retention.planDo")}
        </button>
      </form>
    </section>
  );
};

const Plan: FC<{ c: OfficeContext; plan: Planned[]; sure: boolean }> = ({ c, plan, sure }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const total = plan.reduce((sum, one) => sum + (one.waits ? 0 : one.due), 0);
  return (
    <section>
      <h2>{t("retention.planned")}</h2>
      {sure && (
        <form method="post" action={PATH} class="error-summary" role="alert">
          <p>{t("retention.applySure", { count: total })}</p>
          <p class="row-form">
            <button type="submit" name="do" value="apply-sure">
              {t("retention.apply")}
            </button>
            <a class="button quiet" href={PATH}>
              {t("office.form.leave")}
            </a>
          </p>
        </form>
      )}
      <Table
        caption={t("retention.planned")}
        hideCaption
        class="dense"
        rows={plan}
        columns={[
          { label: t("retention.what"), heading: true, cell: ({ rule }) => t(`retention.rule.${rule}.name`) },
          { label: t("retention.due"), numeric: true, cell: ({ due }) => count(due, locale) },
          { label: t("retention.held"), numeric: true, cell: ({ held }) => count(held, locale) },
          {
            label: t("retention.examples"),
            cell: ({ examples, waits, due }) => (
              <>
                {waits && due > 0 && <strong>{t("retention.waits")} </strong>}
                {examples.map(({ since, key }) => (
                  <>
                    {day(since, locale)} {key && <code>{key}</code>}
                    <br />
                  </>
                ))}
              </>
            ),
          },
          { label: t("retention.next"), cell: ({ next }) => (next ? day(next, locale) : t("retention.nothing")) },
        ]}
      />
      {!sure && total > 0 && (
        <form method="post" action={PATH}>
          <p>{t("retention.applyText")}</p>
          <button type="submit" name="do" value="apply">
            {t("retention.apply")}
          </button>
        </form>
      )}
    </section>
  );
};

const Rules: FC<{ c: OfficeContext; policy: Policy; last: ReadonlyMap<string, { at: Date; done: number; fault: string | null }> }> = ({
  c,
  policy,
  last,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <section>
      <h2>{t("retention.rules")}</h2>
      <Table
        caption={t("retention.rules")}
        hideCaption
        rows={ruleIds}
        columns={[
          {
            label: t("retention.what"),
            heading: true,
            cell: (id) => (
              <>
                {t(`retention.rule.${id}.name`)}
                <br />
                <span class="hint">{t(`retention.rule.${id}.why`)}</span>
              </>
            ),
          },
          {
            label: t("retention.term"),
            cell: (id) => (
              <>
                {termWords(t, termIn(policy.terms, id))}
                {policy.terms[id] !== undefined && <span class="hint"> {t("retention.own")}</span>}
                {ruleOf(id).elsewhere && <span class="hint"> {t("retention.elsewhere")}</span>}
              </>
            ),
          },
          { label: t("retention.from"), cell: (id) => t(`retention.rule.${id}.from`) },
          { label: t("retention.effect"), cell: (id) => t(`retention.effect.${ruleOf(id).effect}`) },
          {
            label: t("retention.last"),
            cell: (id) => {
              const one = last.get(id);
              if (!one) return t("retention.never");
              return (
                <>
                  <When at={one.at} locale={locale} />{" "}
                  {one.fault ? (
                    <strong>{t("retention.failed", { fault: one.fault })}</strong>
                  ) : (
                    t("retention.lastDone", { count: one.done })
                  )}
                </>
              );
            },
          },
        ]}
      />
    </section>
  );
};

const Runs: FC<{ c: OfficeContext; runs: RunListed[] }> = ({ c, runs }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <section>
      <h2>{t("retention.runs")}</h2>
      {runs.length === 0 ? (
        <p>{t("retention.noRun")}</p>
      ) : (
        <Table
          caption={t("retention.runs")}
          hideCaption
          class="dense"
          rows={runs}
          columns={[
            { label: t("privacy.copy.when"), heading: true, cell: ({ at }) => <When at={at} locale={locale} /> },
            { label: t("retention.by"), cell: ({ actorName, occasion }) => `${actorName}, ${t(`retention.occasion.${occasion}`)}` },
            {
              label: t("retention.result"),
              cell: ({ results }) =>
                results.length === 0 ? (
                  t("retention.nothing")
                ) : (
                  <ul class="plain-list">
                    {results.map(({ rule, done, held, fault, term }) => (
                      <li>
                        {t.dynamic(`retention.rule.${rule}.name`)} ({term}){`${t("common.colon")} `}
                        {fault ? t("retention.failed", { fault }) : count(done, locale)}
                        {held > 0 && `, ${t("retention.held")}${t("common.colon")} ${count(held, locale)}`}
                      </li>
                    ))}
                  </ul>
                ),
            },
          ]}
        />
      )}
    </section>
  );
};
