import type { FC } from "hono/jsx";
import { dayOf } from "../../platform/instants.ts";
import type { ProtectedFile } from "../../protected/file.ts";
import { moveForm, residencyFields } from "../../protected/residency/rules.ts";
import { isOver, type ResidencyMove, residencyMoves } from "../../protected/residency/states.ts";
import { Facts } from "../../ui/facts.tsx";
import { date } from "../../ui/format.ts";
import type { OfficeContext } from "../env.ts";
import { type Given, SmallForm } from "../funding/small-form.tsx";
import { Contents } from "./parts.tsx";
import { formOf, pathOf } from "./where.ts";

/** The residencies of a file, each with its next steps. */
export const Residencies: FC<{ c: OfficeContext; file: ProtectedFile; given: Given | undefined }> = ({
  c,
  file: { person, residencies },
  given,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <section aria-labelledby="residencies">
      <h2 id="residencies">{t("protected.part.residencies")}</h2>
      {residencies.length === 0 && <p class="muted">{t("protected.residenciesNone")}</p>}
      {residencies.map((one) => (
        <article>
          <h3>
            {t.dynamic(`choice.residency.kind.${one.kind}`)} <span class="badge">{t.dynamic(`state.residency.${one.state}`)}</span>
          </h3>
          <Contents c={c} kind="residency" fields={residencyFields} document={one.document} />
          <Facts
            facts={[
              [
                t("protected.moves"),
                one.document.moves.map(({ on, state }) => (
                  <p>{`${date(on, locale)}${t("common.colon")} ${t.dynamic(`state.residency.${state}`)}`}</p>
                )),
              ],
            ]}
          />
          {!isOver(one.state) && (
            <div class="moves">
              {(Object.keys(residencyMoves[one.state]) as ResidencyMove[]).map((move) => (
                <details class="move" open={given?.form === `${move}-${one.id}`}>
                  <summary>{t.dynamic(`move.residency.${move}`)}</summary>
                  <SmallForm
                    c={c}
                    name={`${move}-${one.id}`}
                    kind={formOf(moveForm)}
                    submit={t.dynamic(`move.residency.${move}`)}
                    given={given}
                    initial={{ on: dayOf(new Date()) }}
                    hidden={{ id: one.id }}
                    autocomplete="off"
                  />
                </details>
              ))}
            </div>
          )}
          <p>
            <a href={pathOf(person.id, "sejours", one.id)}>{t("protected.residency.edit")}</a>
          </p>
        </article>
      ))}
      <p>
        <a class="button quiet" href={pathOf(person.id, "sejours", "nouveau")}>
          {t("protected.residency.new")}
        </a>
      </p>
    </section>
  );
};
