import type { FC } from "hono/jsx";
import type { Localised } from "../../platform/localised.ts";
import { type CallListed, type EditionBrief, listCalls, readCallFilter } from "../../register/edition/page-store.ts";
import { type Phase, phaseOf } from "../../register/edition/rules.ts";
import { countriesAmong, readCountryLists } from "../../register/edition/store.ts";
import { Breadcrumb } from "../../ui/breadcrumb.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Facts } from "../../ui/facts.tsx";
import { FilterForm } from "../../ui/filter-form.tsx";
import { date } from "../../ui/format.ts";
import { PublicLayout } from "../../ui/layout.tsx";
import { Of } from "../../ui/of.tsx";
import type { PageContext } from "../../ui/page.ts";
import { href, hrefOfApplicant, hrefOfData } from "../../ui/paths.ts";
import { DemoBadge } from "../../ui/status.tsx";
import { Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import { RecordLink, Section } from "../register/parts/frame.tsx";
import { activeFilters } from "../register/parts/selection.ts";
import { goodUntil } from "./countdown.ts";
import { callsFeed } from "./feed.ts";
import { amountText, Left, PhaseBadge, When } from "./parts.tsx";

/** The calls for projects: those open now, those to come, those closed, and what each call is. */
export async function callsPage(c: PageContext) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const db = c.get("services").published;
  const filter = readCallFilter(c.req.queries());
  const now = new Date();
  const [{ calls, editions }, lists] = await Promise.all([listCalls(db), readCountryLists(db)]);
  // Of every edition, narrowed or not: the page says when the next one opens.
  c.set("goodUntil", goodUntil(editions, now));
  const pays = (edition: EditionBrief) => countriesAmong(lists, edition).countries.some(({ code }) => code === filter.country);
  const shown = editions.filter(
    (edition) => (!filter.programme || edition.programme === filter.programme) && (!filter.country || pays(edition)),
  );
  const ofPhase = (phase: Phase) => shown.filter((edition) => phaseOf(edition, now) === phase);
  const [open, announced] = [ofPhase("open"), ofPhase("announced").sort((a, b) => (a.opensAt < b.opensAt ? -1 : 1))];
  const over = [...ofPhase("closed"), ...ofPhase("cancelled")].sort((a, b) => (a.closesAt > b.closesAt ? -1 : 1));
  const programmes = new Map(calls.flatMap(({ of }) => (of ? [[of.id, of.name] as const] : [])));
  const countryName = (code: string) => plain(lists.countries.find((country) => country.code === code)?.name ?? {}, locale) || code;
  const own = href(locale, "calls");
  const byName = (a: { label: string }, b: { label: string }) => a.label.localeCompare(b.label, locale);
  return c.html(
    <PublicLayout c={c} meta={{ title: t("nav.calls"), description: t("calls.intro"), feeds: [callsFeed(c)] }}>
      <Breadcrumb c={c} steps={[{ label: t("nav.calls") }]} />
      <h1>{t("nav.calls")}</h1>
      <p class="lede">{t("calls.intro")}</p>
      <FilterForm
        c={c}
        action={own}
        label={t("portal.list.filter", { title: t("nav.calls") })}
        clear={own}
        active={activeFilters(locale, "calls", filter, (name, value) =>
          name === "country" ? countryName(value) : plain(programmes.get(value) ?? {}, locale) || value,
        )}
        fields={[
          {
            type: "select",
            name: "programme",
            label: t("portal.column.programme"),
            value: filter.programme,
            empty: t("calls.allProgrammes"),
            options: [...programmes].map(([value, name]) => ({ value, label: plain(name, locale) })).sort(byName),
          },
          {
            type: "select",
            name: "country",
            label: t("calls.country"),
            value: filter.country,
            empty: t("calls.allCountries"),
            options: lists.countries.map(({ code, name }) => ({ value: code, label: plain(name, locale) || code })).sort(byName),
          },
        ]}
      />
      {open.length > 0 ? (
        <Section id="open" title={t("calls.openNow")}>
          {open.map((edition) => (
            <Card c={c} edition={edition} now={now} />
          ))}
        </Section>
      ) : (
        <NoneOpen c={c} next={announced[0]} filtered={Boolean(filter.programme || filter.country)} />
      )}
      <Section id="announced" title={t("calls.announced")} when={announced.length > 0}>
        {announced.map((edition) => (
          <Card c={c} edition={edition} now={now} />
        ))}
      </Section>
      <Section id="closed" title={t("calls.closed")} when={over.length > 0}>
        <Closed c={c} editions={over} now={now} />
      </Section>
      <Section id="calls" title={t("calls.every")} when={calls.length > 0 && !filter.country}>
        <p>{t("calls.everyText")}</p>
        {calls
          .filter((call) => !filter.programme || call.programme === filter.programme)
          .map((call) => (
            <CallEntry c={c} call={call} editions={editions.filter((edition) => edition.call === call.id)} now={now} />
          ))}
      </Section>
      <Section id="follow" title={t("calls.follow")}>
        <p>{t("calls.followText")}</p>
        <p class="actions">
          <a class="button quiet" href={hrefOfData("calls.ics", { lang: locale })} type="text/calendar">
            {t("calls.calendar")}
          </a>{" "}
          <a class="button quiet" href={hrefOfData("calls.atom", { lang: locale })} type="application/atom+xml">
            {t("calls.feed")}
          </a>{" "}
          <a class="button quiet" href={href(locale, "follow", { query: { calls: 1 } })}>
            {t("follow.callsByMail")}
          </a>
        </p>
        <p>
          <a href={href(locale, "delays")}>{t("delays.link")}</a>
        </p>
      </Section>
    </PublicLayout>,
  );
}

const EditionLink: FC<{ c: PageContext; edition: { id: string; name: Localised } }> = ({ c, edition }) => (
  <a href={href(c.get("locale"), "edition", { id: edition.id })}>
    <Text value={edition.name} locale={c.get("locale")} />
  </a>
);

const Card: FC<{ c: PageContext; edition: EditionBrief; now: Date }> = ({ c, edition, now }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const phase = phaseOf(edition, now);
  return (
    <article class="call-card">
      <p class="kicker">
        <Text value={edition.callName} locale={locale} />
      </p>
      <h3>
        <EditionLink c={c} edition={edition} />
      </h3>
      <p class="call-when">
        <PhaseBadge phase={phase} t={t} /> <DemoBadge demo={edition.demo} t={t} /> <Left c={c} edition={edition} now={now} />
      </p>
      <p>
        <Text value={edition.summary} locale={locale} />
      </p>
      <Facts
        facts={[
          [t("calls.opensAt"), phase === "announced" && <When c={c} at={edition.opensAt} />],
          [t("calls.closesAt"), <When c={c} at={edition.closesAt} />],
          [t("calls.amount"), amountText(c, edition)],
        ]}
      />
      <p class="actions">
        <a class="button" href={hrefOfApplicant("eligibilite", edition.id)}>
          {t("calls.checkEligibility")}
          <Of t={t}>{plain(edition.name, locale)}</Of>
        </a>
      </p>
    </article>
  );
};

const NoneOpen: FC<{ c: PageContext; next: EditionBrief | undefined; filtered: boolean }> = ({ c, next, filtered }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Empty title={t(filtered ? "calls.noneOpenFiltered" : "calls.noneOpen")}>
      <p>
        {next ? (
          <>
            {t("calls.nextOpens")} <When c={c} at={next.opensAt} />
            <br />
            <EditionLink c={c} edition={next} />
          </>
        ) : (
          t("calls.noneKnown")
        )}
      </p>
      {filtered && (
        <p>
          <a href={href(locale, "calls")}>{t("portal.list.showAll")}</a>
        </p>
      )}
    </Empty>
  );
};

const Closed: FC<{ c: PageContext; editions: EditionBrief[]; now: Date }> = ({ c, editions, now }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Table
      caption={t("calls.closed")}
      hideCaption
      rows={editions}
      columns={[
        {
          label: t("kind.edition"),
          heading: true,
          cell: (edition) => (
            <>
              <EditionLink c={c} edition={edition} /> <DemoBadge demo={edition.demo} t={t} />
            </>
          ),
        },
        { label: t("calls.phase"), cell: (edition) => <PhaseBadge phase={phaseOf(edition, now)} t={t} /> },
        {
          label: t("calls.closesAt"),
          cell: (edition) => (
            <span class="call-date">
              <When c={c} at={edition.closesAt} />
            </span>
          ),
        },
        {
          label: t("calls.resultsOn"),
          cell: (edition) => (edition.resultsOn ? date(edition.resultsOn, locale) : <span class="muted">{t("portal.date.unknown")}</span>),
        },
      ]}
    />
  );
};

const CallEntry: FC<{ c: PageContext; call: CallListed; editions: EditionBrief[]; now: Date }> = ({ c, call, editions, now }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <article class="call-entry" id={call.id}>
      <h3>
        <Text value={call.name} locale={locale} /> <DemoBadge demo={call.demo} t={t} />
      </h3>
      <p>
        <Text value={call.summary} locale={locale} />
      </p>
      <p class="meta">
        {t("calls.inProgramme")} <RecordLink c={c} kind="programme" record={call.of} />
      </p>
      {editions.length === 0 ? (
        <p class="meta">{t("calls.noEdition")}</p>
      ) : (
        <ul>
          {editions.map((edition) => (
            <li>
              <EditionLink c={c} edition={edition} /> <PhaseBadge phase={phaseOf(edition, now)} t={t} />
            </li>
          ))}
        </ul>
      )}
    </article>
  );
};
