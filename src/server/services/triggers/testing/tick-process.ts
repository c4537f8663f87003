import { uuid7 } from "#server/crypto/uuid7.ts";
import { createDatabase } from "#server/db/driver/client.ts";
import { patienceMs } from "#server/db/testing/patience.ts";
import { createLogger } from "#server/logger.ts";
import { PlanCache } from "#server/services/progress/plan-cache.ts";
import { fireDueSchedules } from "../fire-due-schedules.ts";

/** A process that checks schedules, advancing its clock by a minute each time, until it is killed. */
const [url = "", startMs = "0"] = process.argv.slice(2);
const tools = {
  db: createDatabase({ url, poolSize: 2, waitMs: patienceMs }),
  log: createLogger({ level: "silent", service: "tick" }),
  newId: () => uuid7(),
  runs: { engine: "inngest" as const, plans: new PlanCache() },
};
for (let minute = 0; ; minute += 1) {
  const nowMs = Number(startMs) + minute * 60_000;
  await fireDueSchedules(tools, nowMs);
  process.stdout.write(`${nowMs}\n`);
}
