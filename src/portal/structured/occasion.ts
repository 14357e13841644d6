import type { OccasionRecord } from "../../register/occasion/page-store.ts";
import type { PageContext } from "../../ui/page.ts";
import { plain } from "../../ui/text.tsx";
import { named, place, type Thing, thing } from "./parts.ts";

const types: Record<string, string> = { cultural: "Festival", sport: "SportsEvent", conference: "BusinessEvent", school: "EducationEvent" };
const states: Record<string, string> = { cancelled: "EventCancelled", postponed: "EventPostponed" };
const organising = new Set(["organiser", "co_organiser"]);

/** Something that takes place: its dates as precisely as they are known, its state, who organises it and who speaks. */
export function occasionThing(c: PageContext, data: OccasionRecord): Thing {
  const locale = c.get("locale");
  const who = (of: (role: string) => boolean) =>
    data.actors.flatMap(({ role, person, who }) =>
      !of(role) ? [] : person ? [{ "@type": "Person", name: person }] : who ? [named(c, "Organization", who.kind, who)] : [],
    );
  return thing({
    "@type": types[data.type] ?? "Event",
    name: plain(data.name, locale),
    startDate: data.startsAt ?? data.startsOn,
    endDate: data.endsAt ?? data.endsOn,
    eventStatus: `https://schema.org/${states[data.state] ?? "EventScheduled"}`,
    eventAttendanceMode: `https://schema.org/${data.direction === "online" ? "Online" : "Offline"}EventAttendanceMode`,
    location: data.places.flatMap(({ point, venue }) => {
      const at = place(c, point);
      return at ? [plain(venue, locale) ? { "@type": "Place", name: plain(venue, locale), containedInPlace: at } : at] : [];
    }),
    organizer: who((role) => organising.has(role)),
    performer: who((role) => role === "speaker"),
    sponsor: who((role) => role === "supporter"),
    superEvent: named(c, "Event", "occasion", data.parent),
    sameAs: data.website ? [data.website] : [],
  });
}
