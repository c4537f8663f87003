import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";

/**
 * Moves one schedule's clock forward in a running Penstock, for the browser tests: its times within the last `seconds`
 * are due, and the worker's next check is too.
 */
const [home = "", pipelineId = "", triggerId = "", seconds = ""] = process.argv.slice(2);
const read = (name: string) => readFileSync(join(home, "postgres", name), "utf8").trim();
const connectionString = `postgresql://postgres:${read("password")}@127.0.0.1:${read("port")}/penstock`;
const client = new pg.Client({ connectionString });
await client.connect();
const moved = await client.query(
  `with moved as (
     update triggers set evaluated_until = evaluated_until - make_interval(secs => $3)
      where pipeline_id = $1 and key = $2 returning id)
   update system.live_triggers set due_at = now() where trigger_id in (select id from moved)`,
  [pipelineId, triggerId, Number(seconds)],
);
await client.end();
if (moved.rowCount !== 1) throw new Error(`There is no schedule "${triggerId}" that is on.`);
