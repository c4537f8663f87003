import type { Json } from "#core/json/json.ts";
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

/** The tools of an agent with a pipeline added, under a name that none of them has. */
export function withPipeline(
  tools: Json | undefined,
  { pipeline, description, fields, acts }: WrittenPipelineTool,
): readonly Json[] {
  const all = Array.isArray(tools) ? tools : [];
  const names = [...new Set(fields.split(",").map((name) => name.trim()))].filter((name) => name !== "");
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
