import type { FC } from "hono/jsx";
import { type CheckList, itemsOf } from "../../funding/application/lists.ts";
import { seenCheck } from "../../funding/instruction/actions.ts";
import type { MachineVerdict } from "../../funding/instruction/admissibility.ts";
import { may } from "../../platform/accounts/rights.ts";
import { date, money } from "../../ui/format.ts";
import type { OfficeContext } from "../env.ts";
import { oneOf } from "../form-data.ts";
import { When } from "../when.tsx";
import { type FileProps, Part } from "./file-parts.tsx";

const verdicts = ["yes", "no", "not_applicable"] as const;

export const Checklist: FC<FileProps & { list: CheckList }> = ({ c, data, list, given }) => {
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
      <table class="dense checklist stacks">
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
                {machine && <td data-label={t("instruction.machine")}>{says && <Machine c={c} verdict={says} locale={locale} />}</td>}
                <td data-label={t("instruction.verdict")}>
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
                <td data-label={t("instruction.note")}>
                  {writes ? (
                    <input
                      type="text"
                      name={`note.${code}`}
                      aria-label={`${t("instruction.note")}${t("common.colon")} ${t.dynamic(`instruction.item.${code}`)}`}
                      value={own ? oneOf(own, `note.${code}`) : (check?.note ?? "")}
                    />
                  ) : (
                    check?.note
                  )}
                </td>
                <td class="muted" data-label={t("instruction.signed")}>
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
