import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { chainOf } from "#server/services/testing/seed-pipeline.ts";
import { decideWait } from "#server/services/waits/decide-wait.ts";
import { listWaits } from "#server/services/waits/list-waits.ts";
import { findFaults } from "./testing/find-faults.ts";
import { noop, trigger } from "./testing/pipelines.ts";
import { readRunFacts } from "./testing/read-run-facts.ts";
import { setStage } from "./testing/set-stage.ts";
import { until } from "./testing/until.ts";

const database = await createTestDatabase();
const stage = await setStage(database);
afterEach(() => stage.endWorkers());
afterAll(() => stage.close());

const ask = (id: string, config: object = {}) => ({
  id,
  type: "wait" as const,
  name: id,
  config: { for: "approval" as const, title: `${id}?`, choices: ["go"], ...config },
});

/** The run waits for a decision: its wait. */
async function asked(runId: RunId) {
  const query = { runId, mine: false, which: "open", kinds: null, cursor: null, limit: 9 } as const;
  const [wait] = await until(
    async () => (await listWaits(stage.context, query)).waits,
    (waits) => waits.length > 0,
  );
  return wait?.waitId ?? expect.fail("nothing waits");
}

const decide = (waitId: Awaited<ReturnType<typeof asked>>) =>
  decideWait(stage.context, { waitId, choice: "go", form: null });

describe("a decision", () => {
  it("goes on once where the worker is killed between the answer and what follows", async () => {
    const first = stage.spawnWorker();
    await first.ready;
    const definition = chainOf("Asked", [
      trigger,
      noop("before"),
      ask("one"),
      noop("between"),
      ask("two"),
      noop("end"),
    ]);
    const runId = await stage.start(definition);
    const one = await asked(runId);
    // Nobody is there to go on when the answer comes.
    await first.end("SIGKILL");
    await decide(one);
    const second = stage.spawnWorker();
    await second.ready;
    const two = await asked(runId);
    // The answer and the end of the worker race: whoever is quicker, the run goes on once.
    await Promise.all([decide(two), second.end("SIGKILL")]);
    stage.spawnWorker();
    await stage.ended([runId]);
    const facts = await readRunFacts(database, runId);
    expect(findFaults(facts)).toEqual([]);
    expect(facts.status).toBe("completed");
    for (const type of ["node.resumed", "node.waiting"]) {
      expect(facts.events.filter((event) => event.type === type)).toHaveLength(2);
    }
    const completed = facts.events.filter((event) => event.type === "node.completed");
    expect(new Set(completed.map((event) => event.nodeId)).size).toBe(completed.length);
  });

  it("is made by the clock where nobody does, with a worker that was not there when it began", async () => {
    const runId = await stage.start(
      chainOf("Timed", [trigger, ask("one", { deadlineSeconds: 1, onTimeout: "go" }), noop("end")]),
    );
    await asked(runId);
    stage.spawnWorker();
    await stage.ended([runId]);
    const facts = await readRunFacts(database, runId);
    expect(findFaults(facts)).toEqual([]);
    expect(facts.status).toBe("completed");
  });
});
