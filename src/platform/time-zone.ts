let zone = "UTC";

/** The zone of the city's clocks (IANA name), in which days and hours are shown. */
export function timeZone(): string {
  return zone;
}

/** Set once, when the settings of the city are read. */
export function setTimeZone(name: string): void {
  zone = name;
}
