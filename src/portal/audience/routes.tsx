import type { Hono, MiddlewareHandler } from "hono";
import { toldOf } from "../../follow/change-store.ts";
import { mostRead, type Step, steps, viewsBy, viewsOverTime } from "../../platform/audience/store.ts";
import { languages } from "../../platform/i18n/languages.ts";
import { dayOf } from "../../platform/instants.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import type { PageContext } from "../../ui/page.ts";
import { route } from "../../ui/paths.ts";
import { AudiencePage } from "./page.tsx";

/** How many periods the page shows: a month of days, half a year of weeks, two years of months. */
const shown: Record<Step, number> = { day: 31, week: 26, month: 24 };
const MOST = 15;
/** Of what is most read and of how readers come: from the first of the month that was so long ago. */
const WINDOW_DAYS = 90;
/** What is counted changes by itself: a copy of the page is good for so long. */
const FRESH_MS = 10 * 60_000;

export function audiencePages(app: Hono<AppEnv>, cached: MiddlewareHandler<AppEnv>): void {
  for (const locale of languages) app.get(route(locale, "audience"), cached, audiencePage);
}

async function audiencePage(c: PageContext) {
  const { published } = c.get("services");
  const now = Date.now();
  const since = `${dayOf(new Date(now - WINDOW_DAYS * 86_400_000)).slice(0, 7)}-01`;
  const step = steps.find((one) => one === c.req.query("par")) ?? "week";
  c.set("goodUntil", new Date(now + FRESH_MS));
  const [periods, by, most] = await Promise.all([
    viewsOverTime(published, step, shown[step]),
    viewsBy(published, since),
    mostRead(published, since.slice(0, 7), MOST),
  ]);
  const records = await toldOf(
    published,
    most.records.map(({ page, record }) => ({ kind: page as never, record })),
  );
  return c.html(<AudiencePage c={c} step={step} since={since} periods={periods} by={by} most={most} records={records} />);
}
