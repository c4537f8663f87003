import { expect, it } from "vitest";
import { type PipelineDefinitionInput, pipelineDefinitionSchema } from "#core/pipeline/definition.ts";
import { publishBreaks } from "./publish-breaks.ts";

const base: PipelineDefinitionInput = {
  name: "Digest",
  variables: { tone: { default: "calm" }, old: {} },
  nodes: [
    { id: "start", type: "trigger", name: "Start" },
    { id: "say", type: "transform", name: "Say", config: { value: "input.text + variables.tone" } },
  ],
  edges: [{ id: "e", from: "start", to: "say" }],
  triggers: [
    { id: "daily", kind: "schedule", cron: "0 8 * * *" },
    { id: "hook", kind: "webhook", scheme: "bearer" },
  ],
};
const read = (changed: Partial<PipelineDefinitionInput>) =>
  pipelineDefinitionSchema.parse({ ...base, ...changed });
const breaks = (changed: Partial<PipelineDefinitionInput>) => publishBreaks(read(changed), read({}));

it("is silent if nothing breaks", () => {
  expect(breaks({ name: "Another" })).toEqual([]);
  expect(breaks({ variables: { ...base.variables, more: { default: 1, required: true } } })).toEqual([]);
});

it("names variables and fields that callers must know about", () => {
  expect(breaks({ variables: { tone: { required: true } } })).toEqual([
    "A run with the variable old is refused: the variable no longer exists.",
    "A run without the variable tone is refused.",
  ]);
  const [start, say] = base.nodes;
  if (start === undefined || say === undefined) throw new Error("no nodes");
  const value = "input.text + input.name + variables.tone";
  const nodes = [start, { id: "say", type: "transform" as const, name: "Say", config: { value } }];
  expect(breaks({ nodes })).toEqual(["It reads the field name of its input, which it did not before."]);
});

it("names triggers that are gone or changed, and another shape of the output", () => {
  expect(breaks({ triggers: [{ id: "daily", kind: "schedule", cron: "0 9 * * *" }] })).toEqual([
    "The schedule trigger daily is changed.",
    "The webhook trigger hook is gone: it will start nothing.",
  ]);
  const end = { id: "end", type: "transform" as const, name: "End", config: { value: "1" } };
  const edges = [...(base.edges ?? []), { id: "f", from: "start", to: "end" }];
  expect(breaks({ nodes: [...base.nodes, end], edges })).toEqual([
    "The output of a run is an object of end, say; it was what say puts out.",
  ]);
});
