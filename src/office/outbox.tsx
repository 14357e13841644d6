import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { z } from "zod";
import { followTemplates } from "../follow/rules.ts";
import { interestsOf } from "../funding/assessment/interest-store.ts";
import { may } from "../platform/accounts/rights.ts";
import { findOwner } from "../platform/accounts/store.ts";
import { languages } from "../platform/i18n/languages.ts";
import { sendAgain } from "../platform/mail/actions.ts";
import { letterOf } from "../platform/mail/letter.ts";
import { findMail, listMails, MAILS_PER_PAGE, type Mail, type MailFilter, type MailState, mailStates } from "../platform/mail/store.ts";
import { Facts } from "../ui/facts.tsx";
import { FilterForm } from "../ui/filter-form.tsx";
import { Pagination } from "../ui/pagination.tsx";
import { Table } from "../ui/table.tsx";
import type { OfficeContext, OfficeEnv } from "./env.ts";
import { OfficeLayout } from "./layout.tsx";
import { only } from "./refused.tsx";
import { When } from "./when.tsx";

const PATH = "/bureau/courriers";
const query = z.object({
  q: z.string().trim().min(1).max(200).optional().catch(undefined),
  etat: z.enum(mailStates).optional().catch(undefined),
  nature: z.enum(["service", "reminder"]).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});
const numbered = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

/** The mails that went out, wait, failed, or are kept for want of a server. */
export function outboxPages(app: Hono<OfficeEnv>): void {
  app.use("/courriers/*", only("mail.read"));
  app.get("/courriers", async (c) => {
    const { q, etat: state, nature: category, page } = query.parse(c.req.query());
    const hidden = await interestsOf(c.get("services").db, c.get("officer").id);
    const filter = { q, state, category, page, hidden, without: handsOn(c) ? [] : followTemplates };
    return c.html(<Outbox c={c} filter={filter} list={await listMails(c.get("services").db, filter)} />);
  });
  app.get("/courriers/:id", (c) => showMail(c));
  app.post("/courriers/:id", async (c) => {
    const id = numbered.safeParse(c.req.param("id"));
    if (!id.success || !(await findSeen(c, id.data))) return c.notFound();
    const done = await sendAgain(c.get("services").db, id.data);
    return showMail(c, done.ok ? "office.mail.againDone" : "office.mail.againNot");
  });
}

/** Without a server, an administrator hands on what is kept. */
const handsOn = (c: OfficeContext) => may(c.get("officer"), "mail.handOn") && !c.get("services").mail.smtpUrl;

/** A mail about a file is not for who has declared an interest in the file; one to a follower is for none who need not hand it on. */
async function findSeen(c: OfficeContext, id: number): Promise<Mail | undefined> {
  const { db } = c.get("services");
  const mail = await findMail(db, id);
  if (mail && !handsOn(c) && (followTemplates as readonly string[]).includes(mail.template)) return undefined;
  return mail?.aboutId && (await interestsOf(db, c.get("officer").id)).includes(mail.aboutId) ? undefined : mail;
}

async function showMail(c: OfficeContext, notice?: "office.mail.againDone" | "office.mail.againNot"): Promise<Response> {
  const id = numbered.safeParse(c.req.param("id"));
  const mail = id.success && (await findSeen(c, id.data));
  if (!mail) return c.notFound();
  const readable = !mail.confidential || (await mayPassOn(c, mail));
  return c.html(<OneMail c={c} mail={mail} readable={readable} notice={notice && c.get("t")(notice)} />);
}

const addressOf = (filter: Partial<MailFilter>): string => {
  const { q, state, category, page = 1 } = filter;
  const entries = Object.entries({ q, etat: state, nature: category, page: page > 1 ? String(page) : undefined });
  const search = new URLSearchParams(entries.filter((entry): entry is [string, string] => entry[1] !== undefined)).toString();
  return PATH + (search ? `?${search}` : "");
};

const Outbox: FC<{ c: OfficeContext; filter: MailFilter; list: Awaited<ReturnType<typeof listMails>> }> = ({ c, filter, list }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const total = filter.state ? list.byState[filter.state] : Object.values(list.byState).reduce((sum, n) => sum + n, 0);
  const { q, state, category } = filter;
  const active = [
    ...(q ? [{ label: `« ${q} »`, without: addressOf({ state, category }) }] : []),
    ...(state ? [{ label: t(`office.mail.state.${state}`), without: addressOf({ q, category }) }] : []),
    ...(category ? [{ label: t(`office.mail.category.${category}`), without: addressOf({ q, state }) }] : []),
  ];
  return (
    <OfficeLayout c={c} title={t("office.mail.title")}>
      <h1>{t("office.mail.title")}</h1>
      {!c.get("services").mail.smtpUrl && <p class="notice">{t("office.mail.noServer")}</p>}
      <FilterForm
        c={c as never}
        action={PATH}
        label={t("common.filter")}
        clear={PATH}
        active={active}
        fields={[
          { type: "search", name: "q", label: t("office.mail.words"), value: q },
          {
            type: "select",
            name: "etat",
            label: t("office.mail.state"),
            value: state,
            empty: t("office.mail.all"),
            options: mailStates.map((one) => ({ value: one, label: t(`office.mail.state.${one}`), count: list.byState[one] })),
          },
          {
            type: "select",
            name: "nature",
            label: t("office.mail.category"),
            value: category,
            empty: t("office.mail.all"),
            options: (["service", "reminder"] as const).map((one) => ({ value: one, label: t(`office.mail.category.${one}`) })),
          },
        ]}
      />
      {list.mails.length === 0 ? (
        <p>{t("office.mail.empty")}</p>
      ) : (
        <Table
          caption={t("office.mail.list", { count: total })}
          class="dense"
          rows={list.mails}
          columns={[
            {
              label: t("office.mail.subject"),
              heading: true,
              cell: (mail) => (
                <a href={`${PATH}/${mail.id}`} lang={mail.locale}>
                  {mail.subject}
                </a>
              ),
            },
            { label: t("office.mail.to"), cell: (mail) => mail.toAddress },
            { label: t("office.mail.state"), cell: (mail) => <State c={c} state={mail.state} /> },
            { label: t("office.mail.category"), cell: (mail) => t(`office.mail.category.${mail.category}`) },
            { label: t("office.mail.created"), cell: (mail) => <When at={mail.createdAt} locale={locale} /> },
            { label: t("office.mail.attempts"), numeric: true, cell: (mail) => mail.attempts },
          ]}
        />
      )}
      <Pagination
        c={c as never}
        page={filter.page}
        pages={Math.ceil(total / MAILS_PER_PAGE)}
        hrefOf={(page) => addressOf({ ...filter, page })}
      />
    </OfficeLayout>
  );
};

const State: FC<{ c: OfficeContext; state: MailState }> = ({ c, state }) =>
  state === "failed" ? <strong>{c.get("t")(`office.mail.state.${state}`)}</strong> : <>{c.get("t")(`office.mail.state.${state}`)}</>;

/**
 * A link that opens an account is for its addressee; where no server can take it, an administrator may pass it on. Never
 * one that opens a guardian's: it would open the protected compartment to whoever asked for a new password in their name.
 */
async function mayPassOn(c: OfficeContext, mail: Mail): Promise<boolean> {
  if (!handsOn(c) || mail.state === "sent") return false;
  const owner = await findOwner(c.get("services").db, mail.toAddress.toLowerCase());
  return !owner || !may(owner, "protected.open");
}

const OneMail: FC<{ c: OfficeContext; mail: Mail; readable: boolean; notice?: string | undefined }> = ({ c, mail, readable, notice }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const language = new Intl.DisplayNames(locale, { type: "language" }).of(mail.locale) ?? mail.locale;
  return (
    <OfficeLayout c={c} title={mail.subject} notice={notice}>
      <p>
        <a href={PATH}>{t("office.mail.title")}</a>
      </p>
      <h1 lang={mail.locale}>{mail.subject}</h1>
      <Facts
        facts={[
          [t("office.mail.to"), mail.toName ? `${mail.toName}, ${mail.toAddress}` : mail.toAddress],
          [t("office.mail.state"), <State c={c} state={mail.state} />],
          [t("office.mail.category"), t(`office.mail.category.${mail.category}`)],
          [t("office.mail.language"), languages.length > 1 && language],
          [t("office.mail.created"), <When at={mail.createdAt} locale={locale} />],
          [t("office.mail.sent"), mail.sentAt && <When at={mail.sentAt} locale={locale} />],
          [t("office.mail.attempts"), String(mail.attempts)],
          [t("office.mail.error"), mail.lastError],
          [t("office.mail.attachments"), mail.attachments.map(({ name }) => name).join(", ")],
        ]}
      />
      {(mail.state === "failed" || mail.state === "kept") && (
        <form method="post" action={`${PATH}/${mail.id}`}>
          <p>
            <button type="submit">{t("office.mail.again")}</button>
          </p>
        </form>
      )}
      <h2>{t("office.mail.text")}</h2>
      {readable ? (
        <pre class="mail-text" lang={mail.locale}>
          {letterOf(c.get("services").mail, mail).text}
        </pre>
      ) : (
        <p>{t("office.mail.hidden")}</p>
      )}
    </OfficeLayout>
  );
};
