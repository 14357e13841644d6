import type { FC } from "hono/jsx";
import type { Translator } from "../platform/i18n/messages.ts";
import { type RuleId, type Terms, termIn } from "../platform/retention/rules.ts";
import type { Preview } from "../privacy/subject/actions.ts";

/** What an erasure takes and what it leaves, with the reasons: shown before anything is done. */
export const ErasureBalance: FC<{ t: Translator; preview: Preview; terms: Terms }> = ({ t, preview, terms }) => {
  const term = (rule: RuleId) => {
    const { unit, count } = termIn(terms, rule);
    return t(`retention.term.${unit}`, { count });
  };
  const { memberships, drafts, mails, subscriptions, files, entries, stories, living, held, signed } = preview;
  const line = (count: number, words: string) => (count > 0 ? <li>{words}</li> : null);
  return (
    <>
      {held && (
        <p>
          <strong>{t("privacy.refusal.held")}</strong>
        </p>
      )}
      {living.length > 0 && (
        <div class="notice">
          <p>{t("privacy.own.living")}</p>
          <ul>
            {living.map(({ number, title, what }) => (
              <li>
                {number} {title}, {t(`privacy.own.living.${what}`)}
              </li>
            ))}
          </ul>
          <p>{t("privacy.own.livingRemedy")}</p>
        </div>
      )}
      <h3>{t("privacy.erase.goes")}</h3>
      <ul>
        <li>{t("privacy.erase.account")}</li>
        {line(memberships, t("privacy.erase.memberships", { count: memberships }))}
        {line(drafts, t("privacy.erase.drafts", { count: drafts }))}
        {line(mails, t("privacy.erase.mails", { count: mails }))}
        {line(subscriptions, t("privacy.erase.subscriptions"))}
        {!signed && line(entries, t("privacy.erase.entriesOnly", { count: entries }))}
      </ul>
      <h3>{t("privacy.erase.stays")}</h3>
      <ul>
        {line(files, t("privacy.erase.files", { count: files, term: term("grant_closed") }))}
        {signed && line(entries, t("privacy.erase.entries", { count: entries, term: term("log_name") }))}
        {line(stories, t("privacy.erase.stories", { count: stories }))}
        <li>{t("privacy.erase.request", { term: term("data_request") })}</li>
      </ul>
    </>
  );
};
