import type { Role } from "../rights.ts";
import { officeRoles } from "../rights.ts";

/** An outer provider of identities (OpenID Connect): ProConnect, a Keycloak of the city. */
export interface ProviderSettings {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What the button says: "ProConnect". */
  name: string;
  /** With spaces between: "openid email profile". */
  scope: string;
  /** The claim that says roles of ours, from then on followed at each sign-in; undefined: roles are given in the office. */
  roleClaim: string | undefined;
  /** The provider proves addresses and does not say so (no email_verified). */
  trustEmail: boolean;
  /** The acr to ask for, with spaces between; undefined: whatever the provider does. */
  acr: string | undefined;
  /** The values of acr or amr by which the provider says that a second factor was shown. */
  secondFactor: readonly string[];
  /** How it signs its answer about the person, when it does (ProConnect: RS256). */
  userinfoAlg: string | undefined;
}

/** RFC 8176 (mfa), REFEDS MFA, and the levels of ProConnect that hold two factors. */
export const secondFactorValues = [
  "mfa",
  "https://refeds.org/profile/mfa",
  "eidas2",
  "eidas3",
  "https://proconnect.gouv.fr/assurance/self-asserted-2fa",
  "https://proconnect.gouv.fr/assurance/consistency-checked-2fa",
];

/** What the provider says of a person, as far as it is used here. */
export interface Outsider {
  subject: string;
  /** In lower case; undefined when it says none. */
  email: string | undefined;
  emailVerified: boolean;
  name: string;
  secondFactor: boolean;
  /** undefined: roles are not taken from the provider. null: it names none of ours. */
  role: Role | null | undefined;
}

const text = (value: unknown) => (typeof value === "string" && value.trim() !== "" ? value.trim() : undefined);
const texts = (value: unknown): string[] =>
  typeof value === "string" ? [value] : Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];

/** Reads the claims of the ID token and of the userinfo together; those of the token are signed for this visit, and stand first. */
export function outsiderOf(
  idToken: Record<string, unknown> & { sub: string },
  userinfo: Record<string, unknown>,
  settings: Pick<ProviderSettings, "roleClaim" | "trustEmail" | "secondFactor">,
): Outsider {
  const claims: Record<string, unknown> = { ...userinfo, ...idToken };
  const names = [text(claims.given_name), text(claims.usual_name) ?? text(claims.family_name)].filter(Boolean).join(" ");
  const email = text(claims.email)?.toLowerCase();
  const given = settings.roleClaim === undefined ? [] : texts(at(claims, settings.roleClaim));
  const levels = [...texts(idToken.acr), ...texts(idToken.amr)];
  return {
    subject: idToken.sub,
    email,
    emailVerified: claims.email_verified === true || (settings.trustEmail && claims.email_verified === undefined),
    name: (text(claims.name) ?? (names || (email ?? ""))).replace(/\p{Cc}/gu, " ").slice(0, 120),
    secondFactor: levels.some((level) => settings.secondFactor.includes(level)),
    role: settings.roleClaim === undefined ? undefined : (officeRoles.find((role) => given.includes(role)) ?? null),
  };
}

/** "realm_access.roles": Keycloak puts them a level down. A claim whose own name has dots (an address) is found whole first. */
function at(claims: Record<string, unknown>, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  return path
    .split(".")
    .reduce<unknown>(
      (value, step) =>
        value && typeof value === "object" && Object.hasOwn(value, step) ? (value as Record<string, unknown>)[step] : undefined,
      claims,
    );
}
