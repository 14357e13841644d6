import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import { makeApp } from "../../src/app.tsx";
import { createAccount } from "../../src/platform/accounts/actions.ts";
import { type AccountPolicy, makeAuth } from "../../src/platform/accounts/auth.ts";
import type { Role } from "../../src/platform/accounts/rights.ts";
import { readCity } from "../../src/platform/city.ts";
import { connect, type Database, published } from "../../src/platform/database/connect.ts";
import { filesOnDisk } from "../../src/platform/files.ts";
import { makeMailDesk } from "../../src/platform/mail/desk.ts";
import { projectRoot } from "../../src/platform/project-root.ts";
import type { Services } from "../../src/platform/web/env.ts";
import { testDatabase } from "../support/database.ts";

export const PASSWORD = "un mot de passe assez long";

export interface Answer {
  status: number;
  location: string | null;
  headers: Headers;
  text: string;
}

/** A browser without scripts: it keeps its cookies and sends forms as its own pages would. */
export class Browser {
  cookies = new Map<string, string>();
  #app: Hono<any>;
  constructor(app: Hono<any>) {
    this.#app = app;
  }
  async send(path: string, init: RequestInit = {}): Promise<Answer> {
    const headers = new Headers(init.headers);
    headers.set("accept-language", "fr");
    if (this.cookies.size > 0) headers.set("cookie", [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await this.#app.request(`http://localhost${path}`, { ...init, headers, redirect: "manual" });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      const [name = "", ...value] = pair.split("=");
      if (/max-age=0/i.test(cookie) || value.join("=") === "") this.cookies.delete(name);
      else this.cookies.set(name, value.join("="));
    }
    return { status: response.status, location: response.headers.get("location"), headers: response.headers, text: await response.text() };
  }
  get(path: string): Promise<Answer> {
    return this.send(path);
  }
  post(
    path: string,
    fields: Record<string, string | string[] | File>,
    headers: Record<string, string> = { "sec-fetch-site": "same-origin" },
  ): Promise<Answer> {
    const withFile = Object.values(fields).some((value) => value instanceof File);
    const body = withFile ? new FormData() : new URLSearchParams();
    for (const [name, value] of Object.entries(fields))
      for (const one of Array.isArray(value) ? value : [value]) body.append(name, one as string);
    const length: Record<string, string> = body instanceof URLSearchParams ? { "content-length": String(body.toString().length) } : {};
    return this.send(path, { method: "POST", body, headers: { ...length, ...headers } });
  }
}

export interface OfficeSite {
  db: Database;
  databaseUrl: string;
  services: Services;
  browser(): Browser;
  /** One request as it is, without cookies. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** A browser signed in as someone of this role. */
  as(role: Role, name?: string): Promise<Browser>;
  drop(): Promise<void>;
}

/** The whole web side on a database of its own, with accounts. */
export async function openOffice(
  options: { paris?: boolean; policy?: Partial<AccountPolicy>; cityDir?: string } = {},
): Promise<OfficeSite> {
  const database = await testDatabase(options);
  const { db, close } = connect(database.url);
  const folder = await mkdtemp(join(tmpdir(), "ville-monde-office-"));
  const baseUrl = "http://localhost";
  const { auth, close: closeAuth } = makeAuth({
    databaseUrl: database.url,
    secret: "0".repeat(40),
    baseUrl,
    policy: { secondFactor: "optional", ...options.policy },
  });
  const cityDir = options.cityDir ?? join(projectRoot, "data/paris");
  const city = await readCity(cityDir);
  const services = {
    config: { trustProxy: true, dataDir: folder, cityDir },
    city,
    db,
    published: published(db),
    files: filesOnDisk(folder),
    mail: makeMailDesk({ db, city, baseUrl, secret: "0".repeat(40), config: { smtpUrl: undefined, mailFrom: undefined } }),
    auth,
    content: { version: 0, fresh: false, async touch() {}, stop: async () => {} },
    assets: { url: (source: string) => `/assets/${source}`, styles: () => [], routes: new Hono() },
    log: { error: (_: unknown, error?: unknown) => console.error(_, error), warn() {}, info() {}, debug() {} },
    baseUrl,
  } as unknown as Services;
  const app = makeApp(services);
  return {
    db,
    databaseUrl: database.url,
    services,
    browser: () => new Browser(app),
    request: async (path, init) => app.request(`http://localhost${path}`, init),
    async as(role, name = role) {
      const email = `${name}@ville.example`;
      await createAccount(auth, role, { email, name, password: PASSWORD });
      const browser = new Browser(app);
      const answer = await browser.post("/bureau/connexion", { email, password: PASSWORD });
      if (answer.status !== 303 && answer.status !== 302) throw new Error(`sign-in answered ${answer.status}`);
      return browser;
    },
    async drop() {
      await closeAuth();
      await close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The value that a page gives back in an input, a textarea or a selected option. */
export function valueIn(page: string, name: string): string | undefined {
  const escaped = name.replaceAll(".", "\\.");
  const input = new RegExp(`<input[^>]*name="${escaped}"[^>]*>`).exec(page)?.[0];
  if (input) return decoded(/value="([^"]*)"/.exec(input)?.[1] ?? "");
  const area = new RegExp(`<textarea[^>]*name="${escaped}"[^>]*>([^<]*)</textarea>`).exec(page)?.[1];
  if (area !== undefined) return decoded(area);
  const select = new RegExp(`<select[^>]*name="${escaped}"[^>]*>(.*?)</select>`, "s").exec(page)?.[1];
  return select === undefined ? undefined : (/<option value="([^"]*)" selected/.exec(select)?.[1] ?? "");
}
const decoded = (text: string) =>
  text.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&#39;", "'").replaceAll("&amp;", "&");
