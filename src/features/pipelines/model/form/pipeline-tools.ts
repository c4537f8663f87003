import type { Json } from "#core/json/json.ts";
import { fieldNameSchema } from "#core/nodes/fields/names.ts";
import { freeName } from "./picked-tools.ts";

/** A pipeline to be added as a tool. */
export interface WrittenPipelineTool {
  /** Its slug, or its id. */
  readonly pipeline: string;
  readonly description: string;
  /** The names of the inputs that the model supplies, separated by commas. */
  readonly fields: string;
  /** Its runs have side effects. */
  readonly acts: boolean;
}

function namesIn(fields: string): string[] {
  const names = fields.split(",").map((name) => name.trim());
  return [...new Set(names)].filter((name) => name !== "");
}

/**
 * The error of the inputs' names; null if they are valid. Vendors refuse tools with other names, and the pipeline reads
 * them by name.
 */
export function fieldsFault(fields: string): string | null {
  for (const name of namesIn(fields)) {
    const read = fieldNameSchema.safeParse(name);
    if (!read.success) return `"${name}" ${read.error.issues[0]?.message ?? "cannot be a name"}.`;
  }
  return null;
}

/** Adds a pipeline to an agent's tools, under a free name. */
export function withPipeline(
  tools: Json | undefined,
  { pipeline, description, fields, acts }: WrittenPipelineTool,
): readonly Json[] {
  const all = Array.isArray(tools) ? tools : [];
  const names = namesIn(fields);
  const properties = Object.fromEntries(names.map((name) => [name, { type: "string" }]));
  const given = names.length === 0 ? {} : { properties, required: names };
  const tool = {
    kind: "pipeline",
    name: freeName(pipeline.trim(), all),
    description: description.trim(),
    effect: acts ? "write" : "read",
    input: { type: "object", ...given },
    pipeline: pipeline.trim(),
  };
  return [...all, tool];
}
