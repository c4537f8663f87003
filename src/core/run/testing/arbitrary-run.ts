import fc from "fast-check";
import type { ErrorInfo } from "#core/errors.ts";
import { type PipelineDefinition, pipelineDefinitionSchema } from "#core/pipeline/definition.ts";

/** How the attempts of one effect node end, one after the other; the last word holds for all further ones. */
export type Ending = "completed" | "failed" | "refused" | "lost" | "stopped";
export type Endings = { readonly [nodeId: string]: readonly Ending[] };

const types = ["transform", "broken", "condition", "cases", "parallel", "noop", "asked", "delay"] as const;

interface NodeSeed {
  readonly type: (typeof types)[number];
  readonly onError: "fail" | "continue" | "branch";
  readonly condition: string;
  readonly mapping: "none" | "input" | "output";
  readonly sources: readonly { readonly index: number; readonly way: number }[];
  readonly endings: readonly Ending[];
}

const nodeSeed: fc.Arbitrary<NodeSeed> = fc.record({
  // Effects most of all: only they leave anything to chance.
  type: fc.constantFrom(...types, "noop" as const, "noop" as const, "noop" as const),
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
  endings: fc.array(
    fc.constantFrom<Ending>("completed", "completed", "failed", "refused", "lost", "stopped"),
    {
      minLength: 1,
      maxLength: 6,
    },
  ),
});

const config = (seed: NodeSeed) => {
  switch (seed.type) {
    case "transform":
      return { value: { seen: "input", word: "variables.word" } };
    case "broken":
      return { value: "trigger.absent" };
    case "condition":
      return { condition: seed.condition };
    case "cases":
      return {
        cases: [
          { label: "first", when: seed.condition },
          { label: "second", when: "trigger.flag" },
        ],
      };
    case "parallel":
      return {};
    case "noop":
      return { action: "noop" };
    case "asked":
      return { model: "sandbox/brief", fallbackModel: ["sandbox/small", "sandbox/echo"], task: "Say it." };
    case "delay":
      return { seconds: 1 };
  }
};

const typeName = {
  transform: "transform",
  broken: "transform",
  condition: "condition",
  cases: "condition",
  parallel: "parallel",
  noop: "action",
  asked: "agent",
  delay: "delay",
};

function waysOut(seed: NodeSeed | undefined): readonly (string | undefined)[] {
  const labels = { condition: ["true", "false"], cases: ["first", "second", "else"] };
  return [
    undefined,
    ...(seed?.type === "condition" ? labels.condition : []),
    ...(seed?.type === "cases" ? labels.cases : []),
    ...(seed?.onError === "branch" ? ["error"] : []),
  ];
}

/** Node 0 is the trigger; each further node leads on from earlier ones, so there is no cycle. */
function toDefinition(seeds: readonly NodeSeed[]): PipelineDefinition {
  const nodes = seeds.map((seed, index) => ({
    id: `n${index + 1}`,
    type: typeName[seed.type],
    name: `Node ${index + 1}`,
    config: config(seed),
    onError: seed.onError,
    ...(seed.onError === "continue" ? { fallbackOutput: "second" } : {}),
    ...(seed.mapping === "input" ? { input: { all: "input", said: "nodes.start.output" } } : {}),
    ...(seed.mapping === "output" ? { output: "{'result': true, 'raw': output}" } : {}),
  }));
  const edges = seeds.flatMap((seed, index) =>
    seed.sources.map(({ index: pick, way }, place) => {
      const source = pick % (index + 1);
      const ways = waysOut(seeds[source - 1]);
      const condition = ways[way % ways.length];
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
    nodes: [{ id: "start", type: "trigger", name: "Start" }, ...nodes],
    edges,
  });
}

/** Any acyclic pipeline of every kind of node, and how the attempts of its effect nodes end. */
export const arbitraryRun: fc.Arbitrary<{
  readonly definition: PipelineDefinition;
  readonly endings: Endings;
  readonly flag: boolean;
}> = fc
  .record({ seeds: fc.array(nodeSeed, { minLength: 1, maxLength: 12 }), flag: fc.boolean() })
  .map(({ seeds, flag }) => ({
    definition: toDefinition(seeds),
    endings: Object.fromEntries(seeds.map((seed, index) => [`n${index + 1}`, seed.endings])),
    flag,
  }));

/** Numbers that choose, one after the other, what happens next. */
export const arbitrarySchedule: fc.Arbitrary<readonly number[]> = fc.array(fc.nat(1_000), {
  minLength: 40,
  maxLength: 120,
});

/** The error an attempt ends with. */
export function errorOf(ending: Ending, nodeId: string): ErrorInfo {
  const codes = { failed: "PROVIDER_OVERLOADED", refused: "PROVIDER_REFUSED", lost: "WORKER_LOST" } as const;
  const code = ending === "completed" || ending === "stopped" ? "INTERNAL" : codes[ending];
  return { code, message: `${nodeId} ${ending}`, retryable: ending !== "refused", nodeId };
}
