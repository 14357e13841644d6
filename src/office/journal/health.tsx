import type { FC } from "hono/jsx";
import { may } from "../../platform/accounts/rights.ts";
import { type Health, healthOf } from "../../proof/verification/actions.ts";
import type { Check } from "../../proof/verification/store.ts";
import { Facts } from "../../ui/facts.tsx";
import { date } from "../../ui/format.ts";
import type { OfficeContext } from "../env.ts";
import { shortInstant } from "../when.tsx";

const PATH = "/bureau/journal";
/** Who verifies at night, and who at a terminal, by the words of the reader. */
export const byWhom = (c: OfficeContext, { actor, actorName }: Pick<Check, "actor" | "actorName">) =>
  actor === "clock" ? c.get("t")("journal.health.clock") : actorName;

export const faultWords = (c: OfficeContext, { fault, faultAt }: Pick<Check, "fault" | "faultAt">) =>
  c.get("t").dynamic(`journal.fault.${fault}`, { at: String(faultAt) });

/** What is amiss with the log: on its own page, and on the first page of who looks after it. */
export const LogAlarms: FC<{ c: OfficeContext; health: Pick<Health, "alarms" | "check">; link?: boolean }> = ({ c, health, link }) => {
  const t = c.get("t");
  return (
    <>
      {health.alarms.map((alarm) => (
        <div class="error-summary" role="alert">
          <p>
            {alarm === "broken" ? t("journal.alarm.broken", { fault: faultWords(c, health.check!) }) : t(`journal.alarm.${alarm}`)}{" "}
            {link && <a href={PATH}>{t("journal.alarm.see")}</a>}
          </p>
          {alarm === "broken" && !link && <p>{t("journal.remedy")}</p>}
        </div>
      ))}
    </>
  );
};

/** The alarms for a first page: nothing for who may not read the log, nor while all is well. */
export async function logAlarms(c: OfficeContext): Promise<Pick<Health, "alarms" | "check"> | undefined> {
  return may(c.get("officer"), "log.read") ? healthOf(c.get("services").db, new Date()) : undefined;
}

export const HealthFacts: FC<{ c: OfficeContext; health: Health }> = ({ c, health: { check, wholeCheck, anchor, missing, alarms } }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const told = (one: Check | undefined) =>
    one
      ? t("journal.health.checkText", { at: shortInstant(one.at, locale), entries: one.entries, by: byWhom(c, one) })
      : t("journal.health.none");
  return (
    <>
      {alarms.length === 0 && <p>{check ? <strong>{t("journal.health.ok")}</strong> : t("journal.health.never")}</p>}
      <Facts
        facts={[
          [t("journal.health.check"), told(check)],
          [t("journal.health.whole"), told(wholeCheck)],
          [
            t("journal.health.anchor"),
            anchor ? (
              <>
                {t("journal.health.anchorText", { number: anchor.number, at: shortInstant(anchor.at, locale), head: String(anchor.head) })}
                <br />
                <code class="wrap">{anchor.sha256}</code>
              </>
            ) : (
              t("journal.health.none")
            ),
          ],
          [
            t("journal.health.missing"),
            missing.length > 0 &&
              missing
                .slice(-10)
                .map((one) => date(one, locale))
                .join(", "),
          ],
        ]}
      />
      <p>
        <a href="/data/audit-anchors">{t("journal.health.anchors")}</a>
      </p>
    </>
  );
};
