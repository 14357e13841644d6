import { mkdir } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { makeApp } from "./app.tsx";
import { digestComposer } from "./follow/compose.ts";
import { callAlertTask, digestTask } from "./follow/digest.ts";
import { sweepFollow } from "./follow/store.ts";
import { receiptTask } from "./funding/application/receipt.ts";
import { remindOfDrafts } from "./funding/application/remind.ts";
import type { DemoDesk } from "./funding/demo/apply.ts";
import { remindOfPiecesTask } from "./funding/instruction/reminders.ts";
import { remindOfReports } from "./funding/report/actions.ts";
import { sweepUploadsTask } from "./funding/upload/actions.ts";
import { makeAuth } from "./platform/accounts/auth.ts";
import { sessionSecret } from "./platform/accounts/secret.ts";
import { AudienceCounter, keepCounting } from "./platform/audience/counter.ts";
import { sweepAudience } from "./platform/audience/store.ts";
import { readCity } from "./platform/city.ts";
import type { Config } from "./platform/config.ts";
import { watchContent } from "./platform/content.ts";
import { connect, type Database, published } from "./platform/database/connect.ts";
import { startEmbeddedPostgres } from "./platform/database/embedded.ts";
import { migrate } from "./platform/database/migrate.ts";
import { filesOnDisk } from "./platform/files.ts";
import { dayOf } from "./platform/instants.ts";
import { startJobs, type Task } from "./platform/jobs/jobs.ts";
import type { Log } from "./platform/log.ts";
import { makeMailDesk } from "./platform/mail/desk.ts";
import { sendMailTask } from "./platform/mail/send.ts";
import { StartupError } from "./platform/startup-error.ts";
import { setTimeZone } from "./platform/time-zone.ts";
import { readAssets } from "./platform/web/assets.ts";
import { protectedUpkeepTask, tellGuardiansTask } from "./protected/upkeep.ts";
import { sweepAnswers } from "./publishing/api/write/answers-store.ts";
import { checkIatiTask } from "./publishing/iati/check-job.ts";
import { signingKey } from "./publishing/publication/keys.ts";
import { PUBLISH_TASK, publishTask } from "./publishing/publication/task.ts";
import { deliverTask } from "./publishing/webhooks/deliver.ts";
import { callHoursTask, fanOutTask } from "./publishing/webhooks/fan-out.ts";
import { sweepMessages } from "./publishing/webhooks/store.ts";
import { keepCounts } from "./register/figure/counted-store.ts";
import { PUBLISH_PAGE_TASK } from "./register/page/proposal/actions.ts";
import { publishPageTask } from "./register/page/proposal/publish.ts";
import { seedCity, seedDemo } from "./register/seed/seed.ts";
import { sweepStoriesTask } from "./register/story/erase.ts";

/** How long requests under way may take to end once the process is asked to stop. */
const DRAIN_MS = 10_000;

/** The database of this configuration: the one that DATABASE_URL names, or the program's own, started here. */
export async function openDatabase(config: Config, log?: (line: string) => void): Promise<{ url: string; stop(): Promise<void> }> {
  await mkdir(config.dataDir, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new StartupError(
      `The data folder ${config.dataDir} cannot be made (${error.code}): point VILLE_MONDE_DATA at a folder that can be written.`,
    );
  });
  if (config.databaseUrl) return { url: config.databaseUrl, stop: async () => {} };
  return startEmbeddedPostgres({ dataDir: config.dataDir, ...(log ? { log } : {}) });
}

export interface Running {
  url: string;
  db: Database;
  /** Lets the requests under way end, then closes all that was opened. */
  stop(): Promise<void>;
}

type Handler = (request: Request, env: unknown) => Response | Promise<Response>;
const starting: Handler = () => new Response("starting", { status: 503, headers: { "Retry-After": "2" } });

/**
 * Config → platform → web server. The port is taken first, so that a second start by mistake touches nothing; it
 * answers 503 until every page can be answered, which is when the promise resolves. Throws a StartupError.
 */
export async function start(config: Config, log: Log): Promise<Running> {
  const city = await readCity(config.cityDir);
  setTimeZone(city.timeZone, city.timeZoneName);
  const assets = readAssets();
  let handler = starting;
  const server = createAdaptorServer({ fetch: (request, env) => handler(request, env) }) as Server;
  const undo: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const port = await listen(server, config);
    undo.push(() => drain(server));
    const database = await openDatabase(config, (line) => log.debug(line));
    undo.push(() => database.stop());
    await migrate(database.url);
    const { db, close } = connect(database.url);
    undo.push(close);
    if (await isEmpty(db)) await seedCity(db, config.cityDir);
    const content = watchContent(database.url, log);
    undo.push(() => content.stop());
    const url = config.url ?? `http://localhost:${port}`;
    const secret = await sessionSecret(config);
    const accounts = makeAuth({ databaseUrl: database.url, secret, baseUrl: url });
    undo.push(accounts.close);
    const files = filesOnDisk(config.dataDir);
    if (config.demo) await loadDemo({ db, files, city, baseUrl: url }, secret, log);
    if (config.demo) await loadProtectedDemo(db, config);
    const mail = makeMailDesk({ db, config, city, baseUrl: url, secret });
    const audience = new AudienceCounter(db);
    const counting = keepCounting(audience, log);
    undo.push(() => counting.stop());
    const services = {
      config,
      city,
      db,
      published: published(db),
      auth: accounts.auth,
      files,
      mail,
      content,
      assets,
      audience,
      log,
      baseUrl: url,
    };
    const digest = digestComposer(services);
    const tasks: Record<string, Task> = {
      send_mail: sendMailTask({ db, files, mail, compose: { follow_digest: digest, follow_calls: digest } }),
      follow_digest: digestTask({ db }),
      follow_calls: callAlertTask({ db }),
      sweep_follow: async () => {
        await sweepFollow(db);
        await sweepAudience(db);
      },
      receipt: receiptTask({ db, files, city, baseUrl: url }),
      sweep_uploads: sweepUploadsTask(db),
      remind_pieces: remindOfPiecesTask({ db, baseUrl: url }),
      sweep_stories: sweepStoriesTask({ db, files }),
      remind_drafts: async () => void (await remindOfDrafts(db, url, new Date())),
      remind_reports: async () => void (await remindOfReports(db, dayOf(new Date()))),
      webhook_fan_out: fanOutTask({ db, baseUrl: url }),
      webhook_deliver: deliverTask({ db, secret, baseUrl: url, local: config.localWebhooks }),
      webhook_calls: callHoursTask({ db, baseUrl: url }),
      sweep_exchange: async () => {
        await sweepAnswers(db);
        await sweepMessages(db);
      },
      protected_upkeep: protectedUpkeepTask({ db, baseUrl: url }),
      tell_guardians: tellGuardiansTask({ db, baseUrl: url }),
      count_register: async () => keepCounts(db, services.published, dayOf(new Date())),
      [PUBLISH_PAGE_TASK]: publishPageTask(db),
      check_iati: checkIatiTask({ db, city, baseUrl: url }),
      [PUBLISH_TASK]: publishTask({ db, city, baseUrl: url, dataDir: config.dataDir, key: await signingKey(config) }, log),
    };
    const cron = [
      { task: "sweep_uploads", match: "17 * * * *" },
      { task: "remind_pieces", match: "27 * * * *" },
      { task: "remind_drafts", match: "37 * * * *" },
      { task: "remind_reports", match: "7 6 * * *" },
      { task: "count_register", match: "52 23 * * *" },
      { task: "webhook_calls", match: "*/5 * * * *" },
      { task: PUBLISH_PAGE_TASK, match: "*/10 * * * *" },
      { task: "check_iati", match: "57 * * * *" },
      { task: "follow_digest", match: "4,19,34,49 * * * *" },
      { task: "follow_calls", match: "*/5 * * * *" },
      { task: "sweep_follow", match: "51 3 * * *" },
      { task: "sweep_exchange", match: "47 3 * * *" },
      { task: "sweep_stories", match: "33 3 * * *" },
      { task: "protected_upkeep", match: "27 4 * * *" },
      ...(config.publishHour === undefined ? [] : [{ task: PUBLISH_TASK, match: `43 ${config.publishHour} * * *` }]),
    ];
    const jobs = startJobs({ databaseUrl: database.url, tasks, cron, log });
    undo.push(() => jobs.stop());
    handler = makeApp(services).fetch as Handler;
    // The server stops first, then what it stands on, in the reverse order of its making.
    undo.push(undo.shift()!);
    return { url, db, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function listen(server: Server, config: Config): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const remedy =
        error.code === "EADDRINUSE"
          ? "is taken: stop what uses it, or set PORT to another"
          : `cannot be opened (${error.code}): set PORT, or HOST, to another`;
      reject(new StartupError(`Port ${config.port} ${remedy}.`));
    });
    server.listen(config.port, config.host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const deadline = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(deadline);
}

/** The fictional records, and the life of fictional grants on them: read from the disk by those who ask for them alone. */
async function loadDemo(services: DemoDesk, secret: string, log: Log): Promise<void> {
  await seedDemo(services.db);
  const { seedStories } = await import("./register/story/demo.ts");
  await seedStories(services.db, { secret, baseUrl: services.baseUrl });
  const { seedFundingDemo } = await import("./funding/demo/seed.ts");
  // A site whose own rules leave no room for it (a ceiling, a fictional record edited since) goes without.
  await seedFundingDemo(services).catch((error) => log.warn({ err: error }, "the grants of the demonstration were not made"));
}

/** Fictional files of the protected compartment, sealed like any other. */
async function loadProtectedDemo(db: Database, config: Config): Promise<void> {
  const [{ seedProtectedDemo }, { vaultOf }] = await Promise.all([
    import("./protected/demo/seed.ts"),
    import("./protected/vault/vault.ts"),
  ]);
  await seedProtectedDemo(db, await vaultOf(config));
}

/** True before the first load: nothing has ever been written in the register. */
async function isEmpty(db: Database): Promise<boolean> {
  return (await db.selectFrom("event").select("id").limit(1).executeTakeFirst()) === undefined;
}
