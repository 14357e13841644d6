/** One event of a calendar (RFC 5545). Instants are UTC: "2026-12-18T11:00:00Z"; days "2026-12-18" last the whole day. */
export interface CalendarEvent {
  /** The same for ever: a reader that has the event brings it up to date. */
  uid: string;
  summary: string;
  description: string;
  url: string;
  start: string;
  /** Without it an instant is a moment, a day one day. Of days, the day after the last (RFC 5545, 3.6.1). */
  end?: string | undefined;
  updatedAt: Date;
  /** Where, in words. */
  location?: string;
  /** Not certain to take place. */
  tentative?: boolean;
  /** Goes up with each change. */
  sequence: number;
  cancelled: boolean;
  /** Reminders, as durations before the start: "P7D". */
  alarms?: { before: string; text: string }[];
}

const encoder = new TextEncoder();

/** Backslash, comma, semicolon and line ends of a text (RFC 5545, 3.3.11); other control characters are left out. */
function escaped(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, " ")
    .replace(/[\\;,]/g, "\\$&")
    .replaceAll("\n", "\\n");
}

/** Lines of 75 bytes at most, never cut inside a character (RFC 5545, 3.1). */
function folded(line: string): string {
  const lines: string[] = [];
  let [current, size] = ["", 0];
  for (const character of line) {
    const bytes = encoder.encode(character).length;
    if (size + bytes > 75) {
      lines.push(current);
      [current, size] = [" ", 1];
    }
    current += character;
    size += bytes;
  }
  return [...lines, current].join("\r\n");
}

const stamp = (at: Date) =>
  at
    .toISOString()
    .replace(/\.\d{3}/, "")
    .replace(/[-:]/g, "");
const moment = (name: string, value: string) =>
  value.length === 10 ? `${name};VALUE=DATE:${value.replaceAll("-", "")}` : `${name}:${value.replace(/[-:]/g, "")}`;

/** A calendar that any program reads: instants in UTC, so that no table of time zones is needed to be right. */
export function icalendar(calendar: { name: string; url: string; language: string }, events: readonly CalendarEvent[]): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Ville-Monde//Calendar//FR",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    `X-WR-CALNAME:${escaped(calendar.name)}`,
    `NAME;LANGUAGE=${calendar.language}:${escaped(calendar.name)}`,
    `URL:${calendar.url}`,
    "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
    ...events.flatMap((event) => [
      "BEGIN:VEVENT",
      `UID:${event.uid}`,
      `DTSTAMP:${stamp(event.updatedAt)}`,
      `LAST-MODIFIED:${stamp(event.updatedAt)}`,
      `SEQUENCE:${event.sequence}`,
      moment("DTSTART", event.start),
      ...(event.end ? [moment("DTEND", event.end)] : []),
      `SUMMARY;LANGUAGE=${calendar.language}:${escaped(event.summary)}`,
      `DESCRIPTION;LANGUAGE=${calendar.language}:${escaped(event.description)}`,
      ...(event.location ? [`LOCATION;LANGUAGE=${calendar.language}:${escaped(event.location)}`] : []),
      `URL:${event.url}`,
      `STATUS:${event.cancelled ? "CANCELLED" : event.tentative ? "TENTATIVE" : "CONFIRMED"}`,
      "TRANSP:TRANSPARENT",
      ...(event.cancelled ? [] : (event.alarms ?? [])).flatMap(({ before, text }) => [
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        `DESCRIPTION:${escaped(text)}`,
        `TRIGGER:-${before}`,
        "END:VALARM",
      ]),
      "END:VEVENT",
    ]),
    "END:VCALENDAR",
  ];
  return `${lines.map(folded).join("\r\n")}\r\n`;
}
