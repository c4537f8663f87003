import { sketchOf } from "#core/gestures/sketch.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json } from "#core/json/json.ts";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";
import type { LastNode, RunSnapshot } from "./last-values.ts";
import type { Pins } from "./pins.ts";
import { mayPin, type TryRequest, tryRequest } from "./try-request.ts";

export const maxBenchInputs = 6;
export const maxBenchModels = 5;

/** An agent's input: from a run, or typed. */
export type BenchInput =
  | { readonly kind: "run"; readonly key: string; readonly view: RunSnapshot }
  | { readonly kind: "typed"; readonly key: string; readonly text: string };

/** The nodes whose outputs are a node's input. */
function sourcesOf(draft: Json, nodeId: string): readonly string[] {
  return [...new Set(sketchOf(draft).edges.flatMap(({ from, to }) => (to === nodeId ? [from] : [])))];
}

/** Why an input cannot be typed for a node; null if it can. */
export function typingObstacle(draft: Json, nodeId: string): string | null {
  const sources = sourcesOf(draft, nodeId);
  const nodes = sketchOf(draft).nodes.filter(({ id }) => sources.includes(id));
  if (nodes.length === 0) return "Nothing leads to it, so there is no input to type.";
  return nodes.every(mayPin)
    ? null
    : "What leads to it chooses a branch, so no input can be typed. Use inputs of runs.";
}

/** A typed input as outputs of the preceding nodes: text, JSON, or for several sources an object of both. */
export function typedPins(
  draft: Json,
  nodeId: string,
  text: string,
): { readonly ok: true; readonly pins: Pins } | { readonly ok: false; readonly message: string } {
  const sources = sourcesOf(draft, nodeId);
  const value = readValue(text);
  const [only, ...others] = sources;
  if (only === undefined) return { ok: false, message: "Nothing leads to this node." };
  if (others.length === 0) return { ok: true, pins: { [only]: value } };
  const given = isJsonObject(value) ? value : {};
  if (!sources.every((id) => Object.hasOwn(given, id)))
    return { ok: false, message: `It has several inputs: write an object with ${sources.join(", ")}.` };
  return { ok: true, pins: Object.fromEntries(sources.map((id) => [id, given[id] ?? null])) };
}

/** The parsed JSON if it is valid, else the text itself. */
function readValue(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/**
 * One cell of the bench: the agent alone, with one input and one model. A typed input takes all other values from
 * `base`. Null if the input cannot be used.
 */
export function benchRequest(
  draft: Json,
  nodeId: string,
  model: string,
  { input, base }: { readonly input: BenchInput; readonly base: RunSnapshot },
): (TryRequest & { readonly runId: RunSnapshot["run"]["id"] }) | null {
  const typed = input.kind === "typed" ? typedPins(draft, nodeId, input.text) : null;
  if (typed?.ok === false) return null;
  const view = input.kind === "run" ? input.view : base;
  const { fromNodeIds, changes } = tryRequest(draft, nodeId, "alone", { view, pins: typed?.pins ?? {} });
  return {
    runId: view.run.id,
    fromNodeIds,
    changes: { ...changes, agents: { [nodeId]: { model } } },
  };
}

/** The maximum cost of a cell in millionths of a dollar; null if a price is unknown. */
export function cellPrice({ expected }: Pick<RouterOutputs["runs"]["planFork"], "expected">) {
  const { everyTryMicros, playMicros, unpricedModels, unboundedNodes } = expected;
  const isSandbox = everyTryMicros === 0 && playMicros > 0;
  const isKnown = unpricedModels.length + unboundedNodes.length === 0;
  return { micros: isKnown ? (isSandbox ? playMicros : everyTryMicros) : null, isSandbox };
}

/** The result of a cell. */
export function cellResult(view: RunSnapshot, nodeId: string): LastNode | null {
  return view.nodeRuns.findLast((one) => one.nodeId === nodeId) ?? null;
}
