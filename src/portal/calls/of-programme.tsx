import type { FC } from "hono/jsx";
import { phaseOf } from "../../register/edition/rules.ts";
import type { ProgrammeRecord } from "../../register/programme/store.ts";
import type { PageContext } from "../../ui/page.ts";
import { Text } from "../../ui/text.tsx";
import { RecordLink } from "../register/parts/frame.tsx";
import { goodUntil } from "./countdown.ts";
import { Left, PhaseBadge } from "./parts.tsx";

/** The calls of a programme, each with its editions and where they stand. */
export const ProgrammeCalls: FC<{ c: PageContext; calls: ProgrammeRecord["calls"] }> = ({ c, calls }) => {
  const now = new Date();
  const editions = calls.flatMap((call) => call.editions);
  if (editions.length > 0) c.set("goodUntil", goodUntil(editions, now));
  return (
    <ul>
      {calls.map((call) => (
        <li>
          <RecordLink c={c} kind="call" record={call} />
          <br />
          <span class="meta">
            <Text value={call.summary} locale={c.get("locale")} />
          </span>
          {call.editions.length > 0 && (
            <ul>
              {call.editions.map((edition) => (
                <li>
                  <RecordLink c={c} kind="edition" record={edition} /> <PhaseBadge phase={phaseOf(edition, now)} t={c.get("t")} />{" "}
                  <Left c={c} edition={edition} now={now} />
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
};
