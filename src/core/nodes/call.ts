import { z } from "zod";
import { anyType, textType } from "#core/expression/types/static-type.ts";
import { maxDelaySeconds } from "./delay.ts";
import { expressionSourceSchema } from "./mapping.ts";
import { mappingSources } from "./mapping-sources.ts";
import { fieldNameSchema } from "./names.ts";
import { defineNodeType } from "./node-type.ts";

const configSchema = z.strictObject({
  /** The short name of a pipeline of the workspace, or its id. */
  pipeline: z.string().min(1, "must name a pipeline").max(200),
  /** A published number; left out, the version that is published when the run starts. */
  version: z.number().int().min(1).optional(),
  /** Values for its variables; those that are left out have their defaults. */
  variables: z.record(fieldNameSchema, expressionSourceSchema).optional(),
});

export const callNode = defineNodeType({
  type: "call",
  title: "Call",
  summary: "Runs another pipeline with its input, as a run of its own, and hands on what comes out.",
  defaultTimeoutMs: maxDelaySeconds * 1_000,
  configSchema,
  sources: ({ variables = {} }) => mappingSources(variables, ["variables"]),
  outputType: () => anyType,
  run: {
    kind: "child",
    target: ({ pipeline, version }) => (version === undefined ? pipeline : `${pipeline} (v${version})`),
    call: ({ pipeline, version, variables }) => ({
      pipeline,
      version: version ?? null,
      variables: variables ?? {},
    }),
  },
  failureFields: () => ({
    unanswered: { runId: null, status: null },
    types: [
      ["runId", textType],
      ["status", textType],
    ],
  }),
});
