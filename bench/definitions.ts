import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { chainOf, noop } from "#server/services/testing/seed-pipeline.ts";

const trigger = { id: "start", type: "trigger", name: "Start" } as const;

/** A node that is decided inside the transaction that reaches it. */
const transform = (id: string) => ({ id, type: "transform", name: id, config: { value: "input" } }) as const;

const ids = (count: number) => Array.from({ length: count }, (_, index) => `n${index + 1}`);

export function transformsInARow(count: number): PipelineDefinitionInput {
  return chainOf(`${count} transforms`, [trigger, ...ids(count).map(transform)]);
}

export function noopsInARow(count: number): PipelineDefinitionInput {
  return chainOf(`${count} steps`, [trigger, ...ids(count).map(noop)]);
}

/** One node, then `width` in parallel, then one that waits for all of them. */
export function fan(width: number): PipelineDefinitionInput {
  const branches = ids(width);
  return {
    name: `Fan of ${width}`,
    nodes: [trigger, noop("first"), ...branches.map(noop), noop("join")],
    edges: [
      { id: "e", from: "start", to: "first" },
      ...branches.flatMap((id) => [
        { id: `out-${id}`, from: "first", to: id },
        { id: `in-${id}`, from: id, to: "join" },
      ]),
    ],
  };
}

/** One agent that streams; `model` says how. */
export function oneAgent(model: string): PipelineDefinitionInput {
  const agent = {
    id: "talk",
    type: "agent",
    name: "Talk",
    config: { instructions: "Say it.", model, task: "{{ input }}" },
  } as const;
  return chainOf("One agent", [trigger, agent]);
}

/** Calls a model that answers immediately for each word of the input, this many in parallel. */
export function mapOfWords(concurrency: number): PipelineDefinitionInput {
  const say = {
    id: "say",
    type: "agent",
    name: "Say",
    config: { model: "sandbox/echo?pace=0", task: "{{ input }}", maxTokens: 100 },
  } as const;
  const config = { items: "input.split(' ')", concurrency, body: { nodes: [say] } };
  return chainOf("Map of words", [trigger, { id: "each", type: "map", name: "Each", config }]);
}
