import { createInterface } from "node:readline";
import { type UserId, userIdSchema, waitIdSchema, workspaceIdSchema } from "#core/ids.ts";
import { uuid7 } from "#server/crypto/uuid7.ts";
import { createDatabase } from "#server/db/driver/client.ts";
import { patienceMs } from "#server/db/testing/patience.ts";
import { createLogger } from "#server/logger.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { PlanCache } from "#server/services/progress/plan-cache.ts";
import { decideWait } from "../decide-wait.ts";

/**
 * A separate process that decides in one person's name: it reads `<wait> <choice>` from standard input, and writes the
 * answer as JSON to standard output.
 */
const [url = "", workspace = "", user = ""] = process.argv.slice(2);
const userId: UserId = userIdSchema.parse(user);
const context = {
  db: createDatabase({ url, poolSize: 2, waitMs: patienceMs }),
  log: createLogger({ level: "silent", service: "decide" }),
  newId: uuid7,
  runs: { engine: "inngest", plans: new PlanCache() },
  actor: {
    kind: "session",
    workspaceId: workspaceIdSchema.parse(workspace),
    userId,
    role: "owner",
    scopes: null,
    sessionId: null,
    tokenId: null,
  },
} as unknown as ServiceContext;
process.stdout.write("ready\n");
for await (const line of createInterface({ input: process.stdin })) {
  const [waitId = "", choice = ""] = line.split(" ");
  const answer = await decideWait(context, { waitId: waitIdSchema.parse(waitId), choice, form: null });
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
