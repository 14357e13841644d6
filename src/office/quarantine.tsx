import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { interestsOf } from "../funding/assessment/interest-store.ts";
import { deleteFile, releaseFile, scanAgain } from "../platform/intake/quarantine.ts";
import { listQuarantine, type Quarantined } from "../platform/intake/quarantine-store.ts";
import { oneOf, readForm } from "../platform/web/form-data.ts";
import { Facts } from "../ui/facts.tsx";
import { bytes } from "../ui/format.ts";
import { Of } from "../ui/of.tsx";
import { Table } from "../ui/table.tsx";
import type { OfficeContext, OfficeEnv } from "./env.ts";
import { OfficeLayout } from "./layout.tsx";
import { only } from "./refused.tsx";
import { When } from "./when.tsx";

const PATH = "/bureau/quarantaine";
const acts = ["release", "delete", "again"] as const;
type Act = (typeof acts)[number];
const SHA256 = /^[0-9a-f]{64}$/;

/** What nobody may open, whose it is, since when and why; and the decisions about it. */
export function quarantinePages(app: Hono<OfficeEnv>): void {
  app.use("/quarantaine", only("quarantine.manage"));
  app.get("/quarantaine", (c) => page(c));
  app.post("/quarantaine", async (c) => {
    const { values } = await readForm(c);
    const [file, act, by] = [oneOf(values, "file"), acts.find((one) => one === oneOf(values, "do")), c.get("officer")];
    if (!act || !SHA256.test(file)) return page(c, { refused: "not_found" }, 422);
    const { db, files, content } = c.get("services");
    const desk = { db, files, hidden: await interestsOf(db, by.id) };
    const given = { reason: oneOf(values, "reason") };
    const done =
      act === "again" ? await scanAgain(desk, file, by) : await { release: releaseFile, delete: deleteFile }[act](desk, file, given, by);
    if (!done.ok) return page(c, { refused: done.reason, file, reason: given.reason }, 422);
    await content.touch();
    return c.redirect(`${PATH}?fait=${act}`, 303);
  });
}

interface Shown {
  refused?: string;
  /** Of which file the form comes back, with what was typed. */
  file?: string;
  reason?: string;
}

async function page(c: OfficeContext, shown: Shown = {}, status: 200 | 422 = 200): Promise<Response> {
  const { db } = c.get("services");
  // Who declared an interest in a file sees nothing of it, here neither.
  const hidden = await interestsOf(db, c.get("officer").id);
  const [closed, decided] = await Promise.all([listQuarantine(db, "closed", hidden), listQuarantine(db, "decided", hidden)]);
  return c.html(<Quarantine c={c} closed={closed} decided={decided} shown={shown} />, status);
}

const Quarantine: FC<{ c: OfficeContext; closed: Quarantined[]; decided: Quarantined[]; shown: Shown }> = ({
  c,
  closed,
  decided,
  shown,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { clamd } = c.get("services").config;
  const done: Act | undefined = acts.find((act) => act === c.req.query("fait"));
  return (
    <OfficeLayout c={c} title={t("quarantine.title")} notice={done && t(`quarantine.done.${done}`)}>
      <h1>{t("quarantine.title")}</h1>
      <p>{t("quarantine.text")}</p>
      {clamd ? <p class="meta">{t("quarantine.scanner", { address: clamd })}</p> : <p class="notice">{t("quarantine.noScanner")}</p>}
      {shown.refused && (
        <p class="error-summary" role="alert" tabindex={-1} autofocus>
          {t.dynamic(`quarantine.refused.${shown.refused}`)}
        </p>
      )}
      {closed.length === 0 ? (
        <p>{t("quarantine.none")}</p>
      ) : (
        <>
          <h2>{t("quarantine.closed", { count: closed.length })}</h2>
          {closed.map((row) => (
            <article class="record">
              <h3>
                <FileCell c={c} row={row} />
              </h3>
              <Facts
                facts={[
                  [t("quarantine.state"), t.dynamic(`quarantine.state.${row.state}`)],
                  [t("quarantine.why"), whyOf(c, row)],
                  [t("quarantine.from"), row.senderName ?? t("quarantine.anonymous")],
                  [t("quarantine.at"), <When at={row.arrivedAt} locale={locale} />],
                ]}
              />
              <Decide c={c} row={row} shown={shown} />
            </article>
          ))}
        </>
      )}
      {decided.length > 0 && (
        <Table
          caption={t("quarantine.decided")}
          class="dense"
          rows={decided}
          columns={[
            { label: t("quarantine.file"), heading: true, cell: (row) => <FileCell c={c} row={row} /> },
            { label: t("quarantine.decision"), cell: (row) => t.dynamic(`quarantine.state.${row.state}`) },
            { label: t("quarantine.why"), cell: (row) => row.reason ?? "" },
            { label: t("quarantine.by"), cell: (row) => row.decidedBy ?? "" },
            { label: t("quarantine.when"), cell: (row) => row.decidedAt && <When at={row.decidedAt} locale={locale} /> },
          ]}
        />
      )}
    </OfficeLayout>
  );
};

/** Its name leads to the file it came with, never to the bytes. */
const FileCell: FC<{ c: OfficeContext; row: Quarantined }> = ({ c, row }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const href = { application: "/bureau/dossiers", report: "/bureau/rapports" }[row.aboutKind ?? ""];
  return (
    <>
      {href && row.aboutId ? (
        <a href={`${href}/${row.aboutId}`}>
          <bdi>{row.name}</bdi>
        </a>
      ) : (
        <bdi>{row.name}</bdi>
      )}{" "}
      <span class="muted">
        {t.dynamic(`quarantine.use.${row.use ?? "unknown"}`)}, {bytes(row.bytes, locale)}
      </span>
    </>
  );
};

function whyOf(c: OfficeContext, { state, threat, fault, attempts }: Quarantined): string {
  const t = c.get("t");
  if (state === "infected") return t("quarantine.threat", { threat: threat ?? "" });
  return fault ? t("quarantine.fault", { fault, attempts }) : t("quarantine.unseen");
}

const Decide: FC<{ c: OfficeContext; row: Quarantined; shown: Shown }> = ({ c, row, shown }) => {
  const t = c.get("t");
  const id = `reason-${row.file.slice(0, 12)}`;
  const again = shown.file === row.file;
  return (
    <details open={again}>
      <summary>
        {t("quarantine.act")}
        <Of t={t}>{row.name}</Of>
      </summary>
      <form method="post" action={PATH} class="small-form">
        <input type="hidden" name="file" value={row.file} />
        <div class="form-field">
          <label for={id}>{t("quarantine.reason")}</label>
          <textarea id={id} name="reason" rows={3} aria-describedby={`${id}-hint`}>
            {again ? shown.reason : ""}
          </textarea>
          <span class="hint" id={`${id}-hint`}>
            {t("quarantine.releaseHint")}
          </span>
        </div>
        <p class="form-actions">
          <button type="submit" name="do" value="again" class="quiet">
            {t("quarantine.again")}
          </button>{" "}
          <button type="submit" name="do" value="delete">
            {t("quarantine.delete")}
          </button>{" "}
          <button type="submit" name="do" value="release" class="quiet">
            {t("quarantine.release")}
          </button>
        </p>
      </form>
    </details>
  );
};
