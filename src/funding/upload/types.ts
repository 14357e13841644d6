import { acceptedBy, uses } from "../../platform/intake/rules.ts";

/** The largest file that may be sent, in bytes; and as it is told, in the megabytes of whoever reads it. */
export const MAX_FILE_BYTES = uses.application.maxBytes;
export const TOLD_MAX_BYTES = 20_000_000;
/** What a file's name ends with, for the browser's own choice of files. */
export const ACCEPTED = acceptedBy("application");
