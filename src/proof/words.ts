import type { Translator } from "../platform/i18n/messages.ts";
import { showInstant } from "../platform/instants.ts";
import { timeZone } from "../platform/time-zone.ts";
import { money } from "../ui/format.ts";

/** What an entry says was done, in words of the reader's language. */
export function actionWords(t: Translator, { kind, action }: { kind: string; action: string }): string {
  const about = kind === "assessment" ? "application" : kind;
  const keys = [
    `entry.${kind}.${action}`,
    ...(about === "application" ? [`instruction.action.${action}`] : []),
    `act.${kind}.${action}`,
    `entry.${action}`,
    `office.action.${action}`,
  ];
  const key = keys.find((one) => t.has(one));
  return key ? t.dynamic(key) : action.replaceAll("_", " ");
}

/** What an entry is about: a kind of the register, or another. */
export function kindWords(t: Translator, kind: string): string {
  const key = [`what.${kind}`, `kind.${kind}`].find((one) => t.has(one));
  return key ? t.dynamic(key) : kind.replaceAll("_", " ");
}

/** Who did it, with the role that they had then, where the log says it. */
export function actorWords(t: Translator, { actorName, actorRole }: { actorName: string; actorRole: string | null }): string {
  if (actorRole === null || actorRole === "system") return actorName;
  return t("proof.role", { name: actorName, role: t.dynamic(`role.${actorRole}`) });
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/;
const DIGEST = /^[0-9a-f]{64}$/;

/** A digest in four parts, so that a line may break between them. */
export const digestWords = (sha256: string): string => sha256.replace(/.{16}(?=.)/g, "$& ");

/**
 * What an entry of an act says beside its name: labels and values in words. `from` and `to` are one line, what stands
 * before and after. Numbers of the machine that say nothing to people are left out.
 */
export function detailWords(
  t: Translator,
  kind: string,
  document: Record<string, unknown>,
  currency: string,
): [label: string, value: string][] {
  const { from, to, ...rest } = document;
  const about = kind === "assessment" ? "application" : kind;
  const state = (value: unknown) => {
    const key = `state.${about}.${value}`;
    return t.has(key) ? t.dynamic(key) : String(value);
  };
  const lines: [string, string][] = [];
  if (typeof from === "string" && typeof to === "string")
    lines.push([t("proof.state"), t("proof.change", { before: state(from), after: state(to) })]);
  for (const [name, value] of Object.entries(rest)) {
    const written = t.has(`detail.${name}`) ? valueWords(t, name, value, currency) : undefined;
    if (written !== undefined && written !== "") lines.push([t.dynamic(`detail.${name}`), written]);
  }
  return lines;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-/;

function valueWords(t: Translator, name: string, value: unknown, currency: string): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) {
    const parts = value.flatMap((one) => valueWords(t, name, one, currency) ?? []);
    return parts.join(name === "tranches" || name === "stepAsides" ? "\n" : ", ");
  }
  if (typeof value === "object")
    return Object.entries(value)
      .flatMap(([inner, one]) => valueWords(t, inner, one, currency) ?? [])
      .join(" · ");
  if (typeof value === "number") return /cents$/i.test(name) ? money(value, currency, t.locale) : String(value);
  if (typeof value === "boolean") return t(value ? "common.yes" : "common.no");
  const text = String(value);
  if (UUID.test(text)) return undefined;
  if (DIGEST.test(text)) return digestWords(text);
  if (INSTANT.test(text)) return showInstant(t.locale, text, timeZone());
  if (DAY.test(text)) return new Intl.DateTimeFormat(t.locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(text));
  const key = [
    `assessment.reason.${text}`,
    `choice.schedule.tranches.condition.${text}`,
    `role.${text}`,
    `choice.report.type.${text}`,
  ].find((one) => t.has(one));
  return key && name !== "name" && name !== "title" ? t.dynamic(key) : text;
}
