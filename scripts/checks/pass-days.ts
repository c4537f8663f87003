import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";

/**
 * Deletes bodies of one workspace in a running Penstock, for the browser tests, as the daily cleanup would if `days`
 * days had passed: those of runs that ended longer ago than the workspace keeps them.
 */
const [home = "", slug = "", days = ""] = process.argv.slice(2);
const read = (name: string) => readFileSync(join(home, "postgres", name), "utf8").trim();
const connectionString = `postgresql://postgres:${read("password")}@127.0.0.1:${read("port")}/penstock`;
const client = new pg.Client({ connectionString });
await client.connect();
const found = await client.query<{ id: string }>(
  `select id from workspaces where slug = $1 and retention_days is not null`,
  [slug],
);
const [workspace] = found.rows;
if (workspace === undefined) throw new Error(`Workspace ${slug} keeps what its runs made for good.`);
await client.query("begin");
await client.query("select set_config('app.workspace_id', $1, true)", [workspace.id]);
await client.query(
  `select system.delete_bodies(now() + make_interval(days => $2 - retention_days), 100) from workspaces where id = $1`,
  [workspace.id, Number(days)],
);
await client.query("commit");
await client.end();
