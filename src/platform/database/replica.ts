import pg from "pg";
import { PreparingClient } from "./preparing-client.ts";
import { poolSettings } from "./primary.ts";

/** While it is behind, how long until it is asked again. In milliseconds. */
const CATCH_UP_MS = 100;
const BEAT_MS = 2_000;
const ANSWER_MS = 5_000;

/**
 * A copy of the database that is only read (a streaming standby). It is read from only once it has replayed the last
 * change that this node knows of: what it gives is never older than what the node has shown.
 */
export class Replica {
  /** It answers, and follows a primary. */
  alive = false;
  /** It has all that was announced. */
  level = false;
  readonly pool: pg.Pool;
  /** Counts what was announced: an answer about what came before says nothing. */
  #turn = 0;
  #wanted: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(url: string, max: number) {
    this.pool = new pg.Pool({ ...poolSettings, connectionString: url, max, Client: PreparingClient });
    this.pool.on("error", () => {});
    this.pool.on("connect", (client) => void client.on("error", () => {}));
    void this.#look();
  }

  /** Something has changed, and it is not yet known up to where in the primary's log it was written. */
  behind(): void {
    this.#turn++;
    this.level = false;
    this.#wanted = undefined;
  }

  /** It has to have replayed this much of the primary's log (an LSN, such as 0/16B3748) to be read from again. */
  wait(position: string): void {
    this.behind();
    this.#wanted = position;
    void this.#look();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.pool.end();
  }

  async #look(): Promise<void> {
    clearTimeout(this.#timer);
    const [turn, wanted] = [this.#turn, this.#wanted];
    const found = await this.#ask(wanted).catch(() => undefined);
    if (this.#stopped) return;
    this.alive = found?.standby ?? false;
    if (turn === this.#turn) this.level = this.alive && wanted !== undefined && found!.level;
    clearTimeout(this.#timer);
    const soon = this.alive && !this.level && this.#wanted !== undefined;
    this.#timer = setTimeout(() => void this.#look(), soon ? CATCH_UP_MS : BEAT_MS);
    this.#timer.unref();
  }

  async #ask(wanted: string | undefined): Promise<{ standby: boolean; level: boolean }> {
    const query = {
      text: "SELECT pg_is_in_recovery() AS standby, coalesce(pg_last_wal_replay_lsn() >= $1::pg_lsn, false) AS level",
      values: [wanted ?? null],
      query_timeout: ANSWER_MS,
    };
    const { rows } = await this.pool.query(query);
    return rows[0];
  }
}
