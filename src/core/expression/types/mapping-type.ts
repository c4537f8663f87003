import type { Mapping } from "../evaluate-mapping.ts";
import { parseExpression } from "../syntax/parse-expression.ts";
import { type Inference, inferType, type TypeScope } from "./infer-type.ts";
import { anyType, objectType, type StaticType } from "./static-type.ts";

/** What is known of the value that a mapping yields. */
export function mappingType(mapping: Mapping, scope: TypeScope): StaticType {
  if (typeof mapping === "string") return expressionType(mapping, scope).type;
  return objectType(
    Object.entries(mapping).map(([name, source]) => [name, expressionType(source, scope).type]),
    false,
  );
}

/** What is known of an expression, and what in it fails whatever the data are. Nothing if it does not parse. */
export function expressionType(source: string, scope: TypeScope): Inference {
  const parsed = parseExpression(source);
  return parsed.ok ? inferType(parsed.expression.program, scope) : { type: anyType, faults: [] };
}
