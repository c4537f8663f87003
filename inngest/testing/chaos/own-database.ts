import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { applyAll } from "#appliance/database/apply-migrations.ts";
import { ensureDatabase } from "#appliance/database/ensure-database.ts";
import { spawnPostgres } from "#appliance/database/spawn-postgres.ts";
import { createDatabase } from "#server/db/driver/client.ts";
import { patienceMs } from "#server/db/testing/patience.ts";
import type { StageDatabase } from "../set-stage.ts";

/** A PostgreSQL of its own in a temporary folder, migrated; it goes when it is closed. */
export async function startOwnDatabase(): Promise<StageDatabase & { close(): Promise<void> }> {
  const stateFolder = await mkdtemp(join(tmpdir(), "penstock-chaos-"));
  const server = await spawnPostgres({ stateFolder });
  await ensureDatabase(server.superuserUrl("postgres"), "penstock");
  const ownerUrl = server.superuserUrl("penstock");
  const urls = await applyAll({ ownerUrl, appPassword: "app", enginePassword: "engine" });
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  const db = createDatabase({ url: urls.appUrl, poolSize: 10, waitMs: patienceMs });
  return {
    ...urls,
    db,
    asOwner: async (sql, values = []) => (await owner.query(sql, [...values])).rows,
    async close() {
      await db.$disconnect();
      await owner.end();
      await server.stop();
      await rm(stateFolder, { recursive: true, force: true });
    },
  };
}
