import { kindNames } from "../../register/kinds.ts";
import { officeHref } from "../addresses.ts";

const pages: Record<string, (record: string) => string> = {
  application: (id) => `/bureau/dossiers/${id}`,
  grant: (id) => `/bureau/suivi/${id}`,
  deliberation: (id) => `/bureau/deliberations/${id}`,
  envelope: (id) => `/bureau/enveloppes/${id}`,
  publication: (id) => `/bureau/echanges/publications/${id}`,
};

/** The page of the office about what an entry is about; undefined where there is none. */
export function subjectHref({ kind, record }: { kind: string; record: string }): string | undefined {
  const page = pages[kind];
  if (page) return page(encodeURIComponent(record));
  const register = kindNames.find((name) => name === kind);
  return register && officeHref(register, record);
}
