import type { MissionRecord } from "../../register/mission/store.ts";
import type { PageContext } from "../../ui/page.ts";
import { plain } from "../../ui/text.tsx";
import { cityOrganisation, country, named, place, type Thing, thing } from "./parts.ts";

const statuses: Record<string, string> = {
  cancelled: "https://schema.org/EventCancelled",
};

/** A mission: something that takes place, between two dates, somewhere. */
export function missionThing(c: PageContext, data: MissionRecord): Thing {
  return thing({
    "@type": "Event",
    name: plain(data.name, c.get("locale")),
    startDate: data.startsOn,
    endDate: data.endsOn,
    eventStatus: statuses[data.state],
    organizer: cityOrganisation(c),
    location: place(c, data.point) ?? country(c, data.country),
    contributor: named(c, "Organization", "partner", data.partner),
  });
}
