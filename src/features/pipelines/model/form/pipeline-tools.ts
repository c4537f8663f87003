import type { Json } from "#core/json/json.ts";
import { fieldNameSchema } from "#core/nodes/fields/names.ts";
import { freeName } from "./picked-tools.ts";

/** A pipeline that is to be a tool, as its author writes it. */
export interface WrittenPipelineTool {
  /** Its short name, or its id. */
  readonly pipeline: string;
  readonly description: string;
  /** Names of what the model gives it, separated by commas. */
  readonly fields: string;
  /** Its runs act on the world. */
  readonly acts: boolean;
}

function namesIn(fields: string): string[] {
  const names = fields.split(",").map((name) => name.trim());
  return [...new Set(names)].filter((name) => name !== "");
}

/**
 * What is wrong with the names of what the model gives; null where nothing is. Vendors refuse a tool whose fields have
 * other names, and its pipeline reads them by name.
 */
export function fieldsFault(fields: string): string | null {
  for (const name of namesIn(fields)) {
    const read = fieldNameSchema.safeParse(name);
    if (!read.success) return `"${name}" ${read.error.issues[0]?.message ?? "cannot be a name"}.`;
  }
  return null;
}

/** The tools of an agent with a pipeline added, under a name that none of them has. */
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
