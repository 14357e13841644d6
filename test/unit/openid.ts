import { createSign, generateKeyPairSync } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import OidcProvider from "oidc-provider";

export const CLIENT = { id: "ville-monde", secret: "un-secret-de-client-assez-long" };

/** A person whom the provider knows. */
export interface Known {
  sub: string;
  [claim: string]: unknown;
}

export interface OpenIdServer {
  issuer: string;
  /** Who is signed in there. */
  person: Known;
  /** Changes the claims of the ID token that the next visit is given; "foreign": signed by a key that is not the provider's. */
  forge: ((claims: Record<string, unknown>) => Record<string, unknown>) | "foreign" | undefined;
  /** Goes where a browser is sent, through the provider, until it is sent back to the site: the query it brings. */
  visit(url: string): Promise<string>;
  stop(): Promise<void>;
}

/** A real provider of identities on this machine, whose pages say yes by themselves. */
export async function openIdServer(returnTo: string, goodbye: string): Promise<OpenIdServer> {
  const [own, foreign] = [1, 2].map(() => generateKeyPairSync("rsa", { modulusLength: 2048 }));
  const jwk = { ...own!.privateKey.export({ format: "jwk" }), kid: "k", use: "sig", alg: "RS256" };
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => {};
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const state: OpenIdServer = { issuer, person: { sub: "nobody" }, forge: undefined, visit, stop };
  const provider = new OidcProvider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [returnTo],
        post_logout_redirect_uris: [goodbye],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    jwks: { keys: [jwk] } as never,
    cookies: { keys: ["a", "b"] },
    claims: { openid: ["sub", "amr"], email: ["email", "email_verified"], profile: ["name", "roles"] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false }, userinfo: { enabled: true } },
    pkce: { required: () => true },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: () => ({ accountId: state.person.sub, claims: () => state.person as never }),
  });
  const callback = provider.callback();
  let nonce = "";
  handle = async (request, response) => {
    const url = new URL(request.url!, issuer);
    if (url.pathname === "/auth" && url.searchParams.has("nonce")) nonce = url.searchParams.get("nonce")!;
    if (url.pathname.startsWith("/interaction/")) return agree(request, response);
    if (url.pathname === "/token" && state.forge) return forged(response);
    callback(request, response);
  };

  async function agree(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { prompt, params, session } = await provider.interactionDetails(request, response);
    if (prompt.name === "login")
      return provider.interactionFinished(
        request,
        response,
        { login: { accountId: state.person.sub, amr: state.person.amr } },
        { mergeWithLastSubmission: false },
      );
    const grant = new provider.Grant({ accountId: session!.accountId, clientId: params.client_id as string });
    grant.addOIDCScope("openid email profile");
    return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
  }

  function forged(response: ServerResponse): void {
    const now = Math.floor(Date.now() / 1000);
    const right = { iss: issuer, aud: CLIENT.id, exp: now + 300, iat: now, nonce, ...state.person };
    const claims = typeof state.forge === "function" ? state.forge(right) : right;
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const text = `${part({ alg: "RS256", kid: "k" })}.${part(claims)}`;
    const key = state.forge === "foreign" ? foreign!.privateKey : own!.privateKey;
    const id_token = `${text}.${createSign("RSA-SHA256").update(text).sign(key).toString("base64url")}`;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ access_token: "x", token_type: "Bearer", expires_in: 60, id_token }));
  }

  async function visit(start: string): Promise<string> {
    const cookies = new Map<string, string>();
    let url = start;
    for (let step = 0; step < 10; step++) {
      if (url.startsWith(returnTo)) return new URL(url).search.slice(1);
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const answer = await fetch(url, { redirect: "manual", headers: { cookie } });
      for (const line of answer.headers.getSetCookie()) {
        const [name = "", ...value] = line.split(";")[0]!.split("=");
        cookies.set(name, value.join("="));
      }
      const to = answer.headers.get("location");
      if (!to) throw new Error(`the provider answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
      url = new URL(to, url).href;
    }
    throw new Error("the provider goes round in circles");
  }
  async function stop(): Promise<void> {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  return state;
}
