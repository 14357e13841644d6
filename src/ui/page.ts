import type { Context } from "hono";
import type { Locale } from "../platform/i18n/languages.ts";
import type { AppEnv } from "../platform/web/env.ts";

export type PageContext = Context<AppEnv>;

/** What every component may need to know of the page it stands on. */
export interface PageMeta {
  title: string;
  description?: string;
  /** The path of the page in each language, for the language links; absent on pages without a twin. */
  alternates?: Partial<Record<Locale, string>>;
  /** Source names of the islands the page loads. */
  islands?: string[];
  /** Styles that few pages need, in sheets of their own (src/ui/styles/apart): the others do not pay for them. */
  sheet?: "calendar" | "pages" | "stories" | undefined;
  /** Of the last change of what the page shows. */
  updatedAt?: Date | null;
  noindex?: boolean;
  /** The same in forms for programs: a feed, a catalogue. */
  feeds?: { href: string; type: string; title: string }[];
}
