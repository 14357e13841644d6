import { filesOnDisk } from "../platform/files.ts";
import { translator } from "../platform/i18n/messages.ts";
import { type RuleId, ruleIds } from "../platform/retention/rules.ts";
import { anonymise } from "../privacy/anonymise/actions.ts";
import { applyRetention, planRetention } from "../privacy/retention/actions.ts";
import { type Command, type CommandContext, cityOf, complain, options, say } from "./command.ts";
import { progress, UsageError } from "./io.ts";

async function deskOf({ config, db }: CommandContext) {
  const city = await cityOf({ config, db });
  return {
    desk: { db, files: filesOnDisk(config.dataDir), baseUrl: config.url ?? `http://localhost:${config.port}` },
    policy: { terms: city.privacy.terms, visa: city.privacy.archivesVisa },
  };
}

/** What is kept how long: what would go, what goes. */
export const retentionCommand: Command = {
  usage: "retention plan | retention apply [--rule RULE]",
  parse(args) {
    const { values, positionals } = options(args, { rule: { type: "string", multiple: true } });
    const [verb, ...rest] = positionals;
    if ((verb !== "plan" && verb !== "apply") || rest.length > 0) throw new UsageError("retention: plan or apply?");
    const only = values.rule as RuleId[] | undefined;
    const unknown = only?.find((rule) => !ruleIds.includes(rule));
    if (unknown) throw new UsageError(`--rule: ${unknown} is none of ${ruleIds.join(", ")}`);
    return async (context) => {
      const { desk, policy } = await deskOf(context);
      const t = translator("en");
      if (verb === "plan") {
        for (const { rule, term, due, held, waits, next, examples } of await planRetention(desk, policy, new Date())) {
          if (only && !only.includes(rule)) continue;
          const notes = [
            held > 0 && `${held} held`,
            waits && due > 0 && "waits for the archives",
            next && `next ${next.toISOString().slice(0, 10)}`,
          ].filter(Boolean);
          say(`${rule}\t${term.count} ${term.unit}\t${due} due\t${notes.join(", ")}`);
          for (const { since, key } of examples) say(`  since ${since.toISOString().slice(0, 10)}${key ? ` ${key}` : ""}`);
        }
        return 0;
      }
      const by = { id: "cli", name: "Command line", role: "system" } as const;
      const results = await applyRetention(desk, policy, { by, occasion: "command", now: new Date(), ...(only ? { only } : {}) });
      for (const { rule, done, held } of results)
        if (done > 0 || held > 0) say(`${t(`retention.rule.${rule}.name`)}: ${done}${held > 0 ? `, ${held} held` : ""}`);
      const failed = results.filter(({ fault }) => fault !== null);
      for (const { rule, fault } of failed)
        complain(`${rule} failed (${fault}): the others were carried out. Run it again with --rule ${rule}; the server's log says more.`);
      if (failed.length === 0 && results.every(({ done }) => done === 0)) say("nothing was due");
      return failed.length > 0 ? 1 : 0;
    };
  },
};

/** Makes the database, a copy, fit for tests. */
export const anonymiseCommand: Command = {
  usage: "anonymise --really DATABASE_NAME",
  parse(args) {
    const { values, positionals } = options(args, { really: { type: "string" } });
    if (positionals.length > 0) throw new UsageError("anonymise takes no file: it changes the database of DATABASE_URL");
    return async ({ db }) => {
      const bar = progress("tables");
      let n = 0;
      const done = await anonymise(db, { named: values.really, progress: () => bar.tell(++n) }).finally(bar.end);
      if (done.ok) {
        say(
          `${done.rows} rows of ${done.tables} tables bear invented people now; the files beside the database were not copied and must not be`,
        );
        return 0;
      }
      complain(
        done.reason === "in_use"
          ? `${done.others} others use the database ${done.database}: this is no copy at rest. Nothing was changed. For a copy, say its name: --really ${done.database}`
          : `This replaces all people of the database ${done.database} for good. Nothing was changed. Where it is a copy, say its name: --really ${done.database}`,
      );
      return 1;
    };
  },
};
