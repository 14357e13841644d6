import { createHash } from "node:crypto";
import type { City } from "../../../platform/city.ts";
import { isCity } from "./identities.ts";
import { canonical, detached, type XmlNode } from "./node.ts";
import { type Activity, readActivity } from "./rules.ts";
import type { Telling } from "./told.ts";
import type { KnownCodes } from "./values.ts";

/** An activity of a file, read: its element is kept as text alone. */
export interface Read {
  activity: Activity;
  /** Reported by the city itself. */
  own: boolean;
  xml: string;
  digest: string;
}
export type ReadOne = Read | { refused: string };

export const digestOf = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 32);

/** Reads the activities of one file, each identifier once. */
export function activityReader({ city, codes, today, telling }: { city: City; codes: KnownCodes; today: string; telling: Telling }): {
  read(node: XmlNode): ReadOne;
  /** The names of those who report, some of them. */
  reporters: ReadonlySet<string>;
} {
  const seen = new Map<string, number>();
  const reporters = new Set<string>();
  return {
    reporters,
    read(node) {
      let identifier = "";
      const activity = readActivity(node, {
        tell: (code, at, values) => telling.tell({ line: at.line, element: at.name, identifier, code, ...(values ? { values } : {}) }),
        known: codes,
        language: city.languages[0]!,
        today,
        onIdentifier: (found) => {
          identifier = found;
        },
      });
      if (!activity) return { refused: identifier };
      const key = digestOf(identifier);
      const first = seen.get(key);
      if (first !== undefined) {
        telling.tell({ line: node.line, element: node.name, identifier, code: "identifier_twice", values: { first } });
        return { refused: identifier };
      }
      seen.set(key, activity.line);
      if (reporters.size < 20) reporters.add(detached(Object.values(activity.reporter.name)[0] ?? activity.reporter.ref));
      const xml = canonical(node);
      return { activity, own: isCity(activity.reporter.ref, city), xml, digest: digestOf(xml) };
    },
  };
}
