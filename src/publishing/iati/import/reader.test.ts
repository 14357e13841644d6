import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonical, type XmlNode } from "./node.ts";
import { limits } from "./reader.ts";
import { activitiesOf, anActivity, file, fixture, inChunks, readAll, rewritten, utf8 } from "./testing.ts";

const whole = (inside: string) => `<iati-activities version="2.03">\n${inside}\n</iati-activities>`;
const activity = (inside: string) => whole(`<iati-activity>${inside}</iati-activity>`);

describe("what is no IATI file is refused, with the line", () => {
  const lines = "<!-- -->\n".repeat(3);
  it.each<[string, string, string, number]>([
    ["nothing", "", "empty", 1],
    ["no XML", "identifiant;titre\n1;Puits", "malformed", 2],
    ["a page", "<!doctype html>\n<html></html>", "malformed", 1],
    ["a DTD", `${lines}<!DOCTYPE iati-activities>\n${activity("")}`, "doctype", 4],
    ["entities that multiply", `<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${activity("<title>&b;</title>")}`, "doctype", 1],
    ["a file of the machine", `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${activity("&x;")}`, "doctype", 1],
    ["an entity that nothing declares", activity("\n<title>&x;</title>"), "malformed", 3],
    ["another root", `${lines}<rss/>`, "not_iati", 4],
    ["a namespace", '<iati-activities xmlns="urn:x" version="2.03"/>', "not_iati", 1],
    ["no version", "<iati-activities/>", "version_missing", 1],
    ["version 1.05", '<iati-activities version="1.05"/>', "version_old", 1],
    ["version 3", '<iati-activities version="3.0"/>', "version_unknown", 1],
    ["an element that another ends", activity("\n\n<title></description>"), "malformed", 4],
    ["half a file", whole("<iati-activity><title>").slice(0, 60), "truncated", 3],
    ["two roots", `${whole("")}\n<iati-activities version="2.03"/>`, "malformed", 4],
    ["NUL", activity("<title>a\u0000b</title>"), "malformed", 2],
    ["a control character", activity("<title>&#8;</title>"), "malformed", 2],
    ["a prefix of nobody", activity("\n<x:note/>"), "namespace", 3],
    ["one attribute twice", activity('<title a="1" a="2"/>'), "malformed", 2],
    ["elements within elements", activity("<a>".repeat(limits.depth + 1)), "too_deep", 2],
    [
      "attributes without end",
      activity(`<title ${Array.from({ length: limits.attributes + 1 }, (_, i) => `a${i}="1"`).join(" ")}/>`),
      "too_many_attributes",
      2,
    ],
    ["a text without end", activity(`<title>${"a".repeat(limits.token * 2)}`), "too_long", 2],
    ["a comment without end", activity(`<!-- ${"a".repeat(limits.token * 2)}`), "too_long", 2],
    ["an activity of many elements", activity("<a/>".repeat(limits.elements + 1)), "activity_too_large", 2],
  ])("%s", async (_, text, code, line) => {
    const { refusal, items } = await readAll(utf8(text), 1_000);
    expect(refusal).toMatchObject({ code, line });
    expect(items.filter((item) => item.type === "activity")).toEqual([]);
  });

  it("refuses an activity of too many characters, however they are cut", async () => {
    const part = `<a>${"b".repeat(500_000)}</a>`;
    const { refusal } = await readAll(utf8(activity(part.repeat(limits.characters / 500_000 + 1))));
    expect(refusal).toMatchObject({ code: "activity_too_large" });
  });
});

describe("encodings", () => {
  const text = `${activity("<title>Égalité à Thiès — “Œuvre” €</title>")}`;
  const declared = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?>\n${text}`;
  const utf16 = (words: string, big: boolean) => {
    const bytes = Buffer.from(`\ufeff${words}`, "utf16le");
    return big ? bytes.swap16() : bytes;
  };
  const cp1252 = (words: string) => {
    const high: Record<string, number> = { "—": 0x97, "“": 0x93, "”": 0x94, Œ: 0x8c, "€": 0x80 };
    return Uint8Array.from([...words].map((c) => high[c] ?? c.charCodeAt(0)));
  };
  it.each<[string, Uint8Array]>([
    ["UTF-8", utf8(text)],
    ["UTF-8 with a mark", utf8(`\ufeff${declared("UTF-8")}`)],
    ["UTF-16, little end first", utf16(declared("UTF-16"), false)],
    ["UTF-16, big end first", utf16(text, true)],
    ["windows-1252", cp1252(declared("windows-1252"))],
    ["what says it is ISO-8859-1", cp1252(declared("ISO-8859-1"))],
  ])("%s, in whatever pieces it comes", async (_, bytes) => {
    for (const size of [1, 7, 100_000]) {
      const { items, refusal } = await readAll(bytes, size);
      expect(refusal).toBeUndefined();
      expect(items.map((item) => (item.type === "activity" ? canonical(item.node) : item.type))).toEqual([
        "start",
        "<iati-activity><title>Égalité à Thiès — “Œuvre” €</title></iati-activity>",
      ]);
    }
  });
  it.each<[string, Uint8Array, string]>([
    ["another", utf8(declared("EBCDIC-CP-FR")), "encoding_unknown"],
    ["one named as a property of every object", utf8(declared("constructor")), "encoding_unknown"],
    ["UTF-16 without a mark", utf16(text, true).subarray(2), "encoding_unknown"],
    ["windows-1252 that says nothing", cp1252(text), "encoding_wrong"],
    ["UTF-8 cut in a character", utf8(`${text}<!-- é`).slice(0, -1), "encoding_wrong"],
  ])("%s is refused", async (_, bytes, code) => {
    expect((await readAll(bytes)).refusal).toMatchObject({ code });
  });
});

describe("the canonical form", () => {
  it("has no white space but in texts, keeps attributes in their order, and extensions whole", async () => {
    const [node] = await activitiesOf(
      utf8(`<?xml version="1.0"?><iati-activities xml:lang="en" xmlns:x="urn:x" version="2.03">
        <!-- a comment --><iati-activity b="1" a="2&#10;3 &quot;&lt;">
          <title>
            <narrative><![CDATA[ A & B ]]></narrative>
            <narrative/><narrative></narrative><narrative>  </narrative>
          </title>
          <x:note>One <x:b>two</x:b> <x:i>three</x:i></x:note>
        </iati-activity></iati-activities>`),
    );
    expect(canonical(node!)).toBe(
      '<iati-activity b="1" a="2&#10;3 &quot;&lt;" xml:lang="en" xmlns:x="urn:x"><title><narrative> A &amp; B </narrative><narrative/><narrative/><narrative/></title><x:note>One <x:b>two</x:b> <x:i>three</x:i></x:note></iati-activity>',
    );
    expect(node!.line).toBe(2);
  });

  it.each(["caf-activities.xml.gz", "wri.xml", "activity-standard-example-annotated.xml", "minimal.xml"])(
    "written and read again, %s is the same",
    async (name) => {
      const nodes = await activitiesOf(fixture(name));
      expect(nodes.length).toBeGreaterThan(0);
      const forms = nodes.map(canonical);
      expect((await activitiesOf(file(...forms))).map(canonical)).toEqual(forms);
    },
  );

  it("written and read again, any element is the same", async () => {
    const name = fc.stringMatching(/^[a-z][a-z-]{0,6}$/);
    const words = fc.string({ unit: "grapheme", maxLength: 20 });
    const { element } = fc.letrec<{ element: XmlNode }>((tie) => ({
      element: fc.record({
        name,
        attributes: fc.uniqueArray(fc.tuple(name, words), { selector: ([key]) => key, maxLength: 4 }).map((pairs) => pairs.flat()),
        children: fc.array(fc.oneof({ depthSize: "small" }, words, tie("element")), { maxLength: 5 }),
        line: fc.constant(1),
      }),
    }));
    await fc.assert(
      fc.asyncProperty(element, async (node) => {
        const one = { ...node, name: "iati-activity" };
        const [again] = await rewritten(one);
        expect(canonical(again!)).toBe(canonical(one));
      }),
      { numRuns: 300 },
    );
  });
});

describe("whatever comes in", () => {
  const sample = anActivity({ id: "A-1", more: '<sector code="14030" vocabulary="1"/><x:y xmlns:x="urn:z">é</x:y>' });
  it("never does anything but give elements or refuse", async () => {
    const source = file(sample, sample);
    const mutation = fc.record({ at: fc.nat(source.length - 1), drop: fc.nat(12), add: fc.uint8Array({ maxLength: 6 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 400 }), async (mutations, size) => {
        let bytes = source;
        for (const { at, drop, add } of mutations) bytes = new Uint8Array([...bytes.slice(0, at), ...add, ...bytes.slice(at + drop)]);
        const { items, refusal } = await readAll(bytes, size);
        for (const item of items) if (item.type === "activity") expect(typeof canonical(item.node)).toBe("string");
        if (refusal) expect(refusal.line).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
  it("random bytes too", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3_000 }), async (bytes) => {
        expect((await readAll(bytes, 500)).refusal).toBeDefined();
      }),
      { numRuns: 200 },
    );
  });
  it("stops reading a source as soon as it refuses", async () => {
    let given = 0;
    async function* endless() {
      yield* inChunks(utf8("<!DOCTYPE x>"));
      for (;;) {
        given++;
        yield utf8("<a>");
      }
    }
    const { readIati } = await import("./reader.ts");
    await expect(readIati(endless()).next()).rejects.toThrow("doctype");
    expect(given).toBeLessThan(500);
  });
});
