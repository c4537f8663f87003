import { type EditPath, EditRefused } from "#core/definition-text/edit/text-edit.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { writtenBody } from "#core/pipeline/bodies/edged-graph.ts";
import { withTrigger } from "#core/pipeline/bodies/with-trigger.ts";
import { listIn } from "#core/pipeline/graph/graph.ts";
import { withNextAsEdges } from "#core/pipeline/graph/next-edges.ts";
import type { PlanGesture } from "./gesture.ts";
import { type SketchNode, sketchOf } from "./sketch.ts";

/** The ids of the nodes whose bodies contain something, outermost first; empty: in the definition itself. */
export type Within = readonly string[];

/** A graph, and where it is written. */
export interface GraphPlace {
  readonly path: EditPath;
  readonly value: Json;
  /** The nodes whose bodies contain it, outermost first. */
  readonly owners: readonly SketchNode[];
}

/** The graph that ids lead to, or the nearest one around it: a node may lose its body while its author types. */
export function graphWithin(value: Json, within: Within): GraphPlace {
  let place: GraphPlace = { path: [], value, owners: [] };
  for (const id of within) {
    const owner = sketchOf(place.value).nodes.find((node) => node.id === id);
    const body = owner === undefined ? null : sketchBodyOf(owner);
    if (owner === undefined || body === null) return place;
    place = {
      path: [...place.path, "nodes", owner.index, "config", "body"],
      value: body,
      owners: [...place.owners, owner],
    };
  }
  return place;
}

/** The body of a node as written; null if it has none. */
export function sketchBodyOf({ raw }: Pick<SketchNode, "raw">): JsonObject | null {
  const body = writtenBody(raw) as Json;
  return isJsonObject(body) ? body : null;
}

/** The same gesture in the body that ids lead to: a body is a graph like the definition around it. */
export function inBody(within: Within, plan: PlanGesture): PlanGesture {
  if (within.length === 0) return plan;
  return (value) => {
    const { path, value: body, owners } = graphWithin(value, within);
    if (owners.length < within.length) throw new EditRefused("This body is no longer in the text.");
    const { edits, ...gesture } = plan(body);
    return { ...gesture, edits: edits.map((edit) => ({ ...edit, path: [...path, ...edit.path] })) };
  };
}

/** A graph as its expressions see it: a body begins with its input, and has the variables around it. */
export function asSeenInside(value: Json, { value: graph, owners }: GraphPlace): Json {
  if (owners.length === 0 || !isJsonObject(value)) return value;
  const { raw } = withNextAsEdges(graph);
  const { nodes, edges } = withTrigger(listIn(raw, "nodes"), listIn(raw, "edges"));
  const seen = { nodes: [...nodes], edges: [...edges] } as JsonObject;
  return value.variables === undefined ? seen : { ...seen, variables: value.variables };
}
