import { languageName } from "../../register/story/languages.ts";
import { isMinor } from "../../register/story/rules.ts";
import { type StoryState, storyStates } from "../../register/story/states.ts";
import { countStories, listStories, type StoryListed } from "../../register/story/store.ts";
import { day } from "../../ui/format.ts";
import { DemoBadge } from "../../ui/status.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { plain } from "../../ui/text.tsx";
import type { OfficeContext } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";

/** What waits for the desk, when no state is asked for. */
const WAITING: StoryState[] = ["received", "in_moderation", "accepted"];

export async function storyDesk(c: OfficeContext): Promise<Response> {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { db } = c.get("services");
  const asked = storyStates.find((state) => state === c.req.query("etat"));
  const [counts, rows] = [await countStories(db), await listStories(db, { states: asked ? [asked] : WAITING })];
  const waiting = WAITING.reduce((sum, state) => sum + (counts.get(state) ?? 0), 0);
  const link = (href: string, label: string, current: boolean) => (
    <li>
      <a href={href} aria-current={current ? "page" : undefined}>
        {label}
      </a>
    </li>
  );
  const columns: Column<StoryListed>[] = [
    {
      label: t("stories.column.beginning"),
      heading: true,
      cell: (row) => (
        <>
          <a href={`/bureau/recits/${row.id}`}>
            <bdi>{row.beginning || t("stories.office.erased")}</bdi>
          </a>{" "}
          <DemoBadge demo={row.demo} t={t} />
        </>
      ),
    },
    { label: t("stories.filter.city"), cell: (row) => plain(row.partnerName ?? {}, locale) },
    { label: t("stories.filter.language"), cell: (row) => row.language && languageName(row.language, locale) },
    { label: t("stories.column.state"), cell: (row) => t.dynamic(`stories.state.${row.state}`) },
    { label: t("stories.office.minor"), cell: (row) => (isMinor(row.ageBand) ? <strong>{t("stories.office.minor.yes")}</strong> : "") },
    { label: t("stories.office.by"), cell: (row) => t(row.collected ? "stories.office.by.city" : "stories.office.by.teller") },
    { label: t("stories.column.received"), cell: (row) => day(row.receivedAt, locale) },
  ];
  return c.html(
    <OfficeLayout c={c} title={t("stories.office.title")}>
      <div class="office-title">
        <h1>{t("stories.office.title")}</h1>
        <p>
          <a href="/bureau/recits/collecte">{t("stories.office.collection")}</a>
        </p>
      </div>
      <nav class="record-bar" aria-label={t("stories.column.state")}>
        <ul>
          {link("/bureau/recits", t("stories.office.waiting", { count: waiting }), !asked)}
          {storyStates.map((state) =>
            link(`/bureau/recits?etat=${state}`, `${t.dynamic(`stories.state.${state}`)} (${counts.get(state) ?? 0})`, state === asked),
          )}
        </ul>
      </nav>
      {rows.length === 0 ? (
        <p class="muted">{t("stories.office.none")}</p>
      ) : (
        <Table caption={t("stories.office.title")} hideCaption class="dense" rows={rows} columns={columns} />
      )}
    </OfficeLayout>,
  );
}
