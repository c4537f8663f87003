import { z } from "zod";
import type { TypeScope } from "#core/expression/types/infer-type.ts";
import { anyType, type StaticType, textType } from "#core/expression/types/static-type.ts";
import type { Call } from "./behaviour.ts";
import { expressionSourceSchema } from "./fields/mapping.ts";
import { mappingSources } from "./fields/mapping-sources.ts";
import { fieldNameSchema } from "./fields/names.ts";
import type { ConfigSource, FailureFields } from "./node-type.ts";

/**
 * The fields of a config that say what a node runs inside itself: another pipeline, or a body, which is a graph written
 * in place. `body` is the schema of a body, from the registry, since any node may be part of one.
 */
export function insideFields<Body, Written>(body: z.ZodType<Body, Written>) {
  return {
    /** The slug of a pipeline in the workspace, or its id. */
    pipeline: z.string().min(1, "must name a pipeline").max(200).optional(),
    /** A published number; if left out, the version that is published when the run starts. */
    version: z.number().int().min(1).optional(),
    /** Values for its variables; those left out have their defaults. */
    variables: z.record(fieldNameSchema, expressionSourceSchema).optional(),
    /** Instead of a pipeline: nodes and edges without a trigger. They start from the node's input. */
    body: body.optional(),
  };
}

/** The content of such a config. */
export interface Inside {
  readonly pipeline?: string | undefined;
  readonly version?: number | undefined;
  readonly variables?: { readonly [name: string]: string } | undefined;
  readonly body?: unknown;
}

/**
 * Rejects a config that names neither a pipeline nor a body, or both, or that sets options of a pipeline beside a body.
 */
export function requireInside(config: Inside, context: z.core.$RefinementCtx): void {
  const { pipeline, body, version, variables } = config;
  const refuse = (field: string, message: string) =>
    context.addIssue({ code: "custom", path: [field], message });
  if (pipeline === undefined && body === undefined)
    refuse("pipeline", "must name a pipeline, or write a body");
  if (body === undefined) return;
  if (pipeline !== undefined) refuse("pipeline", "cannot be used together with a body: remove one of them");
  if (version !== undefined) refuse("version", "is for a pipeline: a body has no versions of its own");
  if (variables !== undefined) refuse("variables", "are for a pipeline: a body sees those of its pipeline");
}

/** What a node with such a config runs. */
export function callInside({ pipeline = "", version, variables, body }: Inside): Call {
  if (body !== undefined) return { kind: "body", body };
  return { kind: "pipeline", pipeline, version: version ?? null, variables: variables ?? {} };
}

/** What such a config reads from the run; expressions in its body are evaluated by the runs of the body. */
export function insideSources({ variables = {} }: Inside): readonly ConfigSource[] {
  return mappingSources(variables, ["variables"]);
}

/** What is run, in a few words. */
export function insideTarget({ pipeline = "", version, body }: Inside): string {
  if (body !== undefined) return "its body";
  return version === undefined ? pipeline : `${pipeline} (v${version})`;
}

/** What is known of the output of a run inside. */
export function insideType(_node: unknown, { inside = anyType }: TypeScope): StaticType {
  return inside;
}

/** What the error of a run inside contains besides code and message. */
export function insideFailure(): FailureFields {
  return {
    unanswered: { runId: null, status: null },
    types: [
      ["runId", textType],
      ["status", textType],
    ],
  };
}
