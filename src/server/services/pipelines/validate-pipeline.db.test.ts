import { describe, expect, it } from "vitest";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { cyclic, sound } from "#server/services/testing/written-definitions.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson } from "#server/testing/people.ts";
import { pureDefinition } from "#server/testing/procedure-inputs.ts";
import { refusalOf } from "#server/testing/refusal.ts";

const web = await createTestWeb();
const client = clientOf(web, await createPerson(web));
const { pipelines } = client;

async function count(table: "pipelines" | "pipeline_versions" | "runs"): Promise<number> {
  const rows = await web.database.asOwner<{ rows: string }>(`select count(*) as rows from ${table}`);
  return Number(rows[0]?.rows);
}

describe("pipelines.validate", () => {
  it("reports no problem in a valid definition, as text and as data", async () => {
    expect(await pipelines.validate.mutate({ definition: sound })).toEqual({ isValid: true, problems: [] });
    expect(await pipelines.validate.mutate({ definition: pureDefinition })).toEqual({
      isValid: true,
      problems: [],
    });
  });

  it("warns of a number that reads otherwise than it looks, and accepts it", async () => {
    const definition = sound.replace("nodes:", "variables: { release: { default: 1.10 } }\nnodes:");
    const warning = { severity: "warning", line: 3, path: ["variables", "release", "default"] };
    expect(await pipelines.validate.mutate({ definition })).toMatchObject({
      isValid: true,
      problems: [warning],
    });
  });

  it("has the same maximum size as data and as text, and says so exactly", async () => {
    const definition = { ...pureDefinition, description: "x".repeat(262_144) };
    const { problems } = await pipelines.validate.mutate({ definition });
    expect(problems[0]?.message).toMatch(/262,\d{3} characters; the limit is 262,144/);
  });

  it("limits how often one person's definitions are read, and nobody else's", async () => {
    const busy = clientOf(web, await createPerson(web)).pipelines;
    const calls = Array.from({ length: 125 }, () => busy.validate.mutate({ definition: "name: x" }));
    const refused = (await Promise.allSettled(calls)).filter(({ status }) => status === "rejected");
    expect(refused).toHaveLength(5);
    expect(await refusalOf(busy.create.mutate({ definition: pureDefinition }))).toBe("RATE_LIMITED");
    expect((await pipelines.validate.mutate({ definition: pureDefinition })).isValid).toBe(true);
  });

  it("names the nodes of a cycle and its line", async () => {
    const { isValid, problems } = await pipelines.validate.mutate({ definition: cyclic });
    expect(isValid).toBe(false);
    expect(problems).toMatchObject([{ code: "CYCLE", severity: "error" }]);
    expect(problems[0]?.message).toMatch(/a.*b|b.*a/);
  });

  it.each([
    ["invalid YAML", "name: [unclosed", { line: 1 }],
    [
      "an unknown field",
      sound.replace("name: A,", "name: A, colour: red,"),
      { code: "UNKNOWN_FIELD", nodeId: "a", line: 5 },
    ],
    [
      "a dangling edge",
      sound.replace("to: b }", "to: nowhere }"),
      { code: "DANGLING_EDGE", edgeId: "e2", line: 9 },
    ],
    [
      "an unknown type",
      sound.replace("type: transform, name: A", "type: teleport, name: A"),
      { code: "UNKNOWN_TYPE", nodeId: "a" },
    ],
    ["an empty text", "", { line: 1 }],
  ])("locates %s", async (_what, definition, expected) => {
    const { isValid, problems } = await pipelines.validate.mutate({ definition });
    expect(isValid).toBe(false);
    expect(problems[0]).toMatchObject(expected);
  });

  it("knows the agents of the workspace, and no others", async () => {
    const definition: PipelineDefinitionInput = {
      ...pureDefinition,
      nodes: [
        { id: "start", type: "trigger", name: "Start" },
        { id: "shape", type: "agent", name: "Draft", config: { agentId: "poet", task: "Write" } },
      ],
    };
    const before = await pipelines.validate.mutate({ definition });
    expect(before.problems).toMatchObject([{ code: "UNKNOWN_AGENT", nodeId: "shape" }]);
    await client.agents.create.mutate({
      key: "poet",
      name: "Poet",
      instructions: "",
      model: "sandbox/brief",
    });
    expect(await pipelines.validate.mutate({ definition })).toEqual({ isValid: true, problems: [] });
    const stranger = clientOf(web, await createPerson(web));
    expect((await stranger.pipelines.validate.mutate({ definition })).isValid).toBe(false);
  });

  it("stores and runs nothing", async () => {
    expect(await count("pipelines")).toBe(0);
    expect(await count("pipeline_versions")).toBe(0);
  });

  it("warns of a trigger that waits for an unknown pipeline, at its line", async () => {
    const triggers = "triggers: [{ id: after, kind: run, pipeline: ingest, status: [completed] }]";
    const definition = sound.replace("nodes:", `${triggers}\nnodes:`);
    const { isValid, problems } = await pipelines.validate.mutate({ definition });
    expect(isValid).toBe(true);
    expect(problems).toMatchObject([
      {
        code: "UNKNOWN_PIPELINE",
        severity: "warning",
        line: 3,
        path: ["triggers", 0, "pipeline"],
        message: expect.stringContaining("ingest"),
      },
    ]);
    await pipelines.create.mutate({ definition: sound.replace(/^name: .*$/m, "name: ingest") });
    expect((await pipelines.validate.mutate({ definition })).problems).toEqual([]);
  });
});
