import type { Server } from "node:http";
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createAdaptorServer } from "@hono/node-server";
import pg from "pg";
import { makeApp } from "./app.tsx";
import { digestComposer } from "./follow/compose.ts";
import { callAlertTask, digestTask } from "./follow/digest.ts";
import { receiptTask } from "./funding/application/receipt.ts";
import { remindOfDrafts } from "./funding/application/remind.ts";
import type { DemoDesk } from "./funding/demo/apply.ts";
import { putLaw } from "./funding/envelope/law-store.ts";
import { remindOfPiecesTask } from "./funding/instruction/reminders.ts";
import { remindOfReports } from "./funding/report/actions.ts";
import { type Auth, makeAuth } from "./platform/accounts/auth.ts";
import { Provider } from "./platform/accounts/external/provider.ts";
import { policyOf } from "./platform/accounts/policy.ts";
import { sessionSecret } from "./platform/accounts/secret.ts";
import { AudienceCounter, keepCounting } from "./platform/audience/counter.ts";
import { backupDesk } from "./platform/backup/desk.ts";
import { BACKUP_TASK, backupTask } from "./platform/backup/task.ts";
import { openBlobs } from "./platform/blobs.ts";
import { readCity } from "./platform/city.ts";
import { CityInForce } from "./platform/city-settings/in-force.ts";
import type { Config } from "./platform/config.ts";
import { watchContent } from "./platform/content.ts";
import { type Database, handleOn, published } from "./platform/database/connect.ts";
import { migrate } from "./platform/database/migrate.ts";
import { openDatabase, writableUrl } from "./platform/database/open.ts";
import { Primary } from "./platform/database/primary.ts";
import { Replica } from "./platform/database/replica.ts";
import { forAll, forPublished } from "./platform/database/routes.ts";
import { filesIn } from "./platform/files.ts";
import { dayOf } from "./platform/instants.ts";
import { clamd, setScanner } from "./platform/intake/scanner.ts";
import { intakeCron, intakeTasks } from "./platform/intake/tasks.ts";
import { JOB_CONNECTIONS, startJobs, type Task } from "./platform/jobs/jobs.ts";
import type { Log } from "./platform/log.ts";
import { makeMailDesk } from "./platform/mail/desk.ts";
import { sendMailTask } from "./platform/mail/send.ts";
import { agreeOnFiles, agreeOnKeys, fingerprintOfSecret } from "./platform/nodes/agree.ts";
import { keepAlive } from "./platform/operation/heartbeat.ts";
import { sweepRefusals } from "./platform/refusals/store.ts";
import { settle } from "./platform/settle.ts";
import type { Measured } from "./platform/telemetry/metrics.ts";
import { startTelemetry } from "./platform/telemetry/start.ts";
import { readAssets } from "./platform/web/assets.ts";
import { sweepLimits } from "./platform/web/limits/store.ts";
import { drain, listen } from "./platform/web/listen.ts";
import { endDrips, serverLimits } from "./platform/web/server-limits.ts";
import { retentionTask } from "./privacy/retention/task.ts";
import { ANCHOR_TASK, anchorTask, VERIFY_TASK, verifyTask } from "./proof/verification/task.ts";
import { holdsRows } from "./protected/entry-store.ts";
import { tellGuardiansTask } from "./protected/upkeep.ts";
import { masterKeys } from "./protected/vault/keys.ts";
import { checkIatiTask } from "./publishing/iati/check-job.ts";
import { signingKey } from "./publishing/publication/keys.ts";
import { PUBLISH_TASK, publishTask } from "./publishing/publication/task.ts";
import { deliverTask } from "./publishing/webhooks/deliver.ts";
import { callHoursTask, fanOutTask } from "./publishing/webhooks/fan-out.ts";
import { keepCounts } from "./register/figure/counted-store.ts";
import { kindNames } from "./register/kinds.ts";
import { PUBLISH_PAGE_TASK } from "./register/page/proposal/actions.ts";
import { publishPageTask } from "./register/page/proposal/publish.ts";
import { seedCity, seedDemo } from "./register/seed/seed.ts";

export interface Running {
  url: string;
  db: Database;
  auth: Auth;
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
  const folder = { ...(await readCity(config.cityDir)), demonstration: config.demo };
  settle(folder);
  setScanner(config.clamd ? clamd(config.clamd) : undefined);
  const assets = readAssets();
  let handler = starting;
  const server = createAdaptorServer({ fetch: (request, env) => handler(request, env), serverOptions: serverLimits }) as Server;
  endDrips(server);
  const undo: (() => Promise<void>)[] = [];
  const node = { stopping: false };
  // While it is to stop, no connection is kept for another request: none is cut under one.
  server.prependListener("request", (_, response) => {
    if (node.stopping) response.shouldKeepAlive = false;
  });
  const stop = async () => {
    node.stopping = true;
    if (handler !== starting) await sleep(config.lingerMs);
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const port = await listen(server, config);
    undo.push(() => drain(server));
    const database = await openDatabase(config, (line) => log.debug(line));
    undo.push(() => database.stop());
    await migrate(config.directUrl ? await writableUrl(config.directUrl) : database.url);
    const primary = new Primary(config.databaseUrl ?? database.url);
    primary.url = database.url;
    const pool = primary.pool({ max: config.pool });
    const replica = config.replicaUrl ? new Replica(config.replicaUrl, config.pool) : undefined;
    const connections = forAll(primary, pool, replica);
    const db = handleOn(connections);
    undo.push(() => pool.end());
    if (replica) undo.push(() => replica.stop());
    await putLaw(db, folder.law);
    if (await isEmpty(db)) await seedCity(db, config.cityDir);
    const direct = config.directUrl ? new Primary(config.directUrl) : primary;
    const content = watchContent(primary, log, { direct, replica });
    undo.push(() => content.stop());
    const cities = new CityInForce({ folder, db, content }, (city) => Object.assign(accounts.auth.site.policy, policyOf(config, city)));
    const url = config.url ?? `http://localhost:${port}`;
    const secret = await sessionSecret(config);
    const key = await signingKey(config);
    await agreeOnKeys(db, {
      secret: [fingerprintOfSecret(secret)],
      publication: [key.fingerprint],
      protected: (await masterKeys(config)).map(({ id }) => id),
    });
    const accounts = makeAuth({ databaseUrl: database.url, secret, baseUrl: url, connections, policy: policyOf(config, folder) });
    undo.push(accounts.close);
    await cities.read();
    const blobs = await openBlobs(config);
    await agreeOnFiles(db, blobs);
    const files = filesIn(blobs);
    if (config.demo) await loadDemo({ db, files, city: folder, baseUrl: url }, secret, log);
    if (config.demo) await loadProtectedDemo(db, config);
    if (!(await holdsRows(db)))
      log.warn(
        "the database's role is a superuser or passes by row security: rows of people at risk are guarded by the program alone. Give DATABASE_URL an ordinary role that owns the database.",
      );
    const mail = makeMailDesk({ db, config, city: () => cities.current, baseUrl: url, secret });
    const audience = new AudienceCounter(db);
    const counting = keepCounting(audience, log);
    undo.push(() => counting.stop());
    const measured: Measured = { db, dataDir: config.dataDir, pool };
    const telemetry = await startTelemetry(config, measured, log);
    undo.push(() => telemetry.stop());
    const heart = await keepAlive(db, log);
    undo.push(() => heart.stop());
    const services = {
      config,
      get city() {
        return cities.current;
      },
      cities,
      db,
      telemetry,
      published: published(replica ? handleOn(forPublished(primary, pool, replica)) : db),
      auth: accounts.auth,
      ...(config.oidc ? { provider: new Provider(config.oidc, { secret, baseUrl: url }) } : {}),
      files,
      blobs,
      mail,
      content,
      primary,
      node,
      assets,
      audience,
      log,
      baseUrl: url,
    };
    const digest = digestComposer(services);
    const publication = {
      ...{ db, baseUrl: url, dataDir: config.dataDir, blobs, key },
      get city() {
        return cities.current;
      },
    };
    const policy = { terms: folder.privacy.terms, visa: folder.privacy.archivesVisa };
    const tasks: Record<string, Task> = {
      send_mail: sendMailTask({ db, files, mail, compose: { follow_digest: digest, follow_calls: digest } }),
      follow_digest: digestTask({ db }),
      follow_calls: callAlertTask({ db }),
      sweep_limits: async () => {
        await sweepLimits(db);
        await sweepRefusals(db);
      },
      receipt: receiptTask(services),
      remind_pieces: remindOfPiecesTask({ db, baseUrl: url }),
      retention: retentionTask({ db, files, baseUrl: url }, policy, log, "nightly"),
      retention_hourly: retentionTask({ db, files, baseUrl: url }, policy, log, "hourly"),
      remind_drafts: async () => void (await remindOfDrafts(db, url, new Date())),
      remind_reports: async () => void (await remindOfReports(db, dayOf(new Date()))),
      webhook_fan_out: fanOutTask({ db, baseUrl: url }),
      webhook_deliver: deliverTask({ db, secret, baseUrl: url, local: config.localWebhooks }),
      webhook_calls: callHoursTask({ db, baseUrl: url }),
      tell_guardians: tellGuardiansTask({ db, baseUrl: url }),
      count_register: async () => keepCounts(db, services.published, dayOf(new Date())),
      [PUBLISH_PAGE_TASK]: publishPageTask(db),
      ...intakeTasks({ db, files, baseUrl: url }),
      check_iati: checkIatiTask(services),
      [PUBLISH_TASK]: publishTask(publication, log),
      [ANCHOR_TASK]: anchorTask({ db, baseUrl: url, dataDir: config.dataDir, key, anchorMail: config.anchorMail }, log),
      [VERIFY_TASK]: verifyTask({ db, baseUrl: url, dataDir: config.dataDir }, log),
    };
    if (config.backup) {
      const desk = backupDesk({
        config,
        // Wherever it is by then.
        get databaseUrl() {
          return direct.url;
        },
        blobs,
        city: basename(config.cityDir),
        key,
      });
      tasks[BACKUP_TASK] = backupTask(db, desk, config.backup, log);
    }
    const cron = [
      ...(config.backup ? [{ task: BACKUP_TASK, match: `9 ${config.backup.hour} * * *` }] : []),
      { task: "retention_hourly", match: "17 * * * *" },
      { task: "remind_pieces", match: "27 * * * *" },
      { task: "remind_drafts", match: "37 * * * *" },
      { task: "remind_reports", match: "7 6 * * *" },
      { task: "count_register", match: "52 23 * * *" },
      { task: "webhook_calls", match: "*/5 * * * *" },
      ...intakeCron,
      { task: PUBLISH_PAGE_TASK, match: "*/10 * * * *" },
      { task: "check_iati", match: "57 * * * *" },
      { task: "follow_digest", match: "4,19,34,49 * * * *" },
      { task: "follow_calls", match: "*/5 * * * *" },
      { task: "sweep_limits", match: "22 * * * *" },
      { task: "retention", match: "33 3 * * *" },
      { task: ANCHOR_TASK, match: "13 * * * *" },
      { task: VERIFY_TASK, match: "23 2 * * *" },
      ...(config.publishHour === undefined ? [] : [{ task: PUBLISH_TASK, match: `43 ${config.publishHour} * * *` }]),
    ];
    const jobPool = direct.pool({ max: JOB_CONNECTIONS, types: pg.types });
    undo.push(() => jobPool.end());
    for (const [name, task] of Object.entries(tasks))
      tasks[name] = async (...given) => {
        await cities.refresh();
        return task(...given);
      };
    const jobs = startJobs({ databaseUrl: direct.url, pool: jobPool, tasks, cron, log, telemetry });
    measured.jobsAlive = jobs.alive;
    undo.push(() => jobs.stop());
    handler = makeApp(Object.assign(services, { jobs })).fetch as Handler;
    // The server stops first, then what it stands on, in the reverse order of its making.
    undo.push(undo.shift()!);
    return { url, db, auth: accounts.auth, stop };
  } catch (error) {
    await stop();
    throw error;
  }
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
  // Accounts may be there already: their making is in the log too.
  return (await db.selectFrom("event").select("id").where("kind", "in", kindNames).limit(1).executeTakeFirst()) === undefined;
}
