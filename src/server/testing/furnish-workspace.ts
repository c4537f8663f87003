import type { TRPCClient } from "@trpc/client";
import type { AppRouter } from "#server/trpc/root.ts";
import type { Person } from "./people.ts";
import { askingDefinition, type InputIds, pureDefinition } from "./procedure-inputs.ts";

/** Contained in everything that the workspace holds: if a stranger finds it anywhere, something leaks. */
export const canaryWord = "canary-7c1f0e";

/** Creates one of everything, over HTTP; the run has ended and left its artifact. */
export async function furnishWorkspace(client: TRPCClient<AppRouter>, owner: Person): Promise<InputIds> {
  const fields = { name: canaryWord, instructions: canaryWord, model: "sandbox/brief" };
  const { agentId } = await client.agents.create.mutate({ ...fields, key: "writer" });
  const { keyId } = await client.keys.create.mutate({
    provider: "anthropic",
    label: canaryWord,
    secret: `sk-ant-${canaryWord}`,
    owner: "workspace",
  });
  const { secretId } = await client.secrets.create.mutate({
    name: canaryWord.replaceAll("-", "_"),
    value: canaryWord,
  });
  const definition = { ...pureDefinition, name: canaryWord };
  const { pipelineId } = await client.pipelines.create.mutate({ definition });
  await client.pipelines.publish.mutate({ pipelineId });
  const { runId } = await client.runs.start.mutate({ pipelineId, input: { word: canaryWord } });
  const asking = await client.pipelines.create.mutate({ definition: askingDefinition });
  const asked = { pipelineId: asking.pipelineId, input: { word: canaryWord } };
  const { waits } = await client.waits.list.query(await client.runs.start.mutate(asked));
  const waitId = waits[0]?.waitId;
  if (waitId === undefined) throw new Error("the run waits for nothing");
  const { tokenId } = await client.tokens.create.mutate({ name: canaryWord, scopes: ["read"] });
  const { invitationId } = await client.members.invite.mutate({ role: "viewer" });
  const { budgetId } = await client.budgets.create.mutate({
    scope: { pipelineId },
    per: "month",
    limitMicros: 1_000_000,
  });
  const kept = await keepSomething(client, runId);
  const { endpointId } = await client.webhooks.create.mutate({
    url: `https://receiver.example/${canaryWord}`,
    description: canaryWord,
    types: ["run.failed"],
  });
  const { deliveryId } = await client.webhooks.test.mutate({ endpointId });
  const { artifacts } = await client.artifacts.list.query({ runId });
  const artifactId = artifacts[0]?.id;
  if (artifactId === undefined) throw new Error("the run left no artifact");
  const { userId, email, sessionId } = owner;
  const people = { userId, email, sessionId, tokenId, invitationId };
  const made = { agentId, keyId, secretId, budgetId, endpointId, deliveryId };
  return { ...people, ...made, pipelineId, runId, artifactId, waitId, ...kept };
}

/** What somebody saves of a run: a test case, and a view of the list that it is in. */
async function keepSomething(client: TRPCClient<AppRouter>, run: string) {
  const { viewId } = await client.views.save.mutate({ name: canaryWord, query: `?text=${canaryWord}` });
  const saved = await client.tests.saveRun.mutate({ runId: run, name: canaryWord });
  return { viewId, testSetId: saved.setId, testCaseId: saved.caseId };
}
