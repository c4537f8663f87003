import { evaluateMapping, type Mapping } from "#core/expression/evaluate-mapping.ts";
import type { Scope } from "#core/expression/scope.ts";
import { type Sketch, type SketchNode, sketchOf } from "#core/gestures/sketch.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { waysOfWritten } from "#core/nodes/type-of.ts";
import { errorLabel } from "#core/pipeline/graph/way-out.ts";

/** A run's result of one node. */
export interface LastResult {
  /** Whether it has an output: not if it was skipped, failed or has not ended. */
  readonly hasOutput: boolean;
  readonly output: Json;
  /** The branch it took; null if none. */
  readonly branch: string | null;
  /** Why an agent's model stopped. */
  readonly stop: string | null;
}

/** The part of a run that previews need. */
export interface LastValues {
  readonly input: Json;
  readonly variables: JsonObject;
  readonly runId: string;
  readonly startedAtMs: number;
  /** For a run in a body: its item. */
  readonly item?: { readonly index: number };
  /** By node id, without values that are too large to be loaded. */
  readonly results: ReadonlyMap<string, LastResult>;
}

export type PreviewScope =
  | { readonly ok: true; readonly scope: Scope; readonly unmapped: Scope }
  | { readonly ok: false; readonly message: string };

/**
 * What the expressions of a node in an incomplete definition can read, with a run's values: `unmapped` for the node's
 * own input mapping, `scope` for everything else. Unavailable if a preceding node has no result.
 */
export function previewScope(value: Json, nodeId: string, last: LastValues): PreviewScope {
  const sketch = sketchOf(value);
  const node = sketch.nodes.find(({ id }) => id === nodeId);
  if (node === undefined) return { ok: false, message: `there is no node "${nodeId}"` };
  const input = inputOf(sketch, node, last);
  if (!input.ok) return input;
  const own = last.results.get(nodeId);
  const unmapped: Scope = {
    input: input.value,
    trigger: last.input,
    variables: { ...defaultsIn(value), ...last.variables },
    run: { id: last.runId, startedAt: new Date(last.startedAtMs).toISOString() },
    ...(last.item === undefined ? {} : { item: last.item }),
    nodes: Object.fromEntries([...last.results].map(([id, result]) => [id, seen(result)])),
    ...(own?.hasOutput === true ? { output: own.output } : {}),
  };
  const { input: mapping } = node.raw;
  if (mapping === undefined) return { ok: true, scope: unmapped, unmapped };
  const mapped = evaluateMapping(mapping as Mapping, unmapped);
  if (!mapped.ok) return { ok: false, message: `input: ${mapped.message}` };
  return { ok: true, scope: { ...unmapped, input: mapped.value }, unmapped };
}

function seen({ hasOutput, output, stop }: LastResult): Scope["nodes"][string] {
  return hasOutput ? { output, ...(stop === null ? {} : { stop }) } : null;
}

function inputOf(
  { nodes, edges }: Sketch,
  { id, raw }: SketchNode,
  { input, results }: LastValues,
): { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly message: string } {
  if (raw.type === "trigger") return { ok: true, value: input };
  const incoming = edges.filter(({ to }) => to === id);
  const sources = [...new Set(incoming.map(({ from }) => from))];
  const unknown = sources.find((from) => !results.has(from));
  if (unknown !== undefined) return { ok: false, message: `the run has no result of ${unknown}` };
  const outputs = sources.map((from): [string, Json] => {
    const result = results.get(from);
    const source = nodes.find((one) => one.id === from);
    const implied = source === undefined ? null : (waysOfWritten(source.raw)?.implied ?? null);
    const ways = incoming.filter((edge) => edge.from === from).map(({ condition }) => condition ?? implied);
    return [from, result?.hasOutput === true && isTaken(ways, result.branch) ? result.output : null];
  });
  const [only, ...others] = outputs;
  if (only === undefined) return { ok: true, value: null };
  return { ok: true, value: others.length === 0 ? only[1] : Object.fromEntries(outputs) };
}

function isTaken(ways: readonly (string | null)[], branch: string | null): boolean {
  return ways.some((way) => (way === null ? branch !== errorLabel : way === branch));
}

function defaultsIn(value: Json): JsonObject {
  const variables = isJsonObject(value) && isJsonObject(value.variables ?? null) ? value.variables : {};
  return Object.fromEntries(
    Object.entries(variables as JsonObject).flatMap(([name, declared]) =>
      isJsonObject(declared) && declared.default !== undefined ? [[name, declared.default]] : [],
    ),
  );
}
