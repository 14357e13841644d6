import type { Hono } from "hono";
import { holdersOf, movesOf, type Right, rightsTable, roles } from "../platform/accounts/rights.ts";
import type { Translator } from "../platform/i18n/messages.ts";
import { Table } from "../ui/table.tsx";
import type { OfficeContext, OfficeEnv } from "./env.ts";
import { OfficeLayout } from "./layout.tsx";

const PATH = "/bureau/droits";

/** The table of rights as it is, for everyone of the office: what one's own role may do, and whom to ask for the rest. */
export function rightsPages(app: Hono<OfficeEnv>): void {
  app.get(PATH.slice("/bureau".length), (c) => page(c));
}

function page(c: OfficeContext): Response | Promise<Response> {
  const t = c.get("t");
  const own = c.get("officer").role;
  return c.html(
    <OfficeLayout c={c} title={t("rights.title")}>
      <h1>{t("rights.title")}</h1>
      <p>{t("rights.lead", { role: t.dynamic(`role.${own}`) })}</p>
      <p>{t("rights.interest")}</p>
      {Object.entries(rightsTable).map(([group, rows]) => (
        <section>
          <h2>{t.dynamic(`rights.group.${group}`)}</h2>
          <Table
            caption={t.dynamic(`rights.group.${group}`)}
            hideCaption
            class="dense"
            narrow="scroll"
            rows={Object.keys(rows) as Right[]}
            columns={[
              {
                label: t("rights.right"),
                heading: true,
                cell: (right: Right) => (
                  <>
                    {t(`right.${right}`)}
                    <Moves t={t} right={right} />
                  </>
                ),
              },
              ...roles.map((role) => ({
                label: t.dynamic(`role.${role}`),
                cell: (right: Right) => <Held held={holdersOf(right).includes(role)} t={t} />,
              })),
            ]}
          />
        </section>
      ))}
    </OfficeLayout>,
  );
}

const Held = ({ held, t }: { held: boolean; t: Translator }) => (
  <>
    <span aria-hidden="true">{held ? "✓" : "·"}</span>
    <span class="visually-hidden">{t(held ? "rights.yes" : "rights.no")}</span>
  </>
);

function Moves({ t, right }: { t: Translator; right: Right }) {
  const moves = movesOf(right);
  if (moves.length === 0) return <></>;
  const names = [...new Set(moves.map((move) => t.dynamic(`move.${move}`)))];
  return (
    <>
      <br />
      <small class="hint">{t("rights.moves", { moves: names.join(", ") })}</small>
    </>
  );
}
