import { z } from "zod";
import type { CalledPipeline } from "../behaviour.ts";
import { maxDelaySeconds } from "../delay.ts";
import { expressionSourceSchema } from "../fields/mapping.ts";
import { fieldNameSchema } from "../fields/names.ts";

/** A tool that is another pipeline of the workspace: its arguments are the input of a run of that pipeline. */
export const pipelineFields = {
  kind: z.literal("pipeline"),
  /** Its slug, or its id. */
  pipeline: z.string().min(1, "must name a pipeline").max(200),
  /** A published number; if left out, the version that is published when the run starts. */
  version: z.number().int().min(1).optional(),
  /** Values for its variables; those left out have their defaults. */
  variables: z.record(fieldNameSchema, expressionSourceSchema).optional(),
  /** The time limit of its run; if left out, the node's `timeoutMs`. Never longer than the run around it. */
  timeoutMs: z
    .number()
    .int()
    .min(1)
    .max(maxDelaySeconds * 1_000)
    .optional(),
};

/** The call that such a tool makes. */
export function pipelineOfTool(tool: {
  readonly pipeline: string;
  readonly version?: number | undefined;
  readonly variables?: { readonly [name: string]: string } | undefined;
}): CalledPipeline {
  const { pipeline, version = null, variables = {} } = tool;
  return { kind: "pipeline", pipeline, version, variables };
}
