import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool, type QueryResultRow } from "pg";
import { applyAll } from "#appliance/database/apply-migrations.ts";
import { ensureDatabase } from "#appliance/database/ensure-database.ts";
import { spawnPostgres } from "#appliance/database/spawn-postgres.ts";
import { createDatabase } from "#server/db/driver/client.ts";
import { listen } from "#server/db/listen.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { PlanCache } from "#server/services/progress/plan-cache.ts";
import { createRunBell } from "#server/services/runs/log/run-bell.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import { startWorkerProcess } from "./worker-process.ts";

/** As many connections as the web process has. */
const poolSize = 16;

export interface StageProcess {
  readonly name: string;
  readonly pid: number;
  /** PostgreSQL has one process per connection. */
  readonly withChildren: boolean;
}

/** A complete installation for a measurement: this process takes the web's part, another is the worker. */
export interface Stage {
  readonly context: ServiceContext;
  readonly ownerUrl: string;
  /** Connects as the program does. */
  readonly appUrl: string;
  /** Processes whose processor time is part of the price. */
  readonly processes: readonly StageProcess[];
  /** Executes one statement with the owner's rights. */
  asOwner<Row extends QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** The context of another workspace's owner. */
  anotherWorkspace(): Promise<ServiceContext>;
  close(): Promise<void>;
}

/** Starts PostgreSQL with every commit forced to disk, a worker process, and the web process's services. */
export async function setStage(): Promise<Stage> {
  const stateFolder = await mkdtemp(join(tmpdir(), "penstock-bench-"));
  const server = await spawnPostgres({ stateFolder });
  await ensureDatabase(server.superuserUrl("postgres"), "penstock");
  const ownerUrl = server.superuserUrl("penstock");
  const { appUrl, engineUrl } = await applyAll({ ownerUrl, appPassword: "app", enginePassword: "engine" });
  const worker = await startWorkerProcess({ appUrl, engineUrl });
  const db = createDatabase({ url: appUrl, poolSize });
  const owner = new Pool({ connectionString: ownerUrl, max: 2 });
  const listener = await listen({ url: appUrl, to: ["run_events"], onReconnect: () => undefined });
  const runs = { engine: "embedded", plans: new PlanCache(), bell: createRunBell(listener) } as const;
  const contextOfAWorkspace = async () => ({ ...(await createTestContext(db)), runs });
  return {
    context: await contextOfAWorkspace(),
    ownerUrl,
    appUrl,
    processes: [
      { name: "web", pid: process.pid, withChildren: false },
      { name: "worker", pid: worker.pid, withChildren: false },
      { name: "database", pid: server.pid, withChildren: true },
    ],
    asOwner: async <Row extends QueryResultRow>(sql: string, values: readonly unknown[] = []) =>
      (await owner.query<Row>(sql, [...values])).rows,
    anotherWorkspace: contextOfAWorkspace,
    async close() {
      await worker.stop();
      await listener.close();
      await db.$disconnect();
      await owner.end();
      await server.stop();
      await rm(stateFolder, { recursive: true, force: true });
    },
  };
}
