import { keepAdmitted } from "../platform/intake/actions.ts";
import { inspect, sentFile } from "../platform/intake/gate.ts";
import type { Services } from "../platform/web/env.ts";
import type { Fields } from "../register/record/fields.ts";
import type { Problem } from "../register/record/kind.ts";
import { fileLimits, useOf } from "../ui/file-limits.ts";
import type { FormValues } from "../ui/forms/values.ts";

export interface Uploaded {
  by: { id: string };
  locale: string;
  /** Before the names of the form's fields. */
  prefix?: string;
}

/** Keeps the files that came with a form, once they have passed the gate, and puts their digest where the form's field is. */
export async function keepUploads(
  services: Pick<Services, "db" | "files">,
  fields: Fields,
  values: FormValues,
  files: Record<string, File>,
  { by, locale, prefix = "" }: Uploaded,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const [name, { widget }] of Object.entries(fields)) {
    const path = prefix + name;
    const sent = files[`${path}.upload`];
    if (widget.type !== "file" || !sent) continue;
    const use = useOf[widget.accept];
    const file = await inspect(use, await sentFile(sent));
    const kept = file.ok ? await keepAdmitted(services.db, services.files, file, { by }) : file;
    if (kept.ok) values[path] = [kept.sha256];
    else problems.push({ path, code: kept.code, values: { ...fileLimits(use, locale) } });
  }
  return problems;
}
