import type { FC, PropsWithChildren } from "hono/jsx";
import type { Auth } from "../accounts/auth.ts";
import type { Provider } from "../accounts/external/provider.ts";
import type { AudienceCounter } from "../audience/counter.ts";
import type { Blobs } from "../blobs.ts";
import type { City } from "../city.ts";
import type { CityInForce } from "../city-settings/in-force.ts";
import type { Config } from "../config.ts";
import type { ContentWatch } from "../content.ts";
import type { Database } from "../database/connect.ts";
import type { Primary } from "../database/primary.ts";
import type { Files } from "../files.ts";
import type { Locale } from "../i18n/languages.ts";
import type { Translator } from "../i18n/messages.ts";
import type { Log } from "../log.ts";
import type { MailDesk } from "../mail/desk.ts";
import type { Telemetry } from "../telemetry/types.ts";
import type { Assets } from "./assets.ts";

/** What a page may use. Made once by the composition root. */
export interface Services {
  config: Config;
  /** As its folder and the office have it now: asked for each time, never kept. */
  readonly city: City;
  /** What reads the settings of the office again. Absent: the city stays as it is. */
  cities?: CityInForce;
  /** Everything: for the office and the actions. */
  db: Database;
  /** Only what is published: for the portal, the files and the feeds. */
  published: Database;
  auth: Auth;
  /** The outer provider of identities by which people of the office may sign in; absent: none. */
  provider?: Provider;
  files: Files;
  /** Where the nodes keep what they share beside the database; absent: in the data folder. */
  blobs?: Blobs;
  mail: MailDesk;
  content: ContentWatch;
  /** Whether the database takes writes. Absent: it does. */
  primary?: Pick<Primary, "standing" | "writable">;
  /** Whether this node was asked to stop: it says so to who sends requests to it. */
  node?: { stopping: boolean };
  assets: Assets;
  /** Adds up the readings of public pages; absent where nothing is counted. */
  audience?: AudienceCounter;
  log: Log;
  /** What watches the requests; absent: nothing does. */
  telemetry?: Telemetry;
  /** Whether this node does jobs. Absent: it does none. */
  jobs?: { alive(): boolean };
  /** The public address, without a slash at the end. */
  baseUrl: string;
}

/** What a request carries. */
export interface AppEnv {
  Variables: {
    services: Services;
    requestId: string;
    locale: Locale;
    t: Translator;
    /** Whether the page that was made loads a script. */
    scripts?: boolean | undefined;
    /** What the scripts of this very answer bear, where no answer is kept by a cache. */
    nonce?: string | undefined;
    /** When what is public last changed; unknown on pages that need no database. */
    lastPublished?: Date | undefined;
    /** When what the page says of the time (a countdown, a call that closes) stops being right: no copy is given from then on. */
    goodUntil?: Date | undefined;
    /** Behind which door someone is signed in: what goes wrong there is told there. */
    door?: { root: string; Frame: FC<PropsWithChildren<{ c: any; title: string }>> } | undefined;
  };
}
