import { createHmac } from "node:crypto";
import type * as OpenId from "openid-client";
import type { Database } from "../../database/connect.ts";
import { keyFor, makeTicket, takeTicket } from "../tickets.ts";
import { type Outsider, outsiderOf, type ProviderSettings } from "./rules.ts";

const TIMEOUT_S = 8;
const VISIT_MINUTES = 15;
const FRESH_MS = 3_600_000;
const STATE = "oidc";

/** One provider, its description read when someone first goes there, and again after an hour. */
export class Provider {
  readonly settings: ProviderSettings;
  readonly #secret: string;
  readonly #returnTo: string;
  #known: { at: number; config: Promise<OpenId.Configuration> } | undefined;

  constructor(settings: ProviderSettings, site: { secret: string; baseUrl: string }) {
    this.settings = settings;
    this.#secret = site.secret;
    this.#returnTo = `${site.baseUrl}/bureau/connexion/externe/retour`;
  }

  /** Where to send a browser, and the state that it must keep in a cookie until it comes back. */
  async leave(): Promise<{ url: string; state: string }> {
    const [client, config] = [await import("openid-client"), await this.#config()];
    const state = makeTicket(this.#secret, STATE, VISIT_MINUTES);
    const { nonce, verifier } = this.#of(state);
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: this.#returnTo,
      scope: this.settings.scope,
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      ...(this.settings.acr ? { acr_values: this.settings.acr } : {}),
    });
    return { url: url.href, state };
  }

  /**
   * Who came back. `query`: of the address they came back to; `state`: what their browser kept. cancelled: they or the provider said
   * no; failed: what came back is not the answer to a visit of this browser, or the provider does not answer.
   */
  async comeBack(
    db: Database,
    query: string,
    state: string,
  ): Promise<{ ok: true; who: Outsider; idToken: string } | { ok: false; reason: "cancelled" | "failed"; fault?: string }> {
    const client = await import("openid-client");
    // Good once, and only for the browser that left with it; used up whatever comes of it.
    if (new URLSearchParams(query).get("state") !== state || !(await takeTicket(db, this.#secret, STATE, state)))
      return { ok: false, reason: "failed", fault: "state" };
    const { nonce, verifier } = this.#of(state);
    try {
      const config = await this.#config();
      const tokens = await client.authorizationCodeGrant(config, new URL(`${this.#returnTo}?${query}`), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims()!;
      const userinfo = config.serverMetadata().userinfo_endpoint ? await client.fetchUserInfo(config, tokens.access_token, claims.sub) : {};
      return { ok: true, who: outsiderOf(claims, userinfo, this.settings), idToken: tokens.id_token! };
    } catch (error) {
      if (error instanceof client.AuthorizationResponseError) return { ok: false, reason: "cancelled" };
      return { ok: false, reason: "failed", fault: faultOf(error) };
    }
  }

  /** Where the provider ends its own session; undefined when it has no such page. */
  async farewell(idToken: string, back: string): Promise<string | undefined> {
    const [client, config] = [await import("openid-client"), await this.#config()];
    if (!config.serverMetadata().end_session_endpoint) return undefined;
    return client.buildEndSessionUrl(config, { id_token_hint: idToken, post_logout_redirect_uri: back }).href;
  }

  /** Both are made from the state: the browser keeps nothing else, and nobody else can make them. */
  #of(state: string): { nonce: string; verifier: string } {
    const made = (what: string) => createHmac("sha256", keyFor(this.#secret, "oidc")).update(`${what} ${state}`).digest("base64url");
    return { nonce: made("nonce"), verifier: made("verifier") };
  }

  #config(): Promise<OpenId.Configuration> {
    if (!this.#known || Date.now() - this.#known.at > FRESH_MS) {
      const known = { at: Date.now(), config: this.#discover() };
      this.#known = known;
      known.config.catch(() => {
        if (this.#known === known) this.#known = undefined;
      });
    }
    return this.#known.config;
  }

  async #discover(): Promise<OpenId.Configuration> {
    const client = await import("openid-client");
    const { issuer, clientId, clientSecret, userinfoAlg } = this.settings;
    const server = new URL(issuer);
    const local = server.protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(server.hostname);
    const execute = [client.enableNonRepudiationChecks, ...(local ? [client.allowInsecureRequests] : [])];
    const found = await client.discovery(server, clientId, clientSecret, undefined, { execute, timeout: TIMEOUT_S });
    const metadata = found.serverMetadata();
    const posts = !(metadata.token_endpoint_auth_methods_supported ?? ["client_secret_basic"]).includes("client_secret_basic");
    const auth = posts ? client.ClientSecretPost(clientSecret) : client.ClientSecretBasic(clientSecret);
    const own = { client_secret: clientSecret, ...(userinfoAlg ? { userinfo_signed_response_alg: userinfoAlg } : {}) };
    const config = new client.Configuration(metadata, clientId, own, auth);
    config.timeout = TIMEOUT_S;
    for (const step of execute) step(config);
    return config;
  }
}

/** What went wrong, for the log of the operator: the library's code, and none of what a person sent. */
function faultOf(error: unknown): string {
  const { code, error: said, cause } = error as { code?: string; error?: string; cause?: { code?: string } };
  return [code ?? (error as Error).name, said, cause?.code].filter(Boolean).join(" ");
}
