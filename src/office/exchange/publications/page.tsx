import type { FC } from "hono/jsx";
import { copyName, type Entry, keyOf, type Manifest } from "../../../publishing/publication/manifest.ts";
import { Facts } from "../../../ui/facts.tsx";
import { bytes, count } from "../../../ui/format.ts";
import { Table } from "../../../ui/table.tsx";
import type { OfficeContext } from "../../env.ts";
import { OfficeLayout } from "../../layout.tsx";
import { When } from "../../when.tsx";
import { Above } from "../above.tsx";
import { PATH } from "./list.tsx";

/** One publication: what changed from the one before, what was held, how to verify it. */
export const PublicationPage: FC<{ c: OfficeContext; manifest: Manifest }> = ({ c, manifest }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { number, files, problems, removed, previous, key } = manifest;
  const title = t("publication.one", { number: String(number) });
  const address = `/data/manifests/${number}`;
  const order = ["held", "new", "changed", "unchanged"];
  const sorted = [...files].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  return (
    <OfficeLayout c={c} title={title}>
      <Above c={c} list={{ href: PATH, label: t("publication.title") }} />
      <h1>{title}</h1>
      <Facts
        facts={[
          [t("publication.at"), <When at={new Date(manifest.made_at)} locale={locale} />],
          [t("publication.previous"), previous && <a href={`${PATH}/${previous.number}`}>{previous.number}</a>],
          [t("publication.keyDigest"), <code>{key.sha256}</code>],
        ]}
      />
      {problems.length > 0 && (
        <>
          <h2>{t("publication.problems")}</h2>
          <ul class="error-summary">
            {problems.map(({ code, message, ...file }) => (
              <li>
                <code>{keyOf(file)}</code> : {t(`publication.problem.${code}`, { message: message ?? "" })}
              </li>
            ))}
          </ul>
        </>
      )}
      {removed.length > 0 && (
        <>
          <h2>{t("publication.removed")}</h2>
          <ul>
            {removed.map((path) => (
              <li>
                <code>{path}</code>
              </li>
            ))}
          </ul>
        </>
      )}
      <h2>{t("publication.files")}</h2>
      <Table
        caption={t("publication.files")}
        hideCaption
        class="dense"
        rows={sorted}
        columns={[
          { label: t("publication.file"), heading: true, cell: (file) => <a href={`${address}/${copyName(file)}`}>{copyName(file)}</a> },
          { label: t("publication.status"), cell: ({ status }) => t(`publication.status.${status}`) },
          { label: t("publication.rows"), numeric: true, cell: ({ rows }) => (rows === undefined ? "–" : count(rows, locale)) },
          { label: t("publication.size"), numeric: true, cell: (file) => bytes(file.bytes, locale) },
          { label: t("publication.difference"), cell: (file) => difference(c, file) },
          { label: t("publication.since"), numeric: true, cell: ({ since }) => <a href={`${PATH}/${since}`}>{since}</a> },
          { label: t("publication.sha256"), cell: ({ sha256 }) => <code>{sha256.slice(0, 16)}…</code> },
        ]}
      />
      <h2>{t("publication.verify")}</h2>
      <ul>
        <li>
          <a href={`${address}.json`}>{t("publication.manifest")}</a>
        </li>
        <li>
          <a href={`${address}.json.sig`}>{t("publication.signature")}</a>
        </li>
        <li>
          <a href={`${address}.pub`}>{t("publication.key")}</a>
        </li>
      </ul>
      <p>{t("publication.verifyIntro")}</p>
      <pre class="pre">
        <code>
          {`npm run cli -- publish verify ${c.get("services").baseUrl}${address}.json\n`}
          {`openssl pkeyutl -verify -pubin -inkey ${number}.pub -rawin -in ${number}.json -sigfile ${number}.json.sig`}
        </code>
      </pre>
    </OfficeLayout>
  );
};

/** In records where they are known, else in size: nothing of a file that did not change. */
function difference(c: OfficeContext, { change }: Entry): string {
  if (!change) return "–";
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { records } = change;
  // What a file says of itself, its date above all, changes with any record of the register.
  if (records && records.added + records.changed + records.removed === 0) return t("publication.noRecord");
  if (records) return t("publication.records", records);
  if (change.bytes === 0) return t("publication.sameSize");
  const sign = change.bytes < 0 ? "−" : "+";
  return `${sign}${bytes(Math.abs(change.bytes), locale)}`;
}
