import { createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";

/** How someone showed who they are. */
export const methods = ["password", "link", "passkey", "oidc"] as const;
export type Method = (typeof methods)[number];

const body = z.object({
  userId: z.string(),
  method: z.enum(methods),
  secondAt: z.date().nullable(),
  /** What is told of the device and the network: see device.ts. */
  device: z.string(),
  network: z.string(),
  idToken: z.string().nullable(),
});

/**
 * The one function by which a session is opened, as a plugin of better-auth: it makes the row and the signed cookie. It has no
 * address: only our code calls it.
 */
export const opening = {
  id: "opening",
  endpoints: {
    openSession: createAuthEndpoint({ method: "POST", body }, async (ctx) => {
      const { userId, device, network, ...fields } = ctx.body;
      const { internalAdapter } = ctx.context;
      const user = await internalAdapter.findUserById(userId);
      if (!user) return null;
      const told = { ...fields, seenAt: new Date(), userAgent: device, ipAddress: network };
      const session = await internalAdapter.createSession(userId, false, told, true);
      await setSessionCookie(ctx, { session, user });
      return session.token;
    }),
  },
};
