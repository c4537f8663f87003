import { describe, expect, it } from "vitest";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json } from "#core/json/json.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson } from "#server/testing/people.ts";

const web = await createTestWeb();

// Ordered neither alphabetically nor by length.
const asked = { reason_for_it: { type: "string" }, sum: { type: "number" }, account: { type: "string" } };
const variables = { tone_of_voice: { default: "dry" }, to: { default: "Ada" }, about: { default: "tides" } };
const definition = {
  name: "Asks in order",
  variables,
  nodes: [
    { id: "start", type: "trigger", name: "Start" },
    {
      id: "go",
      type: "wait",
      name: "Go",
      config: { for: "approval", title: "Pay?", form: { type: "object", properties: asked } },
    },
  ],
  edges: [{ id: "a", from: "start", to: "go" }],
};

describe("a form's fields keep their author's order", () => {
  const keysOf = (value: Json | undefined) => (isJsonObject(value) ? Object.keys(value) : []);

  it("in the draft, in what is published, and in the decisions of either's runs", async () => {
    const { pipelines, runs, waits } = clientOf(web, await createPerson(web));
    const { pipelineId } = await pipelines.create.mutate({ definition: JSON.stringify(definition) });
    const fieldsAskedBy = async (version: "draft" | number) => {
      const { runId } = await runs.start.mutate({ pipelineId, version });
      const [wait] = (await waits.list.query({ runId })).waits;
      const { form } = await waits.get.query({ waitId: wait?.waitId ?? expect.fail("nothing waits") });
      return keysOf(isJsonObject(form) ? form.properties : undefined);
    };
    expect(await fieldsAskedBy("draft")).toEqual(Object.keys(asked));
    const { draft } = await pipelines.get.query({ pipelineId });
    expect(keysOf(isJsonObject(draft) ? draft.variables : undefined)).toEqual(Object.keys(variables));
    const { version } = await pipelines.publish.mutate({ pipelineId });
    const published = await pipelines.version.query({ pipelineId, number: version });
    expect(Object.keys(published.definition.variables)).toEqual(Object.keys(variables));
    expect(await fieldsAskedBy(version)).toEqual(Object.keys(asked));
  });

  it("and another order is another version", async () => {
    const { pipelines } = clientOf(web, await createPerson(web));
    const { pipelineId } = await pipelines.create.mutate({ definition: JSON.stringify(definition) });
    await pipelines.publish.mutate({ pipelineId });
    const { about, ...others } = variables;
    const turned = { ...definition, variables: { about, ...others } };
    const { draftRevision } = await pipelines.get.query({ pipelineId });
    await pipelines.saveDraft.mutate({
      pipelineId,
      definition: JSON.stringify(turned),
      expectedRevision: draftRevision,
    });
    const { version, isNew } = await pipelines.publish.mutate({ pipelineId });
    expect({ version, isNew }).toEqual({ version: 2, isNew: true });
    const published = await pipelines.version.query({ pipelineId, number: version });
    expect(Object.keys(published.definition.variables)).toEqual(["about", "tone_of_voice", "to"]);
  });
});

it("a name that is too long is cut between characters where a draft is stored with that error", async () => {
  const { pipelines } = clientOf(web, await createPerson(web));
  const name = `${"a".repeat(199)}🌊`;
  const text = JSON.stringify({ name, nodes: [] });
  const { pipelineId } = await pipelines.create.mutate({ definition: text, acceptFaults: true });
  expect((await pipelines.get.query({ pipelineId })).name).toBe("a".repeat(199));
});
