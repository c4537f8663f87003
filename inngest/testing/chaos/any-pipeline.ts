import type { NodeTypeName } from "#core/nodes/registry.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { agent, noop, trigger } from "../pipelines.ts";
import { seededRandom } from "../seeded-random.ts";
import { undoPath } from "./find-undo-faults.ts";

type NodeInput = PipelineDefinitionInput["nodes"][number];
type EdgeInput = NonNullable<PipelineDefinitionInput["edges"]>[number];

/** A quiet pipeline has the same graph as its troubled twin, and nothing happens to it. */
interface Mood {
  readonly isQuiet: boolean;
  readonly sinkUrl: string;
}

/**
 * The seed's own pace makes a model of the seed's own: where many share one, its circuit opens and all of them wait.
 */
interface SeededMood extends Mood {
  readonly paceMs: number;
}

function troubled(id: string, tokens: number, fault: string, { isQuiet, paceMs }: SeededMood): NodeInput {
  return agent(id, isQuiet ? `pace=0&tokens=${tokens}` : `pace=${paceMs}&tokens=${tokens}&${fault}&times=1`);
}

/** What is called by the others: it asks nobody for anything that is paid. */
export const calledPipeline = {
  name: "Called by others",
  nodes: [
    trigger,
    noop("first"),
    { id: "pause", type: "delay", name: "Pause", config: { seconds: 0.2 } },
    noop("last"),
  ],
  edges: [
    { id: "e1", from: "start", to: "first" },
    { id: "e2", from: "first", to: "pause" },
    { id: "e3", from: "pause", to: "last" },
  ],
} satisfies PipelineDefinitionInput;
/** Under which it is called. */
export const calledSlug = "called-by-others";

/** Nodes of every type of the registry: a new type does not compile until it takes part. */
const nodesByType: {
  readonly [Type in Exclude<NodeTypeName, "trigger">]: (mood: SeededMood) => readonly NodeInput[];
} = {
  agent: (mood) => [
    troubled("cut", 40, "fault=cut&after=8", mood),
    troubled("reset", 30, "fault=reset&after=5", mood),
    troubled("busy", 20, "fault=529&retryAfter=0", mood),
    troubled("broken", 25, "fault=500", mood),
    troubled("limited", 20, "fault=429&retryAfter=0", mood),
    { ...troubled("stalled", 15, "fault=stall&after=3", mood), timeoutMs: 2_000 },
    withFallback(troubled("gone", 20, "fault=404", mood)),
  ],
  action: ({ sinkUrl }) => [
    noop("noop"),
    {
      id: "call",
      type: "action",
      name: "Call",
      config: {
        action: "http.request",
        method: "POST",
        url: `${sinkUrl}/call`,
        undo: { action: "http.request", method: "POST", url: `${sinkUrl}${undoPath}` },
      },
      output: "output.body",
    },
    {
      id: "tell",
      type: "action",
      name: "Tell",
      config: {
        action: "event.send",
        name: "chaos.told",
        undo: { action: "event.send", name: "chaos.untold" },
      },
      // Its id is another one in each run.
      output: "output.matched",
    },
    {
      id: "ring",
      type: "action",
      name: "Ring",
      config: { action: "event.send", name: "chaos.rung", data: { at: "{{ run.startedAt }}" } },
      // Whether it is counted as heard depends on who was quicker.
      output: "'sent'",
    },
    {
      id: "save",
      type: "action",
      name: "Save",
      config: { action: "artifact.save", name: "said.txt", content: "Said." },
    },
  ],
  condition: () => [
    { id: "choice", type: "condition", name: "Choice", config: { condition: "size(trigger) > 30" } },
  ],
  parallel: () => [{ id: "fan", type: "parallel", name: "Fan", config: {} }],
  transform: () => [
    { id: "shape", type: "transform", name: "Shape", config: { value: { said: "trigger" } } },
  ],
  call: () => [{ id: "other", type: "call", name: "Other", config: { pipeline: calledSlug } }],
  map: () => [
    {
      id: "every",
      type: "map",
      name: "Every",
      config: {
        items: "['one', 'two', 'three']",
        concurrency: 2,
        body: {
          nodes: [noop("inside"), { id: "rest", type: "delay", name: "Rest", config: { seconds: 0.1 } }],
        },
      },
    },
  ],
  loop: () => [
    {
      id: "again",
      type: "loop",
      name: "Again",
      config: { pipeline: calledSlug, until: "false", maxPasses: 2 },
    },
  ],
  delay: () => [{ id: "pause", type: "delay", name: "Pause", config: { seconds: 0.3 } }],
  wait: () => [
    { id: "later", type: "wait", name: "Later", config: { for: "time", seconds: 0.3 } },
    {
      id: "asked",
      type: "wait",
      name: "Asked",
      // Nobody answers, so its time ends it.
      config: { for: "approval", title: "Go on?", choices: ["go"], deadlineSeconds: 1, onTimeout: "go" },
    },
    {
      id: "rung",
      type: "wait",
      name: "Rung",
      // Its event is sent beside it: before it waits, or while it does.
      config: { for: "event", name: "chaos.rung", match: "data.at == run.startedAt", lookBackSeconds: 600 },
      // What came is another run's each time.
      output: "output.name",
    },
  ],
};

function withFallback(node: NodeInput): NodeInput {
  return node.type === "agent"
    ? { ...node, config: { ...node.config, fallbackModel: ["sandbox/echo?pace=0&tokens=20"] } }
    : node;
}

/** A pipeline of every kind of node in an order and with arrows that the seed chooses. */
export function anyPipeline(seed: number, mood: Mood): PipelineDefinitionInput {
  const random = seededRandom(seed);
  const pick = (below: number) => Math.floor(random() * below);
  const all = Object.values(nodesByType).flatMap((make) => make({ ...mood, paceMs: 8 + (seed % 40) }));
  const nodes: readonly NodeInput[] = [trigger, ...rungBehindRing(shuffled(all, random))];
  const edges: EdgeInput[] = [];
  for (const [index, node] of nodes.entries()) {
    if (index === 0) continue;
    if (node.id === "rung") continue;
    // Mostly from one of the last few, so that there are chains and fans.
    const sources = new Set([Math.max(0, index - 1 - pick(4)), ...(random() < 0.3 ? [pick(index)] : [])]);
    for (const source of sources) edges.push(edgeFrom(nodes[source], node, edges.length, random));
  }
  edges.push(...besideRing(edges));
  const settings = { retryBackoffBase: 0.1, retryBackoffMax: 0.4, maxRetriesPerNode: 10 };
  const pipeline = { name: `Seed ${seed}`, settings, nodes: [...nodes], edges };
  return seed % 3 === 0 ? failingInTheEnd(pipeline, nodes, mood) : pipeline;
}

function rungBehindRing(nodes: readonly NodeInput[]): readonly NodeInput[] {
  const rung = nodes.filter(({ id }) => id === "rung");
  return nodes
    .filter(({ id }) => id !== "rung")
    .flatMap((node) => (node.id === "ring" ? [node, ...rung] : [node]));
}

/** Whoever waits for an event begins with the node that sends it, and never without it. */
function besideRing(edges: readonly EdgeInput[]): readonly EdgeInput[] {
  return edges
    .filter(({ to }) => to === "ring")
    .map((edge, index) => ({ ...edge, id: `e${edges.length + index}`, to: "rung" }));
}

/** When all is done one more request is refused, and everything is undone. */
function failingInTheEnd(
  {
    edges,
    settings,
    ...pipeline
  }: { readonly name: string; readonly settings: object; readonly edges: readonly EdgeInput[] },
  nodes: readonly NodeInput[],
  { sinkUrl }: Mood,
): PipelineDefinitionInput {
  const last: NodeInput = {
    id: "last",
    type: "action",
    name: "Last",
    config: { action: "http.request", method: "POST", url: `${sinkUrl}/refuse` },
  };
  const toLast = nodes.map((node, index) => edgeFrom(node, last, edges.length + index, () => 0));
  return {
    ...pipeline,
    settings: { ...settings, onFailure: "undo" },
    nodes: [...nodes, last],
    edges: [...edges, ...toLast],
  };
}

function edgeFrom(
  source: NodeInput | undefined,
  node: NodeInput,
  count: number,
  random: () => number,
): EdgeInput {
  const label = source?.type === "condition" ? { condition: random() < 0.7 ? "true" : "false" } : {};
  return { id: `e${count}`, from: source?.id ?? "start", to: node.id, ...label };
}

function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((left, right) => left.at - right.at)
    .map(({ item }) => item);
}
