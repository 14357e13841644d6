import type { Classified } from "../classified.ts";

/** Accounts, their security, and the protected compartment. */
export const identity: Classified = {
  "auth.account": {
    processing: "accounts",
    personal: "userId:account! accessToken:secret refreshToken:secret idToken:secret password:secret accountId:identifier",
    other: "accessTokenExpiresAt refreshTokenExpiresAt id providerId scope createdAt updatedAt",
  },
  "auth.attempt": { processing: "security", personal: "key:trace", other: "at" },
  "auth.invitation": {
    processing: "accounts",
    personal: "token_sha256:secret email:email! by_name:name",
    other: "role expires_at used_at created_at first locale id path revoked_at",
  },
  "auth.link": {
    processing: "security",
    personal: "token_sha256:secret user_id:account! name:name password:secret browser_sha256:secret",
    other: "purpose expires_at created_at",
  },
  "auth.passkey": {
    processing: "security",
    personal: "id:secret user_id:account! name:words public_key:secret used_at:trace",
    other: "counter transports created_at",
  },
  "auth.recovery_code": { processing: "security", personal: "user_id:account! digest:secret", other: "" },
  "auth.session": {
    processing: "security",
    personal: "id:secret token:secret userId:account! ipAddress:trace userAgent:trace idToken:secret seenAt:trace",
    other: "expiresAt createdAt updatedAt method secondAt",
  },
  "auth.throttle": { processing: "security", personal: "key:trace", other: "count until" },
  "auth.totp": { processing: "security", personal: "user_id:account! secret:secret", other: "confirmed_at last_step created_at" },
  "auth.used_ticket": { other: "digest until" },
  "auth.user": {
    processing: "accounts",
    personal: "id:account! name:name email:email! image:file lastSeenOn:trace sleepToldOn:trace",
    other: "emailVerified role createdAt updatedAt locale closedAt secondFactor",
  },
  "auth.verification": { processing: "security", personal: "identifier:secret value:secret", other: "id expiresAt createdAt updatedAt" },
  "protected.change": {
    processing: "protected",
    personal: "by_id:account by_name:name person:identifier",
    other: "id at about about_id act state",
  },
  "protected.consent": {
    processing: "protected",
    personal: "content:sealed person:identifier",
    other: "id scopes given_on valid_until withdrawn_at created_at",
  },
  "protected.paper": { processing: "protected", personal: "content:sealed bytes:sealed person:identifier", other: "id created_at" },
  "protected.person": {
    processing: "protected",
    personal: "pseudonym:sealed data_key:secret content:sealed",
    other: "id kind demo key_id review_on erase_on erased_at version created_at",
  },
  "protected.reading": {
    processing: "protected",
    personal: "reader:account reader_name:name words:sealed person:identifier",
    other: "reason id at what follows",
  },
  "protected.residency": {
    processing: "protected",
    personal: "content:sealed person:identifier",
    other: "id kind state first_year last_year version created_at",
  },
  "protected.residency_move": { other: "from_state to_state" },
  "protected.role_change": { processing: "protected", personal: "by_name:name user_id:account user_name:name", other: "id at act" },
  "protected.testimony": {
    processing: "protected",
    personal: "content:sealed signature:sealed body:sealed country:sealed person:identifier",
    other: "id state consent language published_on version created_at",
  },
};
