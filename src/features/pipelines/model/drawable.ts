import { sketchBodyOf } from "#core/gestures/in-body.ts";
import { markId, marksOf } from "#core/gestures/marks.ts";
import { sketchOf } from "#core/gestures/sketch.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { positionSchema } from "#core/nodes/fields/node-fields.ts";
import type { NodeTypeName } from "#core/nodes/registry.ts";
import { waysOfWritten } from "#core/nodes/type-of.ts";
import { withNextAsEdges } from "#core/pipeline/graph/next-edges.ts";
import { groupSchema, noteSchema } from "#core/pipeline/marks/marks.ts";
import type { GraphShape, GroupShape, InnerNodeShape, NoteShape } from "#features/graph/index.ts";

/** A node of an incomplete definition, with the summary that the graph shows. */
export interface DrawnNode {
  readonly title: string;
  readonly detail: string;
}

export interface Drawable {
  readonly shape: GraphShape;
  readonly nodes: ReadonlyMap<string, DrawnNode>;
}

/** What can be drawn of a definition, however invalid it is. */
export function drawableOf(value: Json): Drawable {
  const { raw } = withNextAsEdges(value);
  const root = isJsonObject(raw as Json) ? (raw as JsonObject) : {};
  const nodes = objectsIn(root.nodes).flatMap((node) => {
    const id = textOf(node.id);
    if (id === "") return [];
    return [
      {
        id,
        name: textOf(node.name) || id,
        type: textOf(node.type) || "unknown",
        position: positionSchema.safeParse(node.position).data ?? null,
        ...bodySizeOf(node),
        detail: detailOf(node),
      },
    ];
  });
  const impliedWays = new Map(
    objectsIn(root.nodes).map((node) => [textOf(node.id), waysOfWritten(node)?.implied ?? null]),
  );
  const edges = objectsIn(root.edges).map((edge, index) => {
    const condition = edge.condition;
    const label = typeof condition === "boolean" ? String(condition) : textOf(condition);
    const [id, from] = [textOf(edge.id) || `edge-${index}`, textOf(edge.from)];
    const way = label === "" ? (impliedWays.get(from) ?? null) : label;
    return { id, from, to: textOf(edge.to), condition: way };
  });
  return {
    shape: { nodes: nodes.map(({ detail: _, ...shape }) => shape), edges, ...marksIn(value) },
    nodes: new Map(nodes.map(({ id, type, detail }) => [id, { title: type, detail }])),
  };
}

/** Every node in a body, at any depth, with the nodes around it, as seen from the open body. */
export function nodesEverywhere(
  value: Json,
  within: InnerNodeShape["within"] = [],
): readonly InnerNodeShape[] {
  const bodies = new Map(sketchOf(value).nodes.map((node) => [node.id, sketchBodyOf(node)]));
  return drawableOf(value).shape.nodes.flatMap((node) => {
    const body = bodies.get(node.id) ?? null;
    const inside = body === null ? [] : nodesEverywhere(body, [...within, { id: node.id, name: node.name }]);
    return [{ ...node, within }, ...inside];
  });
}

/** Valid notes and groups. */
function marksIn(value: Json): Pick<GraphShape, "notes" | "groups"> {
  const marks = marksOf(value);
  if (marks.length === 0) return {};
  const notes = marks.flatMap(({ kind, id, raw }): readonly NoteShape[] => {
    const { data } = kind === "note" ? noteSchema.safeParse(raw) : { data: undefined };
    if (data === undefined) return [];
    const { text, position, size, colour } = data;
    return [{ id: markId("note", id), text, position, size, colour }];
  });
  const groups = marks.flatMap(({ kind, id, raw }): readonly GroupShape[] => {
    const { data } = kind === "group" ? groupSchema.safeParse(raw) : { data: undefined };
    if (data === undefined) return [];
    return [{ id: markId("group", id), name: data.name, nodeIds: data.nodes, colour: data.colour }];
  });
  return { notes, groups };
}

function bodySizeOf(node: JsonObject): { readonly bodySize?: number } {
  const body = sketchBodyOf({ raw: node });
  return body === null ? {} : { bodySize: objectsIn(body.nodes).length };
}

/** The summary of each node, by type: its model, its condition, its duration. The config may be incomplete. */
const details: Readonly<Record<NodeTypeName, (config: JsonObject) => string>> = {
  trigger: () => "",
  agent: ({ model, agentId }) => textOf(model) || textOf(agentId),
  condition: ({ cases, condition }) =>
    Array.isArray(cases) ? `${cases.length + 1} ways` : String(condition ?? "true"),
  action: ({ action, undo }) => `${textOf(action)}${isJsonObject(undo ?? null) ? ", with undo" : ""}`,
  parallel: () => "",
  delay: ({ seconds }) => (typeof seconds === "number" ? `${seconds} s` : ""),
  wait: ({ for: kind, name, seconds }) =>
    textOf(kind) === "time" && typeof seconds === "number" ? `${seconds} s` : textOf(name) || textOf(kind),
  transform: () => "",
  call: insideOf,
  map: insideOf,
  loop: (config) =>
    [insideOf(config), typeof config.maxPasses === "number" ? `up to ${config.maxPasses} times` : ""]
      .filter((part) => part !== "")
      .join(", "),
};

/** What a node runs inside: the name of a pipeline, or the size of its body. */
function insideOf({ pipeline, version, body }: JsonObject): string {
  if (body !== undefined && isJsonObject(body)) {
    const { length } = objectsIn(body.nodes);
    return length === 1 ? "1 node inside" : `${length} nodes inside`;
  }
  return typeof version === "number" ? `${textOf(pipeline)} v${version}` : textOf(pipeline);
}

function detailOf({ type, config }: JsonObject): string {
  const known = textOf(type);
  if (!Object.hasOwn(details, known)) return "";
  return details[known as NodeTypeName](isJsonObject(config) ? config : {});
}

function objectsIn(list: Json | undefined): readonly JsonObject[] {
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
