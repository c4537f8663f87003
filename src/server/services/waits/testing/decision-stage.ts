import { expect } from "vitest";
import type { JsonObject } from "#core/json/json.ts";
import type { TestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson, joinWorkspace } from "#server/testing/people.ts";

const asking = (approval: JsonObject) => ({
  name: "Asks",
  nodes: [
    { id: "start", type: "trigger", name: "Start" },
    {
      id: "go",
      type: "wait",
      name: "Go",
      config: { for: "approval", title: "Send {{ input.what }}?", ...approval },
    },
    {
      id: "yes",
      type: "transform",
      name: "Yes",
      config: { value: { went: "input.choice", form: "input.form" } },
    },
    { id: "no", type: "transform", name: "No", config: { value: { stayed: "input.choice" } } },
  ],
  edges: [
    { id: "a", from: "start", to: "go" },
    { id: "b", from: "go", to: "yes", condition: "approve" },
    { id: "c", from: "go", to: "no", condition: "reject" },
  ],
});

/** A workspace with a published pipeline that asks for a decision, and ends with it. */
export async function setDecisionStage(web: TestWeb, approval: JsonObject = {}) {
  const owner = await createPerson(web);
  const client = clientOf(web, owner);
  const definition = JSON.stringify(asking(approval));
  const { pipelineId } = await client.pipelines.create.mutate({ definition });
  await client.pipelines.publish.mutate({ pipelineId });
  const start = async () => {
    const { runId } = await client.runs.start.mutate({ pipelineId, input: { what: "the letter" } });
    const { waits } = await client.waits.list.query({ runId });
    const [wait] = waits;
    return { runId, waitId: wait?.waitId ?? expect.fail("nothing waits") };
  };
  const join = async (role: "admin" | "editor" | "viewer") => {
    const person = await createPerson(web);
    await joinWorkspace(web, person, owner.workspaceId, role);
    return { person, client: clientOf(web, person, owner.workspaceId) };
  };
  return { owner, client, pipelineId, start, join };
}
