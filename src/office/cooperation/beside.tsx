import type { FC } from "hono/jsx";
import type { Database } from "../../platform/database/connect.ts";
import { availabilityOf, spanOf } from "../../register/expert/availability.ts";
import type { KindName } from "../../register/kinds.ts";
import { missionForOffice, type OfficeMission } from "../../register/mission/office-store.ts";
import { whyNoOrder } from "../../register/mission/rules.ts";
import { plain, Text } from "../../ui/text.tsx";
import { officeHref } from "../addresses.ts";
import type { OfficeContext } from "../env.ts";
import { Hindrances } from "./hindrances.tsx";

/** What stands beside the form of a mission; undefined for any other kind. */
export const missionBeside = (db: Database, kind: KindName, id: string | undefined): Promise<OfficeMission | undefined> =>
  kind === "mission" && id ? missionForOffice(db, id) : Promise.resolve(undefined);

/** The papers of a mission, the way to someone for it, and whoever of its people cannot go on its dates. */
export const MissionBeside: FC<{ c: OfficeContext; mission: OfficeMission }> = ({ c, mission }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const why = whyNoOrder(mission as Parameters<typeof whyNoOrder>[0]);
  const clashes = mission.people.flatMap((person) => {
    const own = spanOf(person.startsOn ?? mission.startsOn, person.endsOn ?? mission.endsOn ?? person.startsOn);
    const { free, hindrances } = availabilityOf(person, own);
    return free ? [] : [{ person, hindrances }];
  });
  return (
    <>
      <ul class="row-links">
        <li>
          <a href={`/bureau/experts-disponibles?mission=${encodeURIComponent(mission.id)}`}>{t("cooperation.finder.forMission")}</a>
        </li>
        <li>
          {why ? (
            <span class="muted">
              {t("cooperation.order.title")} :{" "}
              {why === "cancelled" ? t("cooperation.order.cancelled") : t.dynamic(`cooperation.order.why.${why}`)}
            </span>
          ) : (
            <a href={`${officeHref("mission", mission.id)}/ordre.pdf`}>
              {t(mission.state === "planned" ? "cooperation.order.draft" : "cooperation.order.title")} (PDF)
            </a>
          )}
        </li>
        <li>
          <a href={`${officeHref("mission", mission.id)}/compte-rendu.pdf`}>{t("cooperation.report.title")} (PDF)</a>
        </li>
      </ul>
      {clashes.length > 0 && mission.state !== "cancelled" && mission.state !== "done" && (
        <div class="notice" role="status">
          <p>
            <strong>{t("cooperation.clashes", { count: clashes.length })}</strong>
          </p>
          <ul>
            {clashes.map(({ person, hindrances }) => (
              <li>
                <a href={officeHref("expert", person.id)}>
                  <Text value={person.name} locale={locale} />
                </a>
                {plain(person.name, locale) && <Hindrances c={c} hindrances={hindrances} />}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
};
