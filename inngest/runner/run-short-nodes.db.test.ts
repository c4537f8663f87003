import { afterAll, describe, expect, it } from "vitest";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { createTestRunner } from "#inngest/testing/create-test-runner.ts";
import { findFaults } from "#inngest/testing/find-faults.ts";
import { agent, noop, trigger } from "#inngest/testing/pipelines.ts";
import { readRunFacts } from "#inngest/testing/read-run-facts.ts";
import { startSandboxServer } from "#providers/sandbox/server.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { NodeSteps } from "#server/services/progress/step/node-steps.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import { ClaimsAhead } from "./claims-ahead.ts";
import type { NodeRequest, NodeStepResult } from "./run-node-step.ts";
import { runShortNodes } from "./run-short-nodes.ts";

const database = await createTestDatabase();
const context = await createTestContext(database.db);
const sandbox = await startSandboxServer();
afterAll(() => sandbox.close());
const runner = createTestRunner(context, { sandboxUrl: sandbox.url });

const { workspaceId } = context.actor;

async function start(nodes: PipelineDefinitionInput["nodes"]) {
  const pipelineId = await seedPipeline(context, chainOf("Chain", [trigger, ...nodes]));
  const asked = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
  return (await startRun(context, asked)).runId;
}

const first = (runId: Awaited<ReturnType<typeof start>>, nodeId: string) => ({
  workspaceId,
  runId,
  nodeId,
  handoverToken: null,
});

describe("runShortNodes", () => {
  it("runs nodes that follow one another, in as few steps as they are short, each with an attempt of its own", async () => {
    const runId = await start(["a", "b", "c", "d"].map(noop));
    let next: NodeRequest | null = first(runId, "a");
    while (next !== null) {
      const step: NodeStepResult = await runShortNodes(runner, next, "may-follow");
      if (step.kind !== "done") throw new Error(step.kind);
      next = step.next === null ? null : { ...next, ...step.next };
    }
    const facts = await readRunFacts(database, runId);
    expect(findFaults(facts)).toEqual([]);
    expect(facts.attempts.map(({ nodeId, number }) => `${nodeId}${number}`)).toEqual([
      "a1",
      "b1",
      "c1",
      "d1",
    ]);
  });

  it("leaves a node that must wait to a step of its own", async () => {
    const unknown = {
      id: "unknown",
      type: "action",
      name: "Unknown",
      config: { action: "http.request", method: "GET", url: "http://nowhere.invalid/" },
      retry: { maxRetries: 1 },
    } as const;
    const runId = await start([noop("a"), unknown, noop("b")]);
    let step = await runShortNodes(runner, first(runId, "a"), "may-follow");
    // On a slow machine the first node is not short: the second has its own step at once, and is told to wait there.
    if (step.kind === "done" && step.next !== null && step.next.handoverToken !== null) {
      step = await runShortNodes(runner, { ...first(runId, "a"), ...step.next }, "may-follow");
    }
    const left = { kind: "done", next: { nodeId: "unknown", handoverToken: null } };
    expect(step).toEqual(step.kind === "again" ? { kind: "again", afterMs: expect.any(Number) } : left);
    expect((await readRunFacts(database, runId)).status).toBe("running");
  });

  it("does not follow into a node that is throttled by its provider key", async () => {
    const runId = await start([noop("a"), agent("talk", "pace=0")]);
    expect(await runShortNodes(runner, first(runId, "a"), "may-follow")).toEqual({
      kind: "done",
      next: null,
    });
    const facts = await readRunFacts(database, runId);
    expect(facts.attempts.map(({ nodeId }) => nodeId)).toEqual(["a"]);
  });
});

describe("a claim ahead", () => {
  const ready = (runId: Awaited<ReturnType<typeof start>>, nodeId: string) => ({
    workspaceId,
    runId,
    nodeId,
  });
  const attemptsOf = async (runId: Awaited<ReturnType<typeof start>>) =>
    (await readRunFacts(database, runId)).attempts.map(({ nodeId, number }) => `${nodeId}${number}`);

  it("is the attempt that the function then carries out", async () => {
    const runId = await start([noop("a"), noop("b")]);
    await runner.ahead.begin(ready(runId, "a"));
    let next: NodeRequest | null = first(runId, "a");
    while (next !== null) {
      const step: NodeStepResult = await runShortNodes(runner, next, "may-follow");
      if (step.kind !== "done") throw new Error(step.kind);
      next = step.next === null ? null : { ...next, ...step.next };
    }
    expect(await attemptsOf(runId)).toEqual(["a1", "b1"]);
    expect(findFaults(await readRunFacts(database, runId))).toEqual([]);
  });

  it("is found again where its answer was lost behind the commit", async () => {
    const runId = await start([noop("a")]);
    const { steps } = runner.context;
    const take: typeof steps.take = async (ref, decide) => {
      await steps.take(ref, decide);
      throw new Error("the line was cut");
    };
    const { handovers, keeper, context: tools } = runner;
    const look: typeof steps.look = (ref, isWanted) => steps.look(ref, isWanted);
    const ahead = new ClaimsAhead({ ...tools, steps: { take, look } }, handovers, keeper);
    await ahead.begin(ready(runId, "a"));
    const step = await runShortNodes({ ...runner, ahead }, first(runId, "a"), "may-follow");
    expect(step).toEqual({ kind: "done", next: null });
    expect(await attemptsOf(runId)).toEqual(["a1"]);
  });

  /** A claim of a node run that was looked at before; tells on what it was decided, each time. */
  async function claimAfterLook(runId: Awaited<ReturnType<typeof start>>, meanwhile: () => Promise<unknown>) {
    const { handovers, keeper, context: tools } = runner;
    const steps = new NodeSteps(tools);
    const decidedOn: string[] = [];
    const ahead = new ClaimsAhead(
      {
        ...tools,
        steps: {
          look: (ref, isWanted) => steps.look(ref, isWanted),
          take: (ref, decide) =>
            steps.take(ref, (taken) => {
              decidedOn.push(taken.changeset.isLocked ? "read" : "seen");
              return decide(taken);
            }),
        },
      },
      handovers,
      keeper,
    );
    await steps.look(ready(runId, "a"), () => true);
    await meanwhile();
    ahead.look(ready(runId, "a"));
    await ahead.begin(ready(runId, "a"));
    const token = await ahead.take(ready(runId, "a"));
    return { decidedOn, isClaimed: token !== null };
  }

  it("is decided on what was read while its job was taken", async () => {
    const runId = await start([noop("a"), noop("b")]);
    const claimed = await claimAfterLook(runId, async () => undefined);
    expect(claimed).toEqual({ decidedOn: ["seen"], isClaimed: true });
    expect(await attemptsOf(runId)).toEqual(["a1"]);
  });

  it("is decided again where the run has changed since it was looked at", async () => {
    const runId = await start([noop("a"), noop("b")]);
    const claimed = await claimAfterLook(runId, () => runner.ahead.begin(ready(runId, "a")));
    expect(claimed).toEqual({ decidedOn: ["seen", "read"], isClaimed: false });
    expect(await attemptsOf(runId)).toEqual(["a1"]);
    const agentFirst = await start([agent("a", "pace=0")]);
    expect(await claimAfterLook(agentFirst, async () => undefined)).toEqual({
      decidedOn: [],
      isClaimed: false,
    });
  });

  it("leaves alone what calls a model, and what another has begun", async () => {
    const asking = await start([agent("a", "pace=0")]);
    await runner.ahead.begin(ready(asking, "a"));
    expect(await runner.ahead.take(ready(asking, "a"))).toBeNull();
    const begun = await start([noop("a")]);
    await runner.ahead.begin(ready(begun, "a"));
    const other = new ClaimsAhead(runner.context, runner.handovers, runner.keeper);
    await other.begin(ready(begun, "a"));
    expect(await other.take(ready(begun, "a"))).toBeNull();
    expect([await attemptsOf(asking), await attemptsOf(begun)]).toEqual([[], ["a1"]]);
  });
});
