import assert from "node:assert/strict";
import { sql } from "kysely";
import { readCity } from "../../src/platform/city.ts";
import { connect } from "../../src/platform/database/connect.ts";
import { migrate } from "../../src/platform/database/migrate.ts";
import { projectRoot } from "../../src/platform/project-root.ts";
import { importIati } from "../../src/publishing/iati/import/actions.ts";
import { canonical } from "../../src/publishing/iati/import/node.ts";
import { fileOfBytes } from "../../src/publishing/iati/import/source.ts";
import { activitiesOf, anActivity, file, fixture, readAll } from "../../src/publishing/iati/import/testing.ts";
import { seedCity } from "../../src/register/seed/seed.ts";
import { scratchDatabase } from "./scratch.ts";
import type { Target } from "./targets.ts";

const money =
  '<budget type="2"><period-start iso-date="2024-01-01"/><period-end iso-date="2024-12-31"/><value value-date="2024-01-01">10.5</value></budget><transaction ref="T"><transaction-type code="3"/><transaction-date iso-date="2024-05-01"/><value currency="USD" value-date="2024-05-01">-12.30</value></transaction>';
const rest =
  '<location><point><pos>14.6 -17.4</pos></point></location><sector code="14030" percentage="60"/><sector vocabulary="99" code="x"/><tag vocabulary="2" code="6"/><related-activity type="1" ref="A"/><result><indicator measure="2"><title><narrative>Accès</narrative></title><baseline year="2020" value="10"/><period><period-end iso-date="2024-12-31"/><target value="20"/></period></indicator></result><x:y xmlns:x="urn:z">a<x:b/> c</x:y>';
const small = () => [
  file(anActivity({ id: "X-1", more: money }), anActivity({ id: "X-2", more: rest })),
  fixture("minimal.xml"),
  Buffer.from(`\ufeff${Buffer.from(file(anActivity({ id: "X-3" }))).toString()}`, "utf16le"),
];
const dictionary = [
  "<!DOCTYPE a [<!ENTITY b 'c'>]>",
  "<![CDATA[",
  "]]>",
  "<!--",
  "-->",
  "<?xml version='1.1' encoding='ISO-8859-1'?>",
  "&amp;",
  "&#0;",
  "&#xD800;",
  "&#x10FFFF;",
  "xmlns:x='urn:x'",
  "xml:lang='zz'",
  "__proto__='1'",
  "constructor",
  "<iati-activity>",
  "</iati-activity>",
  "<narrative>",
  "<recipient-country code='SN' percentage='1e999'/>",
  "999999999999999999999",
  "-0",
  "1 200,00",
  "2024-02-30",
  "FR-RCS-217500016-PROGRAMME-x",
  "\u0000",
  "\u0085\u2028",
  "\ufffe",
];

/** Bytes as elements, or a refusal; what is read is the same when written and read again. */
export const iatiReader: Target = {
  name: "iati-reader",
  guides: /\/iati\/import\/|\/saxes\//,
  seeds: () => [...small(), fixture("activity-standard-example-annotated.xml"), fixture("organisation-standard-example-annotated.xml")],
  dictionary,
  open: async () => ({
    async run(input) {
      const { items, refusal } = await readAll(input, 700);
      if (refusal) assert.ok(refusal.line > 0);
      const forms = items.flatMap((item) => (item.type === "activity" ? [canonical(item.node)] : []));
      if (forms.length > 0) assert.deepEqual((await activitiesOf(file(...forms))).map(canonical), forms);
    },
    close: async () => {},
  }),
};

/** A file into a register: all of it is written, or nothing, and the same again changes nothing. */
export const iatiImport: Target = {
  name: "iati-import",
  guides: /\/iati\/import\//,
  seeds: small,
  dictionary,
  async open() {
    const { url, drop } = await scratchDatabase();
    await migrate(url);
    const { db, close } = connect(url);
    const cityDir = `${projectRoot}/data/paris`;
    await seedCity(db, cityDir);
    const city = await readCity(cityDir);
    const by = { id: "fuzz", name: "Fuzz", role: "system" as const };
    const rows = async () =>
      (
        await sql<Record<string, number>>`
          SELECT (SELECT count(*) FROM project) + (SELECT count(*) FROM programme) AS records, (SELECT count(*) FROM event) AS events,
            (SELECT count(*) FROM organisation) AS organisations, (SELECT count(*) FROM reported_activity) AS activities,
            (SELECT count(*) FROM search_entry) AS entries, (SELECT count(*) FROM exchange_import) AS imports`.execute(db)
      ).rows[0]!;
    let before = await rows();
    return {
      async run(input) {
        const given = fileOfBytes(input, "fuzz.xml");
        const first = await importIati(db, given, by, { city, dryRun: false });
        const after = await rows();
        if (!first.ok) assert.deepEqual(after, before);
        else {
          assert.equal(after.records! - before.records!, first.counts.created);
          assert.equal(after.activities! - before.activities!, first.counts.created);
          assert.equal(after.imports! - before.imports!, 1);
          const again = await importIati(db, given, by, { city, dryRun: true });
          assert.ok(again.ok && again.counts.created === 0 && again.counts.changed === 0, JSON.stringify(again.ok && again.counts));
        }
        before = after;
      },
      async close() {
        await close();
        await drop();
      },
    };
  },
};
