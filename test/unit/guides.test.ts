import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { readConfig } from "../../src/platform/config.ts";
import { languages } from "../../src/platform/i18n/languages.ts";
import { readMessages } from "../../src/platform/i18n/messages.ts";
import { projectRoot } from "../../src/platform/project-root.ts";
import { guideNames } from "../../src/ui/guides/read.ts";
import { type Browser, type OfficeSite, openOffice } from "./office-site.ts";

/** What the guides quote is there: names of buttons, addresses, commands, settings. */

let site: OfficeSite;
let admin: Browser;
let applicant: Browser;
beforeAll(async () => {
  site = await openOffice({ paris: true });
  admin = await site.as("administrator");
  applicant = await site.as("applicant");
}, 60_000);
afterAll(() => site.drop());

const settings = readFileSync(join(projectRoot, "src/platform/config.ts"), "utf8");
const guides = languages.flatMap((language) =>
  guideNames.map((name) => {
    const quoted = {
      strong: new Set<string>(),
      code: new Set<string>(),
      link: new Set<string>(),
      shell: new Set<string>(),
      titles: [] as number[],
    };
    const walk = (node: Nodes) => {
      if (node.type === "heading") quoted.titles.push(node.depth);
      if (node.type === "strong") quoted.strong.add(node.children.map((child) => ("value" in child ? child.value : "")).join(""));
      if (node.type === "inlineCode") quoted.code.add(node.value);
      if (node.type === "link") quoted.link.add(node.url);
      if (node.type === "code") for (const line of node.value.split("\n")) quoted.shell.add(line);
      if ("children" in node) for (const child of node.children) walk(child as Nodes);
    };
    walk(fromMarkdown(readFileSync(join(projectRoot, "data/guides", language, `${name}.md`), "utf8")));
    return { language, name, quoted };
  }),
);

describe.each(guides)("the guide $language/$name", ({ language, name, quoted }) => {
  it("names buttons and fields as the pages do", () => {
    const words = new Set(Object.values(readMessages(language)));
    expect([...quoted.strong].filter((one) => !words.has(one))).toEqual([]);
  });
  it("leads to pages that answer", async () => {
    for (const address of [...quoted.link, ...[...quoted.code].filter((one) => one.startsWith("/"))]) {
      const answer = await (address.startsWith("/espace") ? applicant : admin).get(address);
      // Who is signed in already is led on from the door.
      expect([address, answer.status < 400]).toEqual([address, true]);
    }
  });
  it("has the same goals in every language", () => {
    const other = guides.find((one) => one.name === name && one.language !== language)!;
    expect(quoted.titles).toEqual(other.quoted.titles);
    expect([...quoted.link].filter((one) => !/^\/(fr|en)\//.test(one))).toEqual(
      [...other.quoted.link].filter((one) => !/^\/(fr|en)\//.test(one)),
    );
  });
  it("quotes commands and settings that there are", () => {
    for (const setting of [...quoted.code].filter((one) => /^[A-Z_]+$/.test(one))) expect(settings).toContain(setting);
    for (const line of quoted.shell) if (line !== "npm ci" && line !== "npm start") expect(() => prepared(line), line).not.toThrow();
  });
});

function prepared(line: string) {
  const [, command = "", ...args] = /^npm run cli -- (\S+)(.*)$/.exec(line)?.slice(0) ?? [];
  return commands[command]!.parse(args.join(" ").trim().split(/\s+/));
}

it("quotes commands that do what is said: those that change nothing are run", async () => {
  const config = readConfig({ VILLE_MONDE_DATA: site.services.config.dataDir, VILLE_MONDE_CITY: "data/paris" });
  const lines = new Set(guides.flatMap(({ quoted }) => [...quoted.shell]));
  for (const line of ["migrate", "user list", "audit verify", "retention plan"].map((one) => `npm run cli -- ${one}`)) {
    expect(lines).toContain(line);
    const work = prepared(line);
    if (typeof work !== "function") throw new Error(line);
    expect([line, await work({ config, db: site.db, databaseUrl: site.databaseUrl, migrated: [] })]).toEqual([line, 0]);
  }
});

describe("the help of the office", () => {
  it("offers one’s own guide first, and the operator’s to administrators alone", async () => {
    const assessor = await site.as("assessor");
    const titles = (page: string) => [...page.matchAll(/href="\/bureau\/aide\/(\w+)">/g)].map(([, one]) => one);
    expect(titles((await assessor.get("/bureau/aide")).text)[0]).toBe("assessor");
    expect(titles((await assessor.get("/bureau/aide")).text)).not.toContain("operator");
    expect((await assessor.get("/bureau/aide/operator")).status).toBe(404);
    expect((await admin.get("/bureau/aide/operator")).status).toBe(200);
  });
  it("is searched without accents, and marks what was asked for", async () => {
    const { text } = await admin.get("/bureau/aide?q=DELIBERATION+executoire");
    expect(text).toContain('href="/bureau/aide/council#enregistrer-le-vote"');
    expect(text).toContain("<mark>délibération</mark>");
  });
  it("of associations is for everyone", async () => {
    expect((await site.browser().get("/espace/aide?q=budget")).text).toContain("/espace/aide/association#");
    expect((await site.browser().get("/espace/aide/association")).status).toBe(200);
  });
});
