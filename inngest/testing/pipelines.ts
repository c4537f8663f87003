import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { noop } from "#server/services/testing/seed-pipeline.ts";

export { noop };

type NodeInput = PipelineDefinitionInput["nodes"][number];
type EdgeInput = NonNullable<PipelineDefinitionInput["edges"]>[number];

export const trigger = { id: "start", type: "trigger", name: "Start" } as const;

/** An agent over the sandbox. `options` shape its answer: `pace=10&tokens=50&fault=cut`. */
export const agent = (id: string, options: string, task = "{{ input }}") =>
  ({
    id,
    type: "agent",
    name: id,
    config: { instructions: "Say it.", model: `sandbox/echo?${options}`, task },
  }) as const;

/** Edges from `a -> b`, or `a -true-> b` out of a condition. */
export function edges(...arrows: readonly string[]): EdgeInput[] {
  return arrows.map((arrow, index) => {
    const [from = "", label = "", to = ""] = arrow.split(/ -(\w*)-?> /);
    return { id: `e${index}`, from, to, ...(label === "" ? {} : { condition: label }) };
  });
}

/** Of pipelines with trouble, so that each has models of its own: their circuits stay closed. */
let troubled = 0;

/**
 * Three agents side by side, one of which meets trouble and one of which waits first; a join; a condition with a dead
 * branch; an agent and an action at the end. `paceMs` is the time per piece: at 0, without trouble, it is the same
 * pipeline at its fastest.
 */
export function troubledPipeline(paceMs: number): PipelineDefinitionInput {
  const pace = `pace=${paceMs === 0 ? 0 : paceMs + (troubled++ % 20)}`;
  const trouble = (fault: string) => (paceMs === 0 ? "" : `&${fault}`);
  const nodes: NodeInput[] = [
    trigger,
    agent("cut", `${pace}&tokens=60${trouble("fault=cut&after=8&times=1")}`, "One: {{ input }}"),
    agent("refused", `${pace}&tokens=40${trouble("fault=529&times=1&retryAfter=0")}`, "Two: {{ input }}"),
    { id: "pause", type: "delay", name: "Pause", config: { seconds: 0.3 } },
    agent("late", `${pace}&tokens=30`, "Three: {{ input }}"),
    noop("join"),
    { id: "fork", type: "condition", name: "Fork", config: { condition: "size(input.cut) > 100" } },
    agent("long", `${pace}&tokens=50`, "{{ nodes.cut.output }} / {{ nodes.late.output }}"),
    agent("short", pace),
    noop("end"),
  ];
  return {
    name: "Trouble",
    settings: { retryBackoffBase: 0.2, retryBackoffMax: 0.5 },
    nodes,
    edges: edges(
      "start -> cut",
      "start -> refused",
      "start -> pause",
      "pause -> late",
      "cut -> join",
      "refused -> join",
      "late -> join",
      "join -> fork",
      "fork -true-> long",
      "fork -false-> short",
      "long -> end",
      "short -> end",
    ),
  };
}
