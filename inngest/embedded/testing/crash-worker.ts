/**
 * A worker process for the crash tests: `node crash-worker.ts <engine URL> <book URL>`. Says what it does on its
 * output.
 */
import { Pool } from "pg";
import type { PenstockInngest } from "#inngest/client.ts";
import { createEmbeddedEngine } from "../engine.ts";
import { doOnce } from "./book.ts";

const [databaseUrl = "", bookUrl = ""] = process.argv.slice(2);
const pool = new Pool({ connectionString: bookUrl });
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Hangs the first time that a worker comes here, so that the test can kill it in the middle. */
async function hangsOnce(run: string, step: string): Promise<void> {
  const { rows } = await pool.query("select from calls where run = $1 and step = $2", [run, step]);
  if (rows.length === 1) await pause(60_000);
}

function functions(client: PenstockInngest) {
  return [
    client.createFunction(
      { id: "steps", retries: 0, triggers: { event: "steps" } },
      async ({ step, event }) => {
        const run = String(event.id);
        await step.run("a", () => doOnce(pool, run, "a", () => pause(5)));
        await step.run("b", () => doOnce(pool, run, "b", () => hangsOnce(run, "b")));
        await step.run("c", () => doOnce(pool, run, "c", () => pause(5)));
      },
    ),
    client.createFunction({ id: "nap", retries: 0, triggers: { event: "nap" } }, async ({ step, event }) => {
      const run = String(event.id);
      await step.run("before", () => doOnce(pool, run, "before", () => pause(5)));
      // The test says when that time is over.
      await step.sleep("nap", "1h");
      await step.run("after", () => doOnce(pool, run, "after", () => pause(5)));
    }),
  ];
}

const say = (level: string) => (message: string, fields?: object) =>
  process.stdout.write(`${level} ${message} ${JSON.stringify(fields ?? {})}\n`);
const log = { debug: () => undefined, info: say("info"), warn: say("warn"), error: say("error") };
const engine = createEmbeddedEngine({ databaseUrl, functions, log });
process.once("SIGTERM", () => {
  void engine.stop(2_000).then(() => process.exit(0));
});
await engine.start();
say("info")("working");
