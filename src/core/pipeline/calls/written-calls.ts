import { isObject } from "#core/json/is-object.ts";
import { mayHaveBody } from "#core/nodes/type-of.ts";
import { writtenBody } from "../bodies/edged-graph.ts";
import { fieldOf, listIn } from "../graph/graph.ts";
import type { NodeCall } from "./calls.ts";

/** What a definition expects of a pipeline that it calls. */
export interface WrittenCall {
  readonly pipeline: string;
  /** Null: the published version. */
  readonly version: number | null;
  /** Names of the variables that it is given. */
  readonly variables: readonly string[];
  /** Names of the nodes whose bodies contain the call, outermost first. */
  readonly within: readonly string[];
}

/** A call with its place, like `NodeCall`. */
export interface PlacedWrittenCall extends Pick<NodeCall, "nodeId" | "path" | "tool"> {
  readonly call: WrittenCall;
}

/** The definition's own node that contains a graph, and where in it. */
interface Around {
  readonly ownerId: unknown;
  readonly path: readonly (string | number)[];
  readonly within: readonly string[];
}

/**
 * The calls of a definition, however incomplete, in order; for a valid one the same as `callsOf`. Those that do not
 * name a pipeline, or are in a node without an id, are left out.
 */
export function writtenCalls(raw: unknown): readonly PlacedWrittenCall[] {
  return callsIn(raw, null);
}

function callsIn(graph: unknown, around: Around | null): readonly PlacedWrittenCall[] {
  return listIn(graph, "nodes").flatMap((node, index) => {
    const here: Around =
      around === null
        ? { ownerId: fieldOf(node, "id"), path: [], within: [] }
        : { ...around, path: [...around.path, "config", "body", "nodes", index] };
    const body = writtenBody(node);
    const within = [...here.within, String(fieldOf(node, "name") ?? "")];
    return [...ownCalls(node, here), ...(body === null ? [] : callsIn(body, { ...here, within }))];
  });
}

function ownCalls(node: unknown, { ownerId: nodeId, path, within }: Around): readonly PlacedWrittenCall[] {
  if (typeof nodeId !== "string") return [];
  const config = fieldOf(node, "config");
  const at = [...path, "config"];
  if (mayHaveBody(fieldOf(node, "type"))) {
    const call = callIn(config, within);
    return call === null ? [] : [{ nodeId, path: [...at, "pipeline"], call }];
  }
  return listIn(fieldOf(node, "type") === "agent" ? config : undefined, "tools").flatMap((tool, index) => {
    const call = fieldOf(tool, "kind") === "pipeline" ? callIn(tool, within) : null;
    const name = fieldOf(tool, "name");
    if (call === null) return [];
    const place = { nodeId, path: [...at, "tools", index, "pipeline"], call };
    return [typeof name === "string" ? { ...place, tool: name } : place];
  });
}

function callIn(config: unknown, within: readonly string[]): WrittenCall | null {
  const [pipeline, version, variables] = ["pipeline", "version", "variables"].map((key) =>
    fieldOf(config, key),
  );
  if (typeof pipeline !== "string" || pipeline === "") return null;
  const isNumber = typeof version === "number" && Number.isInteger(version) && version > 0;
  if (version !== undefined && !isNumber) return null;
  return {
    pipeline,
    version: version ?? null,
    variables: isObject(variables) ? Object.keys(variables) : [],
    within,
  };
}
