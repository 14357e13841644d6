import { choice, date, file, text, url } from "../record/fields.ts";
import { commonFields, defineKind, sourceFields } from "../record/kind.ts";

export const documentTypes = ["deliberation", "agreement", "report", "evaluation", "minutes", "rules", "page", "other"] as const;

/** A deliberation, a report, a page: kept here as a file, or found at an address. */
export const document = defineKind(
  "document",
  {
    ...commonFields,
    type: choice(documentTypes),
    file: file("document"),
    url: url(),
    language: text({ max: 2, pattern: /^[a-z]{2}$/ }),
    datedOn: date(),
    licence: text(),
    ...sourceFields,
  },
  (value) => (value.file || value.url ? [] : [{ path: "file", code: "file_or_url" }]),
);
