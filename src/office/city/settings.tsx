import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { paletteNames } from "../../platform/city.ts";
import { setColours, setIdentity } from "../../platform/city-settings/actions.ts";
import { type Colours, contrasts, IDENTITY_MAX, identityTexts, readColours } from "../../platform/city-settings/rules.ts";
import { type Fields, localised, requiredText } from "../../register/record/fields.ts";
import type { Problem } from "../../register/record/kind.ts";
import type { FormContext } from "../../ui/forms/context.ts";
import { FormFields } from "../../ui/forms/fields.tsx";
import { ErrorSummary } from "../../ui/forms/problems.tsx";
import { type FormValues, fromForm, toForm } from "../../ui/forms/values.ts";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { oneOf, readForm } from "../form-data.ts";
import { OfficeLayout } from "../layout.tsx";
import { only } from "../refused.tsx";
import { FIRST_STEPS } from "./first-steps.tsx";
import { Contrasts, Preview } from "./preview.tsx";

const PATH = "/bureau/ville";
const schemes = ["light", "dark"] as const;

const identityFields: Fields = {
  ...Object.fromEntries(
    identityTexts.map((name) => [name, localised({ max: IDENTITY_MAX[name], long: name === "tagline", required: true })]),
  ),
  email: requiredText({ max: 200 }),
};
/** Text, so that the code of a colour is copied from the city's own charter and is given back as it was typed. */
const colourFields: Fields = Object.fromEntries(paletteNames.map((name) => [name, requiredText({ max: 7 })]));

/** What the office sets of the city above its folder: what it is called, who answers, its colours. */
export function citySettingsPages(app: Hono<OfficeEnv>): void {
  app.use("/ville", only("city.set"));
  app.use("/ville/*", only("city.set"));
  app.get("/ville", (c) => show(c));

  app.post("/ville/identite", async (c) => {
    const { values } = await readForm(c);
    const { db } = c.get("services");
    const done = await setIdentity(db, fromForm(identityFields, values), c.get("officer"));
    if (done.ok) return saved(c, values, "identity");
    const problems = done.reason === "problems" ? done.problems.map((one) => asProblem(one)) : [];
    return show(c, { identity: { values, problems } });
  });

  app.post("/ville/couleurs", async (c) => {
    const { values } = await readForm(c);
    const chosen = coloursOf(values);
    if (oneOf(values, "do") === "preview") return show(c, { colours: { values, ...judged(chosen) }, previewed: true });
    const done = await setColours(c.get("services").db, chosen, c.get("officer"));
    return done.ok ? saved(c, values, "colours") : show(c, { colours: { values, ...judged(chosen) } });
  });

  // Where a form was sent, a reload asks with GET.
  for (const step of ["identite", "couleurs"]) app.get(`/ville/${step}`, (c) => c.redirect(PATH));
}

/** Back to where the form was opened from, with the new settings in force on this node too. */
async function saved(c: OfficeContext, values: FormValues, what: "identity" | "colours"): Promise<Response> {
  const { content, cities } = c.get("services");
  await content.touch();
  await cities?.read();
  return c.redirect(`${oneOf(values, "from") === "first-steps" ? FIRST_STEPS : PATH}?fait=${what}`, 303);
}

const asProblem = ({ path, code }: { path: string; code: string }): Problem => {
  const maximum = IDENTITY_MAX[path.split(".")[0] as keyof typeof IDENTITY_MAX];
  if (code === "long") return { path, code: "too_long", values: { maximum } };
  return { path, code: code === "line" ? "invalid" : code };
};

/** "#A63D1F", "a63d1f" and "#abc" as a page writes them; what is no colour, as typed. */
function hex(typed: string): string {
  const found = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/i.exec(typed.trim())?.[1]?.toLowerCase();
  if (!found) return typed;
  return `#${found.length === 3 ? found.replace(/./g, "$&$&") : found}`;
}

const coloursOf = (values: FormValues): Record<string, Record<string, string>> =>
  Object.fromEntries(
    schemes.map((scheme) => [scheme, Object.fromEntries(paletteNames.map((name) => [name, hex(oneOf(values, `${scheme}.${name}`))]))]),
  );

/** What is wrong with colours that were chosen, each at its field. */
function judged(chosen: unknown): { problems: Problem[]; chosen?: Colours } {
  const read = readColours(chosen);
  if (read.ok) return { problems: [], chosen: read.colours };
  const close = new Map(read.close.map(({ scheme, on }) => [`${scheme}.${on}`, "close_colour"]));
  return {
    problems: [...read.wrong.map((path) => [path, "colour"] as const), ...close].map(([path, code]) => ({ path, code })),
    ...(read.colours ? { chosen: read.colours } : {}),
  };
}

interface Given {
  values: FormValues;
  problems: Problem[];
}
interface Shown {
  identity?: Given;
  colours?: Given & { chosen?: Colours };
  previewed?: boolean;
}

function show(c: OfficeContext, shown: Shown = {}): Response | Promise<Response> {
  const wrong = [shown.identity, shown.colours].some((one) => one && one.problems.length > 0);
  return c.html(<Settings c={c} shown={shown} />, wrong ? 422 : 200);
}

const Settings: FC<{ c: OfficeContext; shown: Shown }> = ({ c, shown }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { city } = c.get("services");
  const done = (["identity", "colours"] as const).find((one) => one === c.req.query("fait"));
  const from = c.req.query("de") ?? shown.identity?.values.from?.[0] ?? shown.colours?.values.from?.[0];
  const form = (given: Given | undefined, values: FormValues): FormContext => ({
    kind: "city",
    values: given?.values ?? values,
    problems: given?.problems ?? [],
    options: {},
    t,
    locale,
  });
  const colours = shown.colours?.chosen ?? city.colours;
  const identity = form(shown.identity, toForm(identityFields, city, locale));
  const inColours = form(
    shown.colours,
    Object.assign({}, ...schemes.map((scheme) => toForm(colourFields, city.colours[scheme], locale, `${scheme}.`))),
  );
  const back = <input type="hidden" name="from" value={from === "first-steps" ? from : ""} />;
  return (
    <OfficeLayout c={c} title={t("city.title")} notice={done && t(`city.done.${done}`)}>
      <h1>{t("city.title")}</h1>
      <p class="lead">{t("city.lead")}</p>
      <ErrorSummary form={{ ...inColours, problems: [...identity.problems, ...inColours.problems] }} />
      <h2 id="identity">{t("city.identity")}</h2>
      <form method="post" action={`${PATH}/identite`} class="record-form" novalidate>
        {back}
        <FormFields form={identity} fields={identityFields} />
        <p>
          <button type="submit">{t("city.save.identity")}</button>
        </p>
      </form>
      <h2 id="colours">{t("city.colours")}</h2>
      <p>{t("city.coloursText")}</p>
      <form method="post" action={`${PATH}/couleurs#colours`} class="record-form" novalidate>
        {back}
        <div class="colour-fields">
          {schemes.map((scheme) => (
            <fieldset>
              <legend>{t.dynamic(`field.city.${scheme}`)}</legend>
              <FormFields form={inColours} fields={colourFields} prefix={`${scheme}.`} />
            </fieldset>
          ))}
        </div>
        <p>
          <button type="submit" name="do" value="save">
            {t("city.save.colours")}
          </button>{" "}
          <button type="submit" name="do" value="preview" class="quiet">
            {t("city.preview.show")}
          </button>
        </p>
      </form>
      <h3>{t(shown.previewed ? "city.preview.chosen" : "city.preview.now")}</h3>
      <Preview c={c} colours={colours} />
      <Contrasts c={c} contrasts={contrasts(colours)} />
    </OfficeLayout>
  );
};
