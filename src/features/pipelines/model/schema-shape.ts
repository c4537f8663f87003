import type { Json } from "#core/json/json.ts";

/** The little of JSON Schema that completion, forms and new nodes read of a definition's schema. */
export interface SchemaShape {
  readonly type?: string;
  /** Stands for a schema elsewhere in the same document, by its place: `#/$defs/name`. */
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
