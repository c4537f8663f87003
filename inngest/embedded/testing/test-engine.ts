import type { InngestFunction } from "inngest";
import { Client, type QueryResultRow } from "pg";
import { onTestFinished } from "vitest";
import type { EngineEvent } from "#core/dispatch/engine-event.ts";
import type { JsonObject } from "#core/json/json.ts";
import type { PenstockInngest } from "#inngest/client.ts";
import { createEmbeddedEngine, type EmbeddedEngine } from "../engine.ts";
import type { EngineLog } from "../engine-log.ts";

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: { readonly [key: string]: unknown };
}

/** Keeps what the engine says. */
export function listeningLog(): EngineLog & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: string) => (message: string, fields?: { readonly [key: string]: unknown }) => {
    lines.push({ level, message, fields: fields ?? {} });
  };
  return { lines, debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** An engine that works until the end of the test, and leaves an empty queue to the next one. */
export async function startTestEngine(
  databaseUrl: string,
  functions: (client: PenstockInngest) => readonly InngestFunction.Like[],
  options: { readonly concurrency?: number; readonly log?: EngineLog } = {},
): Promise<EmbeddedEngine> {
  const engine = createEmbeddedEngine({
    databaseUrl,
    functions,
    log: options.log ?? listeningLog(),
    ...options,
  });
  onTestFinished(async () => {
    await engine.stop(200);
    await query(databaseUrl, "delete from graphile_worker._private_jobs");
  });
  await engine.start();
  return engine;
}

let lastEvent = 0;

/** An event with an id of its own. */
export function testEvent(name: string, data: JsonObject = {}): EngineEvent {
  return { id: `${name}-${process.pid}-${++lastEvent}`, name, data, ts: Date.now() };
}

/** Jobs that wait or run. */
export async function countJobs(databaseUrl: string): Promise<number> {
  const sql = `select count(*)::int as jobs from graphile_worker.jobs
    where locked_at is not null or attempts < max_attempts`;
  const [row] = await query<{ jobs: number }>(databaseUrl, sql);
  return row?.jobs ?? 0;
}

/** One statement on a connection of its own. */
export async function query<Row extends QueryResultRow>(
  databaseUrl: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}
