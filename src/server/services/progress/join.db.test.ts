import { describe, expect, it } from "vitest";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { noop, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext, createTestEngine } from "#server/services/testing/service-context.ts";
import { claimNode } from "./attempt/claim-node.ts";
import { settleAttempt } from "./attempt/settle-attempt.ts";

const database = await createTestDatabase();
const context = await createTestContext(database.db);
const engine = createTestEngine(context);

/** Decided in the very step in which the last branch ends. */
const join = { id: "join", type: "transform", name: "Join", config: { value: "input" } } as const;
const branches = ["a", "b", "c", "d", "e", "f"];

describe("branches that end at the same moment", () => {
  it("all reach the node that waits for them", async () => {
    const pipelineId = await seedPipeline(context, {
      name: "Join",
      nodes: [{ id: "start", type: "trigger", name: "Start" }, ...branches.map(noop), join],
      edges: branches.flatMap((id) => [
        { id: `out-${id}`, from: "start", to: id },
        { id: `in-${id}`, from: id, to: "join" },
      ]),
    });
    const { workspaceId } = context.actor;
    for (let round = 0; round < 20; round += 1) {
      const request = { pipelineId, input: null, variables: {}, version: null, idempotencyKey: null };
      const { runId } = await startRun(context, request);
      const tasks = await Promise.all(
        branches.map(async (nodeId) => {
          const ref = { workspaceId, runId, nodeId };
          const claim = await claimNode(engine, ref, { follow: "may-follow", handoverToken: null });
          if (claim.kind !== "claimed") throw new Error(claim.kind);
          return claim.task;
        }),
      );
      const outcome = { kind: "completed", usage: null, providerRequestId: null, artifacts: [] } as const;
      await Promise.all(
        tasks.map((task) => settleAttempt(engine, task, { ...outcome, output: task.nodeId }, "may-follow")),
      );
      const { run } = await getRun(context, { runId });
      expect(run.output).toEqual(Object.fromEntries(branches.map((id) => [id, id])));
    }
  });
});
