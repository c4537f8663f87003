import { z } from "zod";
import { pipelineDefinitionSchema } from "#core/pipeline/definition.ts";
import type { SchemaShape } from "../model/schema-shape.ts";

export interface FieldHint {
  readonly name: string;
  readonly isRequired: boolean;
  /**
   * The kind of value: `text`, `number`, `fail
   * continue
   * branch`.
   */
  readonly kind: string;
  /** Its value is an object or list on lines of its own. */
  readonly isNested: boolean;
}

/** The known discriminator values of the objects along the path, by field name. */
export type Discriminators = readonly ReadonlyMap<string, string>[];

let wholeSchema: SchemaShape | null = null;

/** Built on first use, from the schema that the validator uses. */
function definitionSchema(): SchemaShape {
  wholeSchema ??= z.toJSONSchema(pipelineDefinitionSchema, {
    io: "input",
    unrepresentable: "any",
  }) as SchemaShape;
  return wholeSchema;
}

/** The possible fields of an object at this path. */
export function fieldsAt(path: readonly string[], known: Discriminators): readonly FieldHint[] {
  const hints = new Map<string, FieldHint>();
  for (const schema of objectsAt(path, known)) {
    for (const [name, field] of Object.entries(schema.properties ?? {})) {
      // Deprecated fields are not suggested.
      if (hints.has(name) || field.deprecated === true) continue;
      const isRequired = schema.required?.includes(name) ?? false;
      hints.set(name, { name, isRequired, kind: kindOf(field), isNested: isNested(field) });
    }
  }
  return [...hints.values()];
}

/** The possible values of a field, if they can be enumerated. */
export function valuesAt(path: readonly string[], key: string, known: Discriminators): readonly string[] {
  const fields = objectsAt(path, known).flatMap((schema) => schema.properties?.[key] ?? []);
  return [...new Set(fields.flatMap(alternatives).flatMap(countable))];
}

/** Whether the schema declares a field to be an expression. */
export function isExpressionAt(path: readonly string[], key: string, known: Discriminators): boolean {
  return schemasAt([...path, key], known).some(({ format }) => format === "expression");
}

function objectsAt(path: readonly string[], known: Discriminators): readonly SchemaShape[] {
  return schemasAt(path, known).filter((schema) => schema.properties !== undefined && fits(schema, known));
}

/** All schemas that can apply at a path, whatever the object's own fields say. */
function schemasAt(path: readonly string[], known: Discriminators): readonly SchemaShape[] {
  let found: readonly SchemaShape[] = [definitionSchema()];
  for (const step of path) {
    found = found
      .flatMap(alternatives)
      .filter((schema) => fits(schema, known))
      .flatMap((schema) => stepInto(schema, step));
  }
  return found.flatMap(alternatives);
}

function stepInto(schema: SchemaShape, step: string): readonly SchemaShape[] {
  if (step === "*") return schema.items === undefined ? [] : [schema.items];
  const field = schema.properties?.[step];
  if (field !== undefined) return [field];
  return typeof schema.additionalProperties === "object" ? [schema.additionalProperties] : [];
}

/** Resolves references and unions: the schema of nodes is defined once, since bodies contain nodes. */
function alternatives(schema: SchemaShape): readonly SchemaShape[] {
  const referred = schema.$ref === undefined ? undefined : schema.$ref.split("/").at(-1);
  const target = referred === undefined ? undefined : definitionSchema().$defs?.[referred];
  if (target !== undefined) return alternatives(target);
  const options = schema.oneOf ?? schema.anyOf;
  return options === undefined ? [schema] : options.flatMap(alternatives);
}

/** An object whose `type` is known matches only the schema of that type; a half-typed one matches all. */
function fits(schema: SchemaShape, known: Discriminators): boolean {
  return ["type", "action", "kind"].every((name) => {
    const wanted = schema.properties?.[name]?.const;
    if (wanted === undefined) return true;
    const written = known.find((fields) => fields.has(name))?.get(name);
    return written === undefined || !isKnownValue(name, written) || written === wanted;
  });
}

function isKnownValue(name: string, written: string): boolean {
  const items = definitionSchema().properties?.nodes?.items;
  const nodes = items === undefined ? [] : alternatives(items);
  const triggers = definitionSchema().properties?.triggers?.items;
  const byName: Readonly<Record<string, readonly SchemaShape[]>> = {
    type: nodes,
    action: nodes.flatMap((node) => alternatives(node.properties?.config ?? {})),
    kind: triggers === undefined ? [] : alternatives(triggers),
  };
  const objects = byName[name] ?? [];
  return objects.some((schema) => schema.properties?.[name]?.const === written);
}

function countable(schema: SchemaShape): readonly string[] {
  if (schema.const !== undefined) return [String(schema.const)];
  if (schema.enum !== undefined) return schema.enum.map(String);
  return schema.type === "boolean" ? ["true", "false"] : [];
}

function isNested(schema: SchemaShape): boolean {
  return alternatives(schema).every(({ type }) => type === "object" || type === "array");
}

function kindOf(schema: SchemaShape): string {
  const values = alternatives(schema).flatMap(countable);
  if (values.length > 1 && values.length < 5) return values.join(" | ");
  const words: Readonly<Record<string, string>> = { string: "text", integer: "whole number", array: "list" };
  return [...new Set(alternatives(schema).map(({ type = "any value" }) => words[type] ?? type))].join(" or ");
}
