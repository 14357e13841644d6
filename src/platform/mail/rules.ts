/** Where the people of the demonstration have their addresses: a domain that is never anybody's (RFC 6761). */
export const DEMO_MAIL_DOMAIN = "demo.invalid";

/** No server in the world takes mail for it: such a mail is kept, and shown in the office. */
export const isUnreachable = (address: string): boolean => address.toLowerCase().endsWith(".invalid");
