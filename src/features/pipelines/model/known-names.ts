import type { StaticType } from "#core/expression/types/static-type.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { waysOfWritten } from "#core/nodes/type-of.ts";
import { writtenBody } from "#core/pipeline/bodies/edged-graph.ts";
import { listIn } from "#core/pipeline/graph/graph.ts";
import { errorLabel } from "#core/pipeline/graph/way-out.ts";
import { writtenTypes } from "#core/pipeline/graph-types.ts";

/** The names known to the definition and its workspace, as of the last valid text. */
export interface KnownNames {
  readonly nodes: readonly {
    readonly id: string;
    readonly name: string;
    readonly labels: readonly string[];
    /** The depth of bodies around it: names are valid only in their own graph. */
    readonly depth: number;
    /** The known schema of its output; absent: unknown. */
    readonly output?: StaticType;
  }[];
  /** Whether these are the names in a body, which has an item. */
  readonly isInBody?: boolean;
  readonly variables: readonly string[];
  /** Names of the workspace's secrets. */
  readonly secrets: readonly string[];
  /** The workspace's pipelines, which can be called and whose runs can be waited for. */
  readonly pipelines: readonly { readonly slug: string; readonly name: string }[];
  readonly agents: readonly KnownAgent[];
  readonly models: readonly { readonly ref: string; readonly displayName: string }[];
}

/** An agent of the workspace, with the values that nodes inherit from it. */
export interface KnownAgent {
  readonly key: string;
  readonly name: string;
  readonly model?: string;
  readonly maxTokens?: number;
  readonly effort?: string | null;
  readonly fallbackModel?: string | null;
}

/** The output schemas of called pipelines, by `callKey`. */
export type CalledOutputs = ReadonlyMap<string, StaticType>;

/** The names that a definition declares, however invalid it is. */
export function namesIn(
  value: Json | null,
  calls: CalledOutputs = new Map(),
): Pick<KnownNames, "nodes" | "variables"> {
  const root = isJsonObject(value) ? value : {};
  const types = new Map(
    writtenTypes(root, { calls }).map(({ id, depth, output }) => [`${depth} ${id}`, output]),
  );
  return {
    nodes: nodesOf(root, 0).map((node) => {
      const output = types.get(`${node.depth} ${node.id}`);
      return output === undefined ? node : { ...node, output };
    }),
    variables: isJsonObject(root.variables) ? Object.keys(root.variables) : [],
  };
}

/** The names that are valid in one of its bodies. */
export function namesInBody(names: KnownNames, body: Json): KnownNames {
  return { ...names, nodes: nodesOf(isJsonObject(body) ? body : {}, 0), isInBody: true };
}

function nodesOf(graph: object, depth: number): KnownNames["nodes"] {
  return listIn(graph, "nodes")
    .filter((node): node is JsonObject => isJsonObject(node as Json))
    .flatMap((node) => {
      const { id, name } = node;
      const body = writtenBody(node);
      const inner = body === null ? [] : nodesOf(body, depth + 1);
      if (typeof id !== "string") return inner;
      return [{ id, name: typeof name === "string" ? name : "", labels: labelsOf(node), depth }, ...inner];
    });
}

function labelsOf(node: JsonObject): readonly string[] {
  const error = node.onError === "branch" ? [errorLabel] : [];
  return [...(waysOfWritten(node)?.labels ?? []), ...error];
}
