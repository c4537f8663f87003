import fc from "fast-check";
import type { ErrorInfo } from "#core/errors.ts";
import type { Json } from "#core/json/json.ts";
import type { NodeTypeName } from "#core/nodes/registry.ts";
import { undoIdOf } from "#core/nodes/undo-of.ts";
import { waysOf } from "#core/nodes/ways/ways-of.ts";
import {
  nodeDefinitionSchema,
  type PipelineDefinition,
  pipelineDefinitionSchema,
} from "#core/pipeline/definition.ts";

/**
 * How the attempts of one effect node end, one after the other; the last word holds for all further ones. `shut`: the
 * circuit of its model is open, and no call is made; a node that asks none fails.
 */
export type AttemptEnding = "completed" | "failed" | "refused" | "lost" | "stopped" | "shut";
export type AttemptEndings = { readonly [nodeId: string]: readonly AttemptEnding[] };

interface NodeSeed {
  readonly shape: Shape;
  readonly onError: "fail" | "continue" | "branch";
  readonly condition: string;
  readonly mapping: "none" | "input" | "output";
  readonly sources: readonly { readonly index: number; readonly way: number }[];
  readonly endings: readonly AttemptEnding[];
  /** How its undo ends, where it is an action; it has one where this is not empty. */
  readonly undoEndings: readonly AttemptEnding[];
}

/** One way in which a node of a type may be written. */
interface Shape {
  readonly type: NodeTypeName;
  /** How often it is chosen, beside the others. */
  readonly weight: number;
  readonly config: (seed: ConfigSeed) => Json;
}
type ConfigSeed = Pick<NodeSeed, "condition" | "undoEndings">;

const shape = (weight: number, config: (seed: ConfigSeed) => Json) => ({ weight, config });

/** It reads all that an undo sees. */
const undo = { action: "log", message: "{{ toJson([input, output, error]) }}" };

/**
 * Every type of the registry but the one that all graphs begin with: a new one does not compile until it has a shape.
 */
const shapesByType: {
  readonly [Type in Exclude<NodeTypeName, "trigger">]: readonly Omit<Shape, "type">[];
} = {
  transform: [
    shape(1, () => ({ value: { seen: "input", word: "variables.word" } })),
    shape(1, () => ({ value: "trigger.absent" })),
  ],
  condition: [
    shape(1, ({ condition }) => ({ condition })),
    shape(1, ({ condition }) => ({
      cases: [
        { label: "first", when: condition },
        { label: "second", when: "trigger.flag" },
      ],
    })),
  ],
  parallel: [shape(1, () => ({}))],
  // Effects most of all: only they leave anything to chance.
  action: [
    shape(4, ({ undoEndings }) => ({ action: "noop", ...(undoEndings.length === 0 ? {} : { undo }) })),
  ],
  agent: [
    shape(1, () => ({
      model: "sandbox/brief",
      fallbackModel: ["sandbox/small", "sandbox/echo"],
      task: "Say it.",
    })),
  ],
  call: [shape(1, () => ({ pipeline: "other", variables: { word: "variables.word" } }))],
  map: [
    shape(1, () => ({ items: "[1, 2, 3]", concurrency: 2, pipeline: "other" })),
    shape(1, () => ({ items: "[1, 2, 3]", pipeline: "other", onItemError: "tolerate", toleratedItems: 1 })),
  ],
  delay: [shape(1, () => ({ seconds: 1 }))],
  wait: [
    shape(1, () => ({
      for: "approval",
      title: "Go on with {{ input }}?",
      deadlineSeconds: 60,
      onTimeout: "reject",
    })),
    shape(1, () => ({
      for: "event",
      name: "done",
      match: "data.ending != variables.word",
      deadlineSeconds: 60,
    })),
  ],
  loop: [
    shape(1, ({ condition }) => ({ pipeline: "other", until: condition, maxPasses: 3 })),
    shape(1, () => ({
      pipeline: "other",
      until: "output.absent == 1",
      maxPasses: 2,
      carry: { was: "output" },
    })),
    shape(1, () => ({ pipeline: "other", until: "false", maxPasses: 2, carry: "output.absent" })),
  ],
};

const shapes: readonly Shape[] = Object.entries(shapesByType).flatMap(([type, known]) =>
  known.map((one) => ({ ...one, type: type as NodeTypeName })),
);

const ending = fc.constantFrom<AttemptEnding>(
  "completed",
  "completed",
  "failed",
  "refused",
  "lost",
  "stopped",
  "shut",
);

const nodeSeed: fc.Arbitrary<NodeSeed> = fc.record({
  shape: fc.oneof(...shapes.map((one) => ({ weight: one.weight, arbitrary: fc.constant(one) }))),
  onError: fc.constantFrom("fail", "fail", "continue", "branch"),
  condition: fc.constantFrom(
    "true",
    "false",
    "trigger.flag",
    "input.result",
    "size(variables.word) > 3",
    "1 / 0 > 1",
  ),
  mapping: fc.constantFrom("none", "none", "input", "output"),
  // Without any, the node is unreachable: seldom, so that graphs do not fall apart.
  sources: fc.oneof(
    { weight: 1, arbitrary: fc.constant([]) },
    {
      weight: 15,
      arbitrary: fc.array(fc.record({ index: fc.nat(100), way: fc.nat(10) }), { minLength: 1, maxLength: 3 }),
    },
  ),
  endings: fc.array(ending, { minLength: 1, maxLength: 6 }),
  undoEndings: fc.array(ending, { maxLength: 3 }),
});

/** The ways out of a node: those that its type knows, and that of a failure. */
function waysOut(node: { readonly onError: string } | undefined): readonly (string | undefined)[] {
  if (node === undefined) return [undefined];
  const known = waysOf(nodeDefinitionSchema.parse(node))?.labels ?? [];
  return [undefined, ...known, ...(node.onError === "branch" ? ["error"] : [])];
}

/** Node 0 is the trigger; each further node leads on from earlier ones, so there is no cycle. */
function toDefinition(seeds: readonly NodeSeed[], onFailure: "keep" | "undo"): PipelineDefinition {
  const nodes = seeds.map((seed, index) => ({
    id: `n${index + 1}`,
    type: seed.shape.type,
    name: `Node ${index + 1}`,
    config: seed.shape.config(seed),
    onError: seed.onError,
    ...(seed.onError === "continue" ? { fallbackOutput: "second" } : {}),
    ...(seed.mapping === "input" ? { input: { all: "input", said: "nodes.start.output" } } : {}),
    ...(seed.mapping === "output" ? { output: "{'result': true, 'raw': output}" } : {}),
  }));
  const ways = [undefined, ...nodes].map(waysOut);
  const edges = seeds.flatMap((seed, index) =>
    seed.sources.map(({ index: pick, way }, place) => {
      const source = pick % (index + 1);
      const known = ways[source] ?? [undefined];
      const condition = known[way % known.length];
      return {
        id: `e${index + 1}_${place}`,
        from: source === 0 ? "start" : `n${source}`,
        to: `n${index + 1}`,
        ...(condition === undefined ? {} : { condition }),
      };
    }),
  );
  return pipelineDefinitionSchema.parse({
    name: "Any",
    variables: { word: { default: "tides" } },
    settings: { onFailure },
    nodes: [{ id: "start", type: "trigger", name: "Start" }, ...nodes],
    edges,
  });
}

export interface AnyRun {
  readonly definition: PipelineDefinition;
  readonly endings: AttemptEndings;
  readonly flag: boolean;
}

/** Any acyclic pipeline of every kind of node, and how the attempts of its effect nodes end. */
export const arbitraryRun: fc.Arbitrary<AnyRun> = fc
  .record({
    seeds: fc.array(nodeSeed, { minLength: 1, maxLength: 12 }),
    flag: fc.boolean(),
    onFailure: fc.constantFrom("keep", "undo"),
  })
  .map(({ seeds, flag, onFailure }) => ({
    definition: toDefinition(seeds, onFailure),
    endings: Object.fromEntries(
      seeds.flatMap(({ endings, undoEndings }, index) => [
        [`n${index + 1}`, endings],
        [undoIdOf(`n${index + 1}`), undoEndings],
      ]),
    ),
    flag,
  }));

/** Numbers that choose, one after the other, what happens next. */
export const arbitrarySchedule: fc.Arbitrary<readonly number[]> = fc.array(fc.nat(1_000), {
  minLength: 40,
  maxLength: 120,
});

/** The error an attempt ends with. */
export function errorOf(ending: AttemptEnding, nodeId: string): ErrorInfo {
  const codes = {
    failed: "PROVIDER_OVERLOADED",
    refused: "PROVIDER_REFUSED",
    lost: "WORKER_LOST",
    shut: "CIRCUIT_OPEN",
  } as const;
  const code = ending === "completed" || ending === "stopped" ? "INTERNAL" : codes[ending];
  return { code, message: `${nodeId} ${ending}`, retryable: ending !== "refused", nodeId };
}
