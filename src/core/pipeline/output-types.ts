import { parseExpression } from "#core/expression/syntax/parse-expression.ts";
import { inferType, type TypeFault, type TypeScope } from "#core/expression/types/infer-type.ts";
import {
  anyType,
  boolType,
  numberType,
  objectType,
  type StaticType,
  schemaType,
  textType,
} from "#core/expression/types/static-type.ts";
import type { ActionConfig } from "#core/nodes/action.ts";
import type { MappingDefinition } from "../nodes/mapping.ts";
import type { NodeDefinition } from "./definition.ts";

/** What each expression of a node may read, and what the node hands on. */
export interface NodeTypes {
  /** In the node's input mapping. */
  readonly before: TypeScope;
  /** In everything else. */
  readonly inside: TypeScope;
  readonly output: StaticType;
}

/** Works out a node's types from those of the nodes before it. `unmapped` is what the edges bring. */
export function nodeTypes(
  node: NodeDefinition,
  unmapped: StaticType,
  ofNodes: Pick<TypeScope, "nodeOutput" | "hasStop">,
): NodeTypes {
  const before = { input: unmapped, trigger: anyType, output: anyType, ...ofNodes };
  const input = node.input === undefined ? unmapped : mappingType(node.input, before);
  const seen = { ...before, input };
  const raw = rawOutput(node, seen);
  const inside = { ...seen, output: raw };
  return { before, inside, output: handedOn(node, raw, inside) };
}

function handedOn(node: NodeDefinition, raw: StaticType, inside: TypeScope): StaticType {
  // What rescues a failed node is of another kind than its output.
  if (node.onError === "branch") return errorOrOutput(node, raw);
  if (node.onError === "continue") return anyType;
  if (node.outputSchema !== undefined) return schemaType(node.outputSchema);
  return node.output === undefined ? raw : mappingType(node.output, inside);
}

const headersType = objectType([], true);
const answerType = objectType(
  [
    ["status", numberType],
    ["headers", headersType],
    ["body", anyType],
    ["redirectedTo", anyType],
  ],
  false,
);
const httpErrorType = objectType(
  [
    ["code", textType],
    ["message", textType],
    ["status", numberType],
    ["headers", headersType],
    ["body", anyType],
    ["bodyCut", boolType],
  ],
  false,
);

/** Of an HTTP request both are objects, and only one of them has an `error`: see `errorOutput`. */
function errorOrOutput(node: NodeDefinition, raw: StaticType): StaticType {
  const isHttp = node.type === "action" && node.config.action === "http.request";
  if (!isHttp || node.output !== undefined || node.outputSchema !== undefined) return anyType;
  const fields = raw.kind === "object" ? [...raw.fields] : [];
  return objectType([...fields, ["error", httpErrorType]], false);
}

function rawOutput(node: NodeDefinition, scope: TypeScope): StaticType {
  switch (node.type) {
    case "agent":
      // Where a mapping makes something else of the answer, the schema is about that and the answer is plain text.
      return node.outputSchema === undefined || node.output !== undefined
        ? textType
        : schemaType(node.outputSchema);
    case "transform":
      return mappingType(node.config.value, scope);
    case "action":
      return actionOutput(node.config, scope);
    default:
      return scope.input;
  }
}

function actionOutput({ action }: ActionConfig, scope: TypeScope): StaticType {
  switch (action) {
    case "http.request":
      return answerType;
    case "artifact.save":
      return objectType(
        [
          ["name", textType],
          ["mediaType", textType],
          ["bytes", numberType],
        ],
        false,
      );
    default:
      return scope.input;
  }
}

function mappingType(mapping: MappingDefinition, scope: TypeScope): StaticType {
  if (typeof mapping === "string") return expressionType(mapping, scope).type;
  return objectType(
    Object.entries(mapping).map(([name, source]) => [name, expressionType(source, scope).type]),
    false,
  );
}

/** What is known of an expression, and what in it fails whatever the data are. Nothing, where it does not parse. */
export function expressionType(
  source: string,
  scope: TypeScope,
): { readonly type: StaticType; readonly faults: readonly TypeFault[] } {
  const parsed = parseExpression(source);
  return parsed.ok ? inferType(parsed.expression.program, scope) : { type: anyType, faults: [] };
}
