import { z } from "zod";
import { pipelineDefinitionSchema } from "#core/pipeline/definition.ts";
import type { SchemaShape } from "../model/schema-shape.ts";

export interface FieldHint {
  readonly name: string;
  readonly isRequired: boolean;
  /** What goes into it: `text`, `number`, `fail | continue | branch`. */
  readonly kind: string;
  /** Its value goes over lines of its own. */
  readonly isNested: boolean;
}

/** What is known of the objects on the way, by the name of the field that tells them apart. */
export type Discriminators = readonly ReadonlyMap<string, string>[];

let wholeSchema: SchemaShape | null = null;

/** Made when it is first asked for, from the same schema that the validator parses with. */
function definitionSchema(): SchemaShape {
  wholeSchema ??= z.toJSONSchema(pipelineDefinitionSchema, {
    io: "input",
    unrepresentable: "any",
  }) as SchemaShape;
  return wholeSchema;
}

/** The fields that an object at this path may have. */
export function fieldsAt(path: readonly string[], known: Discriminators): readonly FieldHint[] {
  const hints = new Map<string, FieldHint>();
  for (const schema of objectsAt(path, known)) {
    for (const [name, field] of Object.entries(schema.properties ?? {})) {
      // What does nothing is not offered.
      if (hints.has(name) || field.deprecated === true) continue;
      const isRequired = schema.required?.includes(name) ?? false;
      hints.set(name, { name, isRequired, kind: kindOf(field), isNested: isNested(field) });
    }
  }
  return [...hints.values()];
}

/** The values that a field may have, where they can be counted. */
export function valuesAt(path: readonly string[], key: string, known: Discriminators): readonly string[] {
  const fields = objectsAt(path, known).flatMap((schema) => schema.properties?.[key] ?? []);
  return [...new Set(fields.flatMap(alternatives).flatMap(countable))];
}

/** Whether a field is written as an expression, by the schema's own word. */
export function isExpressionAt(path: readonly string[], key: string, known: Discriminators): boolean {
  return schemasAt([...path, key], known).some(({ format }) => format === "expression");
}

function objectsAt(path: readonly string[], known: Discriminators): readonly SchemaShape[] {
  return schemasAt(path, known).filter((schema) => schema.properties !== undefined && fits(schema, known));
}

/** Everything that may stand at a path, whatever its own fields say of its kind. */
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

/** Nodes are written once, since they may stand in the bodies of nodes. */
function alternatives(schema: SchemaShape): readonly SchemaShape[] {
  const referred = schema.$ref === undefined ? undefined : schema.$ref.split("/").at(-1);
  const target = referred === undefined ? undefined : definitionSchema().$defs?.[referred];
  if (target !== undefined) return alternatives(target);
  const options = schema.oneOf ?? schema.anyOf;
  return options === undefined ? [schema] : options.flatMap(alternatives);
}

/** An object whose `type` is already written is of that type only; half a word decides nothing. */
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
