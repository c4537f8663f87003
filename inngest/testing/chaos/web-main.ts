import { flushCompileCache } from "node:module";
import { AppError } from "#core/errors.ts";
import { createDatabase } from "#server/db/driver/client.ts";
import { patienceMs } from "#server/db/testing/patience.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { PlanCache } from "#server/services/progress/plan-cache.ts";
import { cancelRun } from "#server/services/runs/cancel-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { contextOf } from "#server/services/testing/service-context.ts";
import { decideWait } from "#server/services/waits/decide-wait.ts";
import type { Answered, AskedWish, Wish } from "./web-wishes.ts";

/** A process that serves people as the web process does, without pages, until somebody kills it. */
const [url = "", seeded = "{}"] = process.argv.slice(2);
const own = contextOf(createDatabase({ url, poolSize: 6, waitMs: patienceMs }), JSON.parse(seeded));
const runs = { ...own.runs, engine: "embedded", plans: new PlanCache() } as const;
const context: ServiceContext = { ...own, runs };

async function fulfil(wish: Wish) {
  switch (wish.kind) {
    case "start": {
      const { pipelineId, input, idempotencyKey } = wish;
      return (await startRun(context, { pipelineId, input, variables: {}, version: null, idempotencyKey }))
        .runId;
    }
    case "cancel":
      await cancelRun(context, { runId: wish.runId, reason: "no longer wanted", undo: wish.undo }).catch(
        tooLate,
      );
      return wish.runId;
    case "decide":
      await decideWait(context, { waitId: wish.waitId, choice: wish.choice, form: null });
      return wish.runId;
  }
}

/** It has ended meanwhile, and keeps what it did. */
function tooLate(error: unknown): void {
  if (!(error instanceof AppError) || error.code !== "CONFLICT") throw error;
}

const answer = (answered: Answered) => void process.send?.(answered);

process.on("message", ({ id, wish }: AskedWish) => {
  fulfil(wish).then(
    (runId) => answer({ id, runId }),
    (error: unknown) => answer({ id, error: String(error) }),
  );
});
process.on("disconnect", () => process.exit());
// It is killed, and never ends by itself, which is when Node writes down what it has compiled.
flushCompileCache();
