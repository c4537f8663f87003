import { afterAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { chainOf } from "#server/services/testing/seed-pipeline.ts";
import { findBillFaults } from "./testing/find-bill-faults.ts";
import { findFaults } from "./testing/find-faults.ts";
import { agent, trigger } from "./testing/pipelines.ts";
import { readRunFacts } from "./testing/read-run-facts.ts";
import { setStage } from "./testing/set-stage.ts";
import { until } from "./testing/until.ts";

const database = await createTestDatabase();
const stage = await setStage(database);
afterAll(() => stage.close());

/** The first try falls silent in the middle: the kill cannot come too late. */
const options = "pace=20&tokens=120&fault=stall&after=60";
const circuits = () =>
  database.asOwner<{ state: string; probe: number | null }>(
    "select state, probe_attempt as probe from circuits",
  );

describe("a worker that is killed while its call probes an open circuit", () => {
  it("does not block it: the next worker probes, and closes it", async () => {
    await database.asOwner(
      `insert into circuits (workspace_id, provider, model, state, failures, since, probe_at)
       values ($1, 'sandbox', $2, 'open', 0, now(), now())`,
      [stage.context.actor.workspaceId, `echo?${options}`],
    );
    const first = stage.spawnWorker();
    await first.ready;
    const runId = await stage.start(chainOf("Probe", [trigger, agent("ask", options)]));
    await until(
      () => database.asOwner("select from run_events where run_id = $1 and type = 'node.delta'", [runId]),
      (lines) => lines.length >= 2,
    );
    expect(await circuits()).toEqual([{ state: "probing", probe: 1 }]);
    await first.end("SIGKILL");
    stage.spawnWorker();
    await until(circuits, ([circuit]) => circuit?.probe !== 1);
    await stage.ended([runId]);
    const facts = await readRunFacts(database, runId);
    expect([...findFaults(facts), ...(await findBillFaults(facts, stage.sandbox.stats().entries))]).toEqual(
      [],
    );
    expect(facts.attempts.filter(({ nodeId }) => nodeId === "ask").map(({ status }) => status)).toEqual([
      "lost",
      "completed",
    ]);
    expect(await circuits()).toEqual([{ state: "closed", probe: null }]);
  });
});
