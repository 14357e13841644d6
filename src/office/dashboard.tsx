import type { FC } from "hono/jsx";
import { type Activity, countByStatus, latestEvents } from "../register/record/list-store.ts";
import { count, instant } from "../ui/format.ts";
import { Table } from "../ui/table.tsx";
import { Text } from "../ui/text.tsx";
import { officeHref, officeKinds } from "./addresses.ts";
import type { OfficeContext } from "./env.ts";
import { OfficeLayout } from "./layout.tsx";

export async function dashboard(c: OfficeContext): Promise<Response> {
  const { db } = c.get("services");
  const [counts, events] = await Promise.all([countByStatus(db, officeKinds), latestEvents(db)]);
  return c.html(<Dashboard c={c} counts={counts} events={events} />);
}

const statuses = ["draft", "published", "archived"] as const;

const Dashboard: FC<{ c: OfficeContext; counts: Awaited<ReturnType<typeof countByStatus>>; events: Activity[] }> = ({ c, counts, events }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <OfficeLayout c={c} title={t("office.dashboard")}>
      <h1>{t("office.dashboard")}</h1>
      <Table
        caption={t("office.counts")}
        rows={officeKinds}
        columns={[
          { label: t("office.register"), heading: true, cell: (kind) => <a href={officeHref(kind)}>{t.dynamic(`kind.${kind}.many`)}</a> },
          ...statuses.map((status) => ({ label: t.dynamic(`status.${status}`), numeric: true, cell: (kind: (typeof officeKinds)[number]) => <a href={`${officeHref(kind)}?status=${status}`}>{count(counts[kind]![status], locale)}</a> })),
        ]}
      />
      <Table
        caption={t("office.lastChanges")}
        rows={events}
        columns={[
          { label: t("office.when"), cell: (event) => <time datetime={event.at.toISOString()}>{instant(event.at, locale)}</time> },
          { label: t("office.who"), cell: (event) => event.actorName },
          { label: t("office.what"), cell: (event) => t.dynamic(`office.action.${event.action}`) },
          { label: t("office.record"), heading: true, cell: (event) => <a href={hrefOf(event)}><Text value={event.name} locale={locale} /></a> },
          { label: t("office.register"), cell: (event) => t.dynamic(`kind.${event.kind}`) },
        ]}
      />
    </OfficeLayout>
  );
};

function hrefOf(event: Activity): string {
  const kind = officeKinds.find((one) => one === event.kind);
  return kind ? officeHref(kind, event.record) : "/bureau";
}
