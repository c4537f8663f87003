import type { Json } from "#core/json/json.ts";

/** The part of JSON Schema that completion, forms and new nodes need. */
export interface SchemaShape {
  readonly type?: string;
  /** A reference to a schema in the same document: `#/$defs/name`. */
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, SchemaShape>>;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, SchemaShape>>;
  readonly additionalProperties?: SchemaShape | boolean;
  readonly required?: readonly string[];
  readonly items?: SchemaShape;
  readonly anyOf?: readonly SchemaShape[];
  readonly oneOf?: readonly SchemaShape[];
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly default?: Json;
  readonly deprecated?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
}
