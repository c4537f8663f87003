import pg from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";

const database = await createTestDatabase();
const owner = new pg.Client({ connectionString: database.ownerUrl });
await owner.connect();
afterAll(() => owner.end());

/**
 * PostgreSQL's own foreign-key checks. It plans them once per connection, on a new installation without knowing how
 * many rows there will be.
 */
const checks = {
  runs: "SELECT 1 FROM ONLY runs x WHERE workspace_id = $1 AND id = $2 FOR KEY SHARE OF x",
  node_runs:
    "SELECT 1 FROM ONLY node_runs x WHERE workspace_id = $1 AND run_id = $2 AND node_id = $3 FOR KEY SHARE OF x",
};

describe("a row's parent", () => {
  it.each(Object.entries(checks))(
    "is found by its key in %s while the table is empty",
    async (table, check) => {
      await owner.query("set plan_cache_mode = force_generic_plan");
      await owner.query(`prepare check_${table} as ${check}`);
      const parameters = check
        .match(/\$\d/g)
        ?.map(() => "null")
        .join(", ");
      const { rows } = await owner.query<{ "QUERY PLAN": string }>(
        `explain execute check_${table} (${parameters})`,
      );
      const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
      expect(plan).toContain(`using ${table}_pkey`);
      expect(plan).not.toContain("Filter");
    },
  );
});
