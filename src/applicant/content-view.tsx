import type { FC } from "hono/jsx";
import { describe } from "../funding/application/describe.ts";
import type { SentFile } from "../funding/application/file-store.ts";
import { money } from "../ui/format.ts";
import { plain } from "../ui/text.tsx";
import { type MapMark, WorldMap } from "../ui/world-map.tsx";
import type { SpaceContext } from "./env.ts";
import type { Countries, OpenFile } from "./facts.ts";
import { SentFiles } from "./wizard/documents.tsx";

/** All that an application says, to be read or printed. */
export const ContentView: FC<{
  c: SpaceContext;
  file: OpenFile;
  files: readonly SentFile[];
  countries: Countries;
  level?: "h2" | "h3";
}> = ({ c, file, files, countries, level: Heading = "h2" }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { draft } = file.file;
  const { edition } = file;
  const described = describe(draft, edition, file.applicant, countries.nameOf, t);
  const marks = draft.places.flatMap((place): MapMark[] =>
    typeof place.latitude === "number" && typeof place.longitude === "number"
      ? [{ kind: "project", latitude: place.latitude, longitude: place.longitude, label: place.name }]
      : [],
  );
  return (
    <div class="content-view">
      {described.sections.map(({ section, heading, answers }) =>
        answers.length === 0 ? (
          <></>
        ) : (
          <section>
            <Heading>{heading}</Heading>
            {section === "places" && marks.length > 0 && <WorldMap marks={marks} label={t("space.map")} class="small-map" />}
            <dl class="answers">
              {answers.map(({ question, answer }) => (
                <div>
                  <dt>{question}</dt>
                  <dd class="pre">{answer || t("space.empty")}</dd>
                </div>
              ))}
            </dl>
          </section>
        ),
      )}
      <section>
        <Heading>{t("space.section.budget")}</Heading>
        <div class="budget-tables">
          {described.budget.map(({ caption, lines, totalCents }) => (
            <table>
              <caption>{caption}</caption>
              <tbody>
                {lines.map(({ label, cents }) => (
                  <tr>
                    <th scope="row">{label}</th>
                    <td class="number">{money(cents, edition.currency, locale)}</td>
                  </tr>
                ))}
              </tbody>
              <tfoot>
                <tr>
                  <th scope="row">{t("space.total")}</th>
                  <td class="number">{money(totalCents, edition.currency, locale)}</td>
                </tr>
              </tfoot>
            </table>
          ))}
        </div>
      </section>
      <section>
        <Heading>{t("space.section.documents")}</Heading>
        {files.length === 0 && <p>{t("space.noFiles")}</p>}
        {edition.requirements.map(({ code, name }) => {
          const own = files.filter(({ requirement }) => requirement === code);
          return own.length === 0 ? (
            <></>
          ) : (
            <>
              <p class="files-of">{plain(name, locale)}</p>
              <SentFiles c={c} id={file.file.id} files={own} />
            </>
          );
        })}
      </section>
      <section>
        <Heading>{t("space.section.commitments")}</Heading>
        <ul>
          {described.declarations.map((text) => (
            <li>{text}</li>
          ))}
          {draft.engagement?.accepted && <li>{t("space.commit.accept", { version: draft.engagement.textVersion })}</li>}
        </ul>
      </section>
    </div>
  );
};
