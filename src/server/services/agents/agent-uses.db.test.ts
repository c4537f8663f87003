import { expect, it } from "vitest";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson } from "#server/testing/people.ts";

const web = await createTestWeb();
const client = clientOf(web, await createPerson(web));
const { agents, pipelines } = client;

function asking(name: string, ...agentKeys: readonly string[]): PipelineDefinitionInput {
  return {
    name,
    nodes: [
      { id: "start", type: "trigger", name: "Start" },
      ...agentKeys.map((agentId, index) => ({
        id: `ask${index}`,
        type: "agent" as const,
        name: `Ask ${agentId}`,
        config: { agentId, task: "Write" },
      })),
    ],
    edges: agentKeys.map((_, index) => ({ id: `e${index}`, from: "start", to: `ask${index}` })),
  };
}

async function createAgent(key: string) {
  const made = await agents.create.mutate({ key, name: key, instructions: "", model: "sandbox/brief" });
  return made.agentId;
}

it("finds an agent in drafts and in published versions of any age, and in nothing else", async () => {
  const writer = await createAgent("writer");
  await createAgent("critic");
  const { pipelineId } = await pipelines.create.mutate({ definition: asking("Both", "writer", "critic") });
  await pipelines.publish.mutate({ pipelineId });
  await pipelines.saveDraft.mutate({
    pipelineId,
    definition: asking("Both", "critic"),
    expectedRevision: 1,
  });
  await pipelines.publish.mutate({ pipelineId });
  const draft = await pipelines.create.mutate({ definition: asking("Draft", "writer") });
  await pipelines.create.mutate({ definition: asking("Neither") });
  await pipelines.create.mutate({ definition: "nodes: what is this", acceptFaults: true });
  await pipelines.archive.mutate({ pipelineId: draft.pipelineId });

  const { uses } = await agents.usage.query({ agentId: writer });
  expect(uses).toEqual([
    {
      agentKey: "writer",
      pipelineId,
      pipelineName: "Both",
      isArchived: false,
      publishedVersion: 2,
      draftNodes: [],
      versions: [1],
    },
    {
      agentKey: "writer",
      pipelineId: draft.pipelineId,
      pipelineName: "Draft",
      isArchived: true,
      publishedVersion: null,
      draftNodes: ["Ask writer"],
      versions: [],
    },
  ]);
  const all = (await agents.usage.query()).uses;
  expect(all.map(({ agentKey, versions }) => [agentKey, versions])).toEqual([
    ["critic", [2, 1]],
    ["writer", [1]],
    ["writer", []],
  ]);
});
