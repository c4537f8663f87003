import { beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "#core/json/json.ts";
import { callProblem } from "#core/pipeline/calls/call-problem.ts";
import { writtenCalls } from "#core/pipeline/calls/written-calls.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { archivePipeline } from "#server/services/pipelines/archive-pipeline.ts";
import { listCalledOutputs } from "#server/services/pipelines/list-called-outputs.ts";
import { publishPipeline } from "#server/services/pipelines/publish-pipeline.ts";
import { validatePipeline } from "#server/services/pipelines/validate-pipeline.ts";
import { call, noop, setTreeStage, trigger } from "#server/services/progress/children/testing/tree-stage.ts";
import { chainOf } from "#server/services/testing/seed-pipeline.ts";
import { fireTrigger } from "#server/services/triggers/fire-trigger.ts";
import { walkCalls } from "./walk-calls.ts";

const stage = await setTreeStage();

beforeAll(async () => {
  await stage.publish("leaf", chainOf("Leaf", [trigger, noop("inside")]));
});

describe("an invalid call", () => {
  const refusal = (definition: Parameters<typeof stage.publish>[1]) =>
    stage.publish(`refused-${Math.random().toString(36).slice(2, 8)}`, definition);

  it("is refused when it is published, and named", async () => {
    const definition = chainOf("Lost", [trigger, call("each", "nowhere")]);
    await expect(refusal(definition)).rejects.toMatchObject({
      code: "INVALID_DEFINITION",
      problems: [{ code: "UNKNOWN_PIPELINE", nodeId: "each", message: expect.stringContaining("nowhere") }],
    });
    await expect(
      refusal(chainOf("Old", [trigger, call("each", "leaf", {}, { version: 7 })])),
    ).rejects.toMatchObject({
      problems: [{ code: "CALL_UNPUBLISHED", message: expect.stringContaining("no version 7") }],
    });
    const limited = chainOf("Bound", [trigger, call("each", "leaf", { limits: { costMicros: 5 } })]);
    await expect(refusal(limited)).rejects.toMatchObject({
      problems: [{ code: "CALL_LIMIT", nodeId: "each" }],
    });
    const given = chainOf("Given", [trigger, call("each", "leaf", {}, { variables: { word: "'x'" } })]);
    await expect(refusal(given)).rejects.toMatchObject({ problems: [{ code: "CALL_VARIABLES" }] });
  });

  it("is one that leads back to its own pipeline by any path, at publishing and at start", async () => {
    const first = await stage.publish("ring-a", chainOf("Ring A", [trigger, noop("x")]));
    await stage.publish("ring-b", chainOf("Ring B", [trigger, call("back", "ring-a")]));
    await stage.publish("ring-c", chainOf("Ring C", [trigger, call("down", "leaf"), call("on", "ring-b")]));
    const closes = chainOf("Ring A", [trigger, call("round", "ring-c")]);
    await stage.database.asOwner(
      "update pipelines set draft = $2::jsonb, draft_text = $2::text where id = $1",
      [first, JSON.stringify(closes)],
    );
    const circle = {
      code: "INVALID_DEFINITION",
      problems: [
        { code: "CALL_CIRCLE", nodeId: "round", message: expect.stringContaining("Ring C → Ring B") },
      ],
    };
    await expect(
      publishPipeline(stage.context, { pipelineId: first, expectedRevision: null, note: null }),
    ).rejects.toMatchObject(circle);
    await expect(stage.start(first, null, { version: "draft" })).rejects.toMatchObject(circle);
  });

  it("is one that leads back through a tool of an agent", async () => {
    const talks = (id: string, pipeline: string, more: JsonObject = {}) => {
      const tool = {
        kind: "pipeline",
        name: "look",
        description: "Looks.",
        effect: "read",
        pipeline,
        ...more,
      };
      const config = { model: "sandbox/brief", task: "Go", tools: [tool] };
      return { id, type: "agent", name: "Talks", config } as unknown as ReturnType<typeof call>;
    };
    const first = await stage.publish("talk-a", chainOf("Talk A", [trigger, noop("x")]));
    await stage.publish("talk-b", chainOf("Talk B", [trigger, talks("back", "talk-a")]));
    const closes = chainOf("Talk A", [trigger, talks("round", "talk-b")]);
    await stage.database.asOwner(
      "update pipelines set draft = $2::jsonb, draft_text = $2::text where id = $1",
      [first, JSON.stringify(closes)],
    );
    const circle = {
      code: "INVALID_DEFINITION",
      problems: [
        {
          code: "CALL_CIRCLE",
          nodeId: "round",
          path: ["config", "tools", 0, "pipeline"],
          message: expect.stringContaining("Talk A → Talk B → Talk A"),
        },
      ],
    };
    await expect(
      publishPipeline(stage.context, { pipelineId: first, expectedRevision: null, note: null }),
    ).rejects.toMatchObject(circle);
    await expect(stage.start(first, null, { version: "draft" })).rejects.toMatchObject(circle);
    // Its slug refers to itself before anything of it is published.
    await expect(
      stage.publish("talk-self", chainOf("Talk self", [trigger, talks("me", "talk-self")])),
    ).rejects.toMatchObject({
      problems: [{ code: "CALL_CIRCLE", message: expect.stringContaining("Talk self → Talk self") }],
    });
    const given = chainOf("Given", [trigger, talks("each", "leaf", { variables: { word: "args.x" } })]);
    await expect(refusal(given)).rejects.toMatchObject({ problems: [{ code: "CALL_VARIABLES" }] });
  });

  it("is nested deeper than eight runs", async () => {
    await stage.publish("deep-0", chainOf("Deep 0", [trigger, noop("x")]));
    for (let depth = 1; depth <= 8; depth += 1) {
      await stage.publish(
        `deep-${depth}`,
        chainOf(`Deep ${depth}`, [trigger, call("down", `deep-${depth - 1}`)]),
      );
    }
    await expect(refusal(chainOf("Too deep", [trigger, call("down", "deep-8")]))).rejects.toMatchObject({
      problems: [{ code: "CALL_TOO_DEEP" }],
    });
  });

  it("keeps a trigger from starting its pipeline: the firing says why", async () => {
    const gone = await stage.publish("gone", chainOf("Gone", [trigger, noop("inside")]));
    const pipelineId = await stage.publish("hooked", {
      ...chainOf("Hooked", [trigger, call("each", "gone")]),
      triggers: [{ id: "paid", kind: "event", name: "invoice.paid" }],
    });
    await archivePipeline(stage.context, { pipelineId: gone, isArchived: true });
    const asked = { pipelineId, triggerId: "paid", data: {} };
    await expect(fireTrigger(stage.context, asked)).rejects.toMatchObject({ code: "INVALID_DEFINITION" });
    const firings = await stage.database.asOwner<{ outcome: string; reason: string }>(
      "select f.outcome, f.reason from trigger_firings f join triggers t on t.id = f.trigger_id where t.pipeline_id = $1",
      [pipelineId],
    );
    expect(firings).toMatchObject([
      { outcome: "refused", reason: expect.stringContaining("Gone is archived") },
    ]);
  });

  it("whose pipeline was deleted before its run starts fails its node with that", async () => {
    const runId = await stage.start(
      await stage.publish("top", chainOf("Top", [trigger, call("each", "leaf")])),
    );
    await stage.database.asOwner("update runs set calls = '{}' where id = $1", [runId]);
    await stage.work();
    expect((await stage.runOf(runId)).error).toMatchObject({ code: "CHILD_FAILED", nodeId: "each" });
  });
});

describe("a call", () => {
  it("produces a warning where its output lacks a field, also through nested calls", async () => {
    const made = {
      id: "made",
      type: "transform",
      name: "Made",
      config: { value: { kind: "'praise'" } },
    } as const;
    await stage.publish("typed", chainOf("Typed", [trigger, made]));
    await stage.publish("over", chainOf("Over", [trigger, call("typed", "typed")]));
    const read = { id: "read", type: "transform", name: "Read", config: { value: "input.mood" } } as const;
    const definition = chainOf("Reads", [trigger, call("each", "over"), read]);
    const problems = await validatePipeline(stage.context, { definition: JSON.stringify(definition) });
    expect(problems).toMatchObject({
      isValid: true,
      problems: [
        {
          severity: "warning",
          code: "TYPE_MISMATCH",
          nodeId: "read",
          message: expect.stringContaining("has no field"),
        },
      ],
    });
  });

  it("shows editors its problems, in the words of publishing", async () => {
    const asks = await stage.publish("asks", chainOf("Asks", [trigger, noop("x")]));
    await stage.publish("asked", chainOf("Asked", [trigger, call("back", "asks")]));
    const tool = {
      kind: "pipeline",
      name: "look",
      description: "Looks.",
      effect: "read",
      pipeline: "nowhere",
    };
    const talk = {
      id: "talk",
      type: "agent",
      name: "Talk",
      config: { model: "sandbox/brief", task: "Go", tools: [tool] },
    } as unknown as ReturnType<typeof call>;
    const body = { nodes: [call("deep", "asked")], edges: [] };
    const inside = { id: "in", type: "call", name: "Inside", config: { body } } as unknown as typeof talk;
    const definition = chainOf("Asks", [
      trigger,
      call("old", "leaf", {}, { version: 7 }),
      call("given", "leaf", {}, { variables: { word: "'x'" } }),
      call("fine", "leaf"),
      talk,
      inside,
    ]);
    const placed = writtenCalls(definition);
    const { problems } = await listCalledOutputs(stage.context, {
      pipelineId: asks,
      name: "Asks",
      calls: placed.map((each) => each.call),
    });
    const written = placed.flatMap((each, index) => {
      const fault = problems[index] ?? null;
      return fault === null ? [] : [callProblem(each, fault, "error")];
    });
    expect(written).toHaveLength(4);
    expect(written.map(({ message }) => message).join(" ")).toContain(
      'Node "talk": tool "look": there is no pipeline nowhere. Node "in": it would call itself for ever: Asks → Inside → Asked → Asks.',
    );
    const { workspaceId } = stage.context.actor;
    const walk = await withTenant(stage.context.db, workspaceId, (tx) =>
      walkCalls(tx, workspaceId, asks, definition as PipelineDefinition),
    );
    expect(written).toEqual(walk.problems);
  });

  it("shows editors its output schema, by name and version", async () => {
    const ends = {
      id: "ends",
      type: "transform",
      name: "Ends",
      config: { value: { kind: "'a'", of: "1" } },
    } as const;
    await stage.publish("known", chainOf("Known", [trigger, ends]));
    const asked = { variables: [], within: [] };
    const calls = [
      { pipeline: "known", version: null, ...asked },
      { pipeline: "known", version: 1, ...asked },
      { pipeline: "nowhere", version: null, ...asked },
    ];
    const { schemas: outputs } = await listCalledOutputs(stage.context, {
      pipelineId: null,
      name: "",
      calls,
    });
    const properties = { kind: { type: "string" }, of: { type: "number" } };
    const schema = { type: "object", properties, additionalProperties: false };
    expect(outputs).toEqual([schema, schema, {}]);
  });
});
