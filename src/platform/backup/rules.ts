import { StartupError } from "../startup-error.ts";
import { FORMAT } from "./format.ts";

/** How many backups are kept: the newest of each of the last so many days, weeks (from Monday) and months that have one. */
export interface Keep {
  days: number;
  weeks: number;
  months: number;
}

/** A backup that the clock made: its file, and the instant in its name. */
export interface Made {
  name: string;
  at: Date;
}

const NAME = /^ville-monde-[a-z0-9-]+-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z\.age$/;

export function fileName(city: string, at: Date): string {
  return `ville-monde-${city.toLowerCase().replace(/[^a-z0-9]+/g, "-")}-${at.toISOString().replace(/[-:]|\.\d+/g, "")}.age`;
}

/** The backups among the files of a folder, the newest first; anything else is not ours to touch. */
export function madeBackups(names: readonly string[]): Made[] {
  return names
    .flatMap((name) => {
      const parts = NAME.exec(name)?.slice(1);
      if (!parts) return [];
      const [year, month, day, hour, minute, second] = parts;
      return [{ name, at: new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) }];
    })
    .toSorted((a, b) => b.at.getTime() - a.at.getTime());
}

const dayOfUtc = (at: Date) => at.toISOString().slice(0, 10);
const mondayOf = (at: Date) => {
  const monday = new Date(at);
  monday.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7));
  return dayOfUtc(monday);
};

/** What may go: grandfather, father, son. The newest of all always stays. */
export function superseded(made: readonly Made[], keep: Keep): Made[] {
  const kept = new Set(made.slice(0, 1).map(({ name }) => name));
  const periods: [(at: Date) => string, number][] = [
    [dayOfUtc, keep.days],
    [mondayOf, keep.weeks],
    [(at) => dayOfUtc(at).slice(0, 7), keep.months],
  ];
  for (const [period, count] of periods) {
    const newest = new Map<string, string>();
    for (const { name, at } of made) if (!newest.has(period(at))) newest.set(period(at), name);
    for (const name of [...newest.values()].slice(0, count)) kept.add(name);
  }
  return made.filter(({ name }) => !kept.has(name));
}

/** Throws a StartupError when a backup of these is not for a program that knows `known`, both in order. */
export function checkVersions(head: { format: string; program: string; migrations: readonly string[] }, known: readonly string[]): void {
  if (head.format !== FORMAT)
    throw new StartupError(
      `The backup is of another format (${head.format}, made by version ${head.program}): restore it with that version.`,
    );
  const unknown = head.migrations.find((name, i) => known[i] !== name);
  if (unknown === undefined) return;
  throw new StartupError(
    `The backup was made by version ${head.program}, whose database has the step ${unknown} that this version does not know at that place: restore it with version ${head.program} or a later one.`,
  );
}
