import { randomUUID } from "node:crypto";
import type { TRPCClient } from "@trpc/client";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson } from "#server/testing/people.ts";
import type { AppRouter } from "#server/trpc/root.ts";

const shouting = (shout: string): PipelineDefinitionInput => ({
  name: `Shout ${randomUUID()}`,
  variables: { mark: { default: "!" } },
  nodes: [
    { id: "start", type: "trigger", name: "Start" },
    { id: "shout", type: "transform", name: "Shout", config: { value: { said: shout } } },
  ],
  edges: [{ id: "e1", from: "start", to: "shout" }],
});

export const plain = "input.word + variables.mark";

/** A published pipeline with one case made from a run. */
async function makeCase(client: TRPCClient<AppRouter>) {
  const definition = shouting(plain);
  const { pipelineId } = await client.pipelines.create.mutate({ definition });
  await client.pipelines.publish.mutate({ pipelineId });
  const { runId } = await client.runs.start.mutate({ pipelineId, input: { word: "tides" } });
  const saved = await client.tests.saveRun.mutate({ runId });
  const redraft = async (shout: string) => {
    const { draftRevision, name } = await client.pipelines.get.query({ pipelineId });
    const next = { ...shouting(shout), name };
    await client.pipelines.saveDraft.mutate({
      pipelineId,
      definition: next,
      expectedRevision: draftRevision,
    });
  };
  return { ...saved, runId, redraft };
}

/** Its run calls a model, and then asks people. */
export const asking = {
  name: "Asking a model and people",
  nodes: [
    { id: "start", type: "trigger", name: "Start" },
    {
      id: "draft",
      type: "agent",
      name: "Draft",
      config: { model: "sandbox/brief", task: "Answer {{ input.text }}." },
    },
    { id: "ask", type: "wait", name: "Ask", config: { for: "approval", title: "Send it?" } },
    { id: "sent", type: "transform", name: "Sent", config: { value: { sent: "nodes.draft.output" } } },
    { id: "kept", type: "transform", name: "Kept", config: { value: { kept: "nodes.draft.output" } } },
  ],
  edges: [
    { id: "e1", from: "start", to: "draft" },
    { id: "e2", from: "draft", to: "ask" },
    { id: "e3", from: "ask", to: "sent", condition: "approve" },
    { id: "e4", from: "ask", to: "kept", condition: "reject" },
  ],
} satisfies PipelineDefinitionInput;

/** A new workspace, its owner, and a function that creates a pipeline with a case. */
export async function setTestStage() {
  const web = await createTestWeb();
  const owner = await createPerson(web);
  const client = clientOf(web, owner);
  return { web, owner, client, makeCase: () => makeCase(client) };
}
