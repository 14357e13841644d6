import type { FC } from "hono/jsx";
import { collectorPath, makeCollector, openOrClose, revokeCollector } from "../../register/story/collect.ts";
import { type Collection, type Collector, citiesOf, listCollections, listCollectors } from "../../register/story/collector-store.ts";
import { collectorForm } from "../../register/story/rules.ts";
import { projectsToCollectFor } from "../../register/story/store.ts";
import { day } from "../../ui/format.ts";
import { Of } from "../../ui/of.tsx";
import { Table } from "../../ui/table.tsx";
import { plain } from "../../ui/text.tsx";
import type { OfficeContext } from "../env.ts";
import { done, doneNotice } from "../funding/refusal.tsx";
import { type Given, readSmallForm, SmallForm } from "../funding/small-form.tsx";
import { OfficeLayout } from "../layout.tsx";

const PATH = "/bureau/recits/collecte";

/** Which project gathers stories, and the links of the cities that gather for it. `link`: one just made, shown this once. */
export async function collectionPage(c: OfficeContext, shown: { given?: Given | undefined; link?: string } = {}): Promise<Response> {
  const { db } = c.get("services");
  const collections = await listCollections(db);
  const open = collections.find((one) => one.open);
  const data = {
    collections,
    open,
    collectors: await listCollectors(db),
    cities: open ? await citiesOf(db, open.project) : [],
    projects: await projectsToCollectFor(db),
  };
  return c.html(<CollectionPage c={c} data={data} {...shown} />, shown.given ? 422 : 200);
}

export async function collectionActs(c: OfficeContext): Promise<Response> {
  const { db, baseUrl, content } = c.get("services");
  const by = c.get("officer");
  const sent = await readSmallForm(c);
  const project = sent.one("project");
  if (sent.act === "collector") {
    const made = await makeCollector(db, project, sent.input(collectorForm), by);
    return made.ok
      ? collectionPage(c, { link: baseUrl + collectorPath(made.token) })
      : collectionPage(c, { given: { form: "collector", values: sent.values, refusal: made } });
  }
  const result =
    sent.act === "revoke"
      ? await revokeCollector(db, project, sent.one("collector"), by)
      : await openOrClose(db, project, sent.act === "open", by, Number(sent.one("months")) || undefined);
  if (!result.ok) return collectionPage(c, { given: { form: sent.act, values: sent.values, refusal: result } });
  await content.touch();
  return c.redirect(`${PATH}?fait=${sent.act}`, 303);
}

interface Data {
  collections: Collection[];
  open: Collection | undefined;
  collectors: Collector[];
  cities: Awaited<ReturnType<typeof citiesOf>>;
  projects: Awaited<ReturnType<typeof projectsToCollectFor>>;
}

const CollectionPage: FC<{ c: OfficeContext; data: Data; given?: Given | undefined; link?: string }> = ({ c, data, given, link }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { open, collectors, cities } = data;
  const title = t("stories.office.collection");
  return (
    <OfficeLayout c={c} title={title} notice={doneNotice(c, `stories.office.done.${done(c)}`)}>
      <p>
        <a href="/bureau/recits">{t("stories.office.title")}</a>
      </p>
      <h1>{title}</h1>
      {link && (
        <div class="notice" role="status">
          <p>{t("stories.collector.once")}</p>
          <p>
            <code>{link}</code>
          </p>
        </div>
      )}
      <OpenOrClose c={c} data={data} />
      {open && (
        <section class="section" aria-labelledby="links">
          <h2 id="links">{t("stories.collector.links")}</h2>
          <p>{t("stories.collector.linksText")}</p>
          <SmallForm
            c={c}
            name="collector"
            kind={collectorForm}
            submit={t("stories.collector.make")}
            given={given}
            initial={{ months: 6 }}
            hidden={{ project: open.project }}
            options={{ "reference partner": cities.map((one) => ({ value: one.id, label: plain(one.name, locale) })) }}
          />
        </section>
      )}
      {collectors.length > 0 && (
        <Table
          caption={t("stories.collector.links")}
          class="dense"
          rows={collectors}
          columns={[
            { label: t("stories.filter.city"), heading: true, cell: (row) => plain(row.partnerName, locale) },
            { label: t("field.story.label"), cell: (row) => row.label },
            { label: t("nav.stories"), numeric: true, cell: (row) => row.stories },
            {
              label: t("stories.collector.until"),
              cell: (row) =>
                row.revokedAt ? t("stories.collector.revoked", { date: day(row.revokedAt, locale) }) : day(row.expiresAt, locale),
            },
            { label: t("stories.column.do"), cell: (row) => !row.revokedAt && <Revoke c={c} collector={row} /> },
          ]}
        />
      )}
    </OfficeLayout>
  );
};

const Revoke: FC<{ c: OfficeContext; collector: Collector }> = ({ c, collector }) => (
  <form method="post" class="row-form">
    <input type="hidden" name="project" value={collector.project} />
    <input type="hidden" name="collector" value={collector.id} />
    <button type="submit" name="do" value="revoke" class="quiet small">
      {c.get("t")("stories.collector.revoke")}
      <Of t={c.get("t")}>{collector.label}</Of>
    </button>
  </form>
);

const OpenOrClose: FC<{ c: OfficeContext; data: Data }> = ({ c, data: { open, projects } }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <section class="section" aria-labelledby="open">
      <h2 id="open">{open ? t("stories.collection.open", { project: plain(open.name, locale) }) : t("stories.collection.closed")}</h2>
      <form method="post" class="small-form">
        {open ? (
          <>
            <p>{t("stories.collection.openText", { months: open.contactMonths })}</p>
            <input type="hidden" name="project" value={open.project} />
            <p>
              <button type="submit" name="do" value="close" class="quiet">
                {t("stories.collection.close")}
              </button>
            </p>
          </>
        ) : (
          <>
            <div class="form-field">
              <label for="f-project">{t("stories.fact.project")}</label>
              <select id="f-project" name="project">
                {projects.map((one) => (
                  <option value={one.id}>{plain(one.name, locale)}</option>
                ))}
              </select>
            </div>
            <div class="form-field">
              <label for="f-months">{t("stories.collection.months")}</label>
              <input id="f-months" name="months" type="number" min={1} max={24} value={6} />
            </div>
            <p>
              <button type="submit" name="do" value="open">
                {t("stories.collection.openDo")}
              </button>
            </p>
          </>
        )}
      </form>
    </section>
  );
};
