import type { Localised } from "./localised.ts";

let zone = "UTC";
let zoneName: Localised = {};

/** The zone of the city's clocks (IANA name), in which days and hours are shown. */
export function timeZone(): string {
  return zone;
}

/** What people call the zone, in the words of a language ("heure de Paris"); the IANA name when the settings give none. */
export function timeZoneName(locale: string): string {
  return zoneName[locale] ?? zone;
}

/** Set once, when the settings of the city are read. */
export function setTimeZone(name: string, called: Localised = {}): void {
  zone = name;
  zoneName = called;
}
