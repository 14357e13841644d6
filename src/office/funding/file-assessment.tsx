import type { FC } from "hono/jsx";
import { interestReasons } from "../../funding/assessment/rules.ts";
import { may } from "../../platform/accounts/rights.ts";
import { count, money, score } from "../../ui/format.ts";
import { Of } from "../../ui/of.tsx";
import { Table } from "../../ui/table.tsx";
import { plain } from "../../ui/text.tsx";
import type { OfficeContext } from "../env.ts";
import { When } from "../when.tsx";
import type { FileData } from "./file-data.ts";
import { Part } from "./file-parts.tsx";

/** Who was asked for an opinion, what came, and how far apart the opinions are. */
export const AssessmentPart: FC<{ c: OfficeContext; data: FileData }> = ({ c, data: { desk, file, edition } }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { assigned, opinions, spread, assessors } = desk!;
  const free = assessors.filter(
    ({ id }) => !assigned.some(({ userId }) => userId === id) && !desk!.interests.some(({ userId }) => userId === id),
  );
  return (
    <Part
      id="avis"
      title={t("assessment.title")}
      aside={<span class="muted">{t("assessment.received", { given: spread.given, of: spread.asked })}</span>}
    >
      {spread.given > 0 && (
        <p>
          {t("assessment.spread", {
            mean: score(spread.mean, locale),
            min: score(spread.min, locale),
            max: score(spread.max, locale),
            deviation: score(spread.deviation, locale),
          })}
        </p>
      )}
      {assigned.length > 0 && (
        <Table
          caption={t("assessment.assigned", { count: assigned.length })}
          class="dense"
          rows={assigned}
          columns={[
            { label: t("assessment.assessor"), heading: true, cell: (one) => one.name },
            { label: t("assessment.since"), cell: (one) => <When at={one.assignedAt} locale={locale} /> },
            { label: t("instruction.state"), cell: (one) => t.dynamic(`assessment.opinion.${one.state ?? "none"}`) },
            { label: t("assessment.remindedAt"), cell: (one) => (one.remindedAt ? <When at={one.remindedAt} locale={locale} /> : "–") },
            {
              label: t("instruction.act"),
              cell: (one) =>
                one.state === "given" ? (
                  ""
                ) : (
                  <form method="post">
                    <button type="submit" class="quiet small" name="do" value={`unassign:${one.userId}`}>
                      {t("assessment.unassign")}
                      <Of t={t}>{one.name}</Of>
                    </button>
                  </form>
                ),
            },
          ]}
        />
      )}
      {opinions.map((opinion) => (
        <details class="opinion">
          <summary>
            {opinion.userName} <strong>{score(opinion.total, locale)}</strong> / 100
            {opinion.amountCents !== null && <span class="muted"> {money(opinion.amountCents, file.currency, locale)}</span>}
          </summary>
          <dl class="answers">
            {edition.criteria
              .filter(({ code }) => opinion.scores[code])
              .map(({ code, name, maxScore }) => (
                <div>
                  <dt>
                    {plain(name, locale)} : {opinion.scores[code]!.score === null ? "–" : count(opinion.scores[code]!.score!, locale)} /{" "}
                    {maxScore}
                  </dt>
                  <dd class="pre">{opinion.scores[code]!.comment}</dd>
                </div>
              ))}
          </dl>
          {opinion.comment && <p class="pre">{opinion.comment}</p>}
        </details>
      ))}
      {["admissible", "subject_to_document", "in_assessment"].includes(file.state) && (
        <form method="post" class="row-form">
          <label for="assign-user">{t("assessment.assign")}</label>
          <select id="assign-user" name="user">
            {free.map(({ id, name, role }) => (
              <option value={id}>
                {name} ({t.dynamic(`role.${role}`)})
              </option>
            ))}
          </select>
          <button type="submit" class="quiet" name="do" value="assign">
            {t("assessment.assign.do")}
          </button>
        </form>
      )}
    </Part>
  );
};

/** The fields by which someone says why they step aside. */
export const InterestFields: FC<{ c: OfficeContext; suffix?: string }> = ({ c, suffix = "" }) => {
  const t = c.get("t");
  return (
    <>
      <div class="form-field">
        <label for={`reason${suffix}`}>{t("assessment.interest.reason")}</label>
        <select id={`reason${suffix}`} name={`reason${suffix}`}>
          {interestReasons.map((reason) => (
            <option value={reason}>{t.dynamic(`assessment.reason.${reason}`)}</option>
          ))}
        </select>
      </div>
      <div class="form-field">
        <label for={`text${suffix}`}>{t("assessment.interest.note")}</label>
        <input type="text" id={`text${suffix}`} name={`text${suffix}`} maxlength={1_000} />
      </div>
    </>
  );
};

/** Stepping aside: the way out of a file, and who has taken it. */
export const InterestPart: FC<{ c: OfficeContext; data: FileData }> = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const by = c.get("officer");
  const interests = data.desk?.interests ?? [];
  return (
    <Part id="interet" title={t("assessment.interest")}>
      {interests.length > 0 && (
        <Table
          caption={t("assessment.interests", { count: interests.length })}
          class="dense"
          rows={interests}
          columns={[
            { label: t("office.who"), heading: true, cell: (one) => one.userName },
            { label: t("assessment.interest.reason"), cell: (one) => t.dynamic(`assessment.reason.${one.reason}`) },
            { label: t("office.when"), cell: (one) => <When at={one.declaredAt} locale={locale} /> },
            ...(may(by, "interest.lift")
              ? [
                  {
                    label: t("instruction.act"),
                    cell: (one: (typeof interests)[number]) => (
                      <form method="post" class="row-form">
                        <input
                          type="text"
                          name="reason"
                          required
                          aria-label={`${t("instruction.reason")}${t("common.colon")} ${one.userName}`}
                          placeholder={t("instruction.reason")}
                        />
                        <button type="submit" class="quiet small" name="do" value={`lift:${one.userId}`}>
                          {t("assessment.interest.lift")}
                          <Of t={t}>{one.userName}</Of>
                        </button>
                      </form>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      <InterestForm c={c} />
    </Part>
  );
};

/** The declaration of an interest in the file of this page, folded. */
export const InterestForm: FC<{ c: OfficeContext }> = ({ c }) => {
  const t = c.get("t");
  return (
    <details>
      <summary>{t("assessment.interest.declare")}</summary>
      <p class="hint">{t("assessment.interest.text")}</p>
      <form method="post">
        <InterestFields c={c} />
        <p>
          <button type="submit" name="do" value="interest">
            {t("assessment.interest.do")}
          </button>
        </p>
      </form>
    </details>
  );
};
