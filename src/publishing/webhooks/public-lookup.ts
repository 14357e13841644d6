import { lookup as resolve } from "node:dns";
import type { LookupFunction } from "node:net";
import { isPublicAddress } from "./addresses.ts";

export class RefusedAddress extends Error {
  constructor(hostname: string) {
    super(`${hostname} is not on the public network`);
  }
}

/**
 * Finds the addresses of a name as it is connected to, and refuses it when any is not public: a name that was checked
 * before may lead elsewhere by now.
 */
export const publicLookup: LookupFunction = (hostname, options, done) => {
  resolve(hostname, { ...options, all: true }, (error, found) => {
    if (error) return done(error, "", 0);
    const [first] = found;
    if (!first || found.some(({ address }) => !isPublicAddress(address))) return done(new RefusedAddress(hostname), "", 0);
    if (options.all) return done(null, found);
    done(null, first.address, first.family);
  });
};
