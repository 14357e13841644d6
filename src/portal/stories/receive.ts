import type { Context } from "hono";
import { keepAdmitted } from "../../platform/intake/actions.ts";
import { inspect, sentFile } from "../../platform/intake/gate.ts";
import type { Services } from "../../platform/web/env.ts";
import { type FormTexts, oneOf, readForm } from "../../platform/web/form-data.ts";
import type { Kind, Problem } from "../../register/record/kind.ts";
import { type Outcome, readTelling, tellStory } from "../../register/story/actions.ts";
import { type Collector, citiesOf, storyThemes } from "../../register/story/collector-store.ts";
import { collectedForm, storyForm } from "../../register/story/rules.ts";
import { isOurPicture, issueForm, pictureMark, readIssuedForm } from "../../register/story/secrets.ts";
import { noteUpload } from "../../register/story/store.ts";
import { fileLimits } from "../../ui/file-limits.ts";
import { fromForm } from "../../ui/forms/values.ts";
import type { PageContext } from "../../ui/page.ts";
import type { FormData } from "./form-fields.tsx";

/** A form that was not taken: all that it held, and why. */
export interface Returned {
  values: FormTexts;
  problems: Problem[];
  data: FormData;
}

/** What the fields of a kind hold; the language by its name or its tag. */
export function inputOf(kind: Kind<any>, values: FormTexts): Record<string, unknown> {
  const language = oneOf(values, "language") === "other" ? oneOf(values, "otherLanguage") : oneOf(values, "language");
  return fromForm(kind.fields, { ...values, language: [language] });
}

export async function blankForm(c: PageContext, project: string, collected: boolean): Promise<FormData> {
  const { db, mail } = c.get("services");
  const [cities, themes] = [await citiesOf(db, project), await storyThemes(db)];
  return { cities, themes, collected, issued: issueForm(mail.secret) };
}

/**
 * Takes in a story that a form holds. Whatever is wrong with it, the form can be shown again with all that it held.
 * `busy`: too many came from there already.
 */
export async function receiveStory(
  c: PageContext,
  project: string,
  { collector, busy }: { collector?: Collector; busy: boolean },
): Promise<Outcome<{ token: string; again: boolean }> | ({ ok: false; reason: "invalid" } & Returned)> {
  const services = c.get("services");
  const { db, mail, baseUrl } = services;
  const { values, files } = await readForm(c as Context<any>);
  const issued = readIssuedForm(mail.secret, oneOf(values, "form"));
  const kind = collector ? collectedForm : storyForm;
  const picture = await receivePicture(services, values, busy ? undefined : files.picture, c.get("locale"));
  const problems: Problem[] = [
    ...(issued.ok ? [] : [{ path: "form", code: issued.reason }]),
    ...(oneOf(values, "website") === "" ? [] : [{ path: "website", code: "story_trap" }]),
    ...(busy ? [{ path: "form", code: "story_busy" }] : []),
    ...picture.problems,
  ];
  const input = inputOf(kind, values);
  const telling = { project, picture: picture.kept?.sha256, collector };
  const told =
    issued.ok && problems.length === 0
      ? await tellStory(db, { secret: mail.secret, baseUrl }, input, {
          ...telling,
          form: issued.form,
          locale: c.get("locale"),
        })
      : undefined;
  if (told?.ok) return told;
  const blank = await blankForm(c, project, collector !== undefined);
  // A form that is still good is the same form, sent again.
  const again = issued.ok || issued.reason === "story_too_soon" ? oneOf(values, "form") : blank.issued;
  return {
    ok: false,
    reason: "invalid",
    values,
    problems: [...problems, ...(told ? (told.problems ?? []) : await problemsOf(db, input, telling))],
    data: { ...blank, issued: again, kept: picture.kept },
  };
}

async function problemsOf(...given: Parameters<typeof readTelling>): Promise<Problem[]> {
  const read = await readTelling(...given);
  return read.ok ? [] : read.problems;
}

/** The picture that came with the form, cleaned and kept; else the one that an earlier try of it brought. */
async function receivePicture(
  { db, files, mail }: Services,
  values: FormTexts,
  sent: File | undefined,
  locale: string,
): Promise<{ kept: FormData["kept"]; problems: Problem[] }> {
  if (!sent) {
    const [sha256, mark] = [oneOf(values, "kept"), oneOf(values, "keptMark")];
    return { kept: isOurPicture(mail.secret, sha256, mark) ? { sha256, mark } : undefined, problems: [] };
  }
  const admitted = await inspect("portrait", await sentFile(sent));
  // What the picture was called may say whose it is.
  const kept = admitted.ok ? await keepAdmitted(db, files, { ...admitted, name: "portrait" }, { by: null }) : admitted;
  if (!kept.ok) return { kept: undefined, problems: [{ path: "picture", code: kept.code, values: { ...fileLimits("portrait", locale) } }] };
  await noteUpload(db, kept.sha256);
  return { kept: { sha256: kept.sha256, mark: pictureMark(mail.secret, kept.sha256) }, problems: [] };
}
