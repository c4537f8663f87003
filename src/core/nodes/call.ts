import { z } from "zod";
import { maxDelaySeconds } from "./delay.ts";
import {
  callInside,
  insideFailure,
  insideFields,
  insideSources,
  insideTarget,
  insideType,
  requireInside,
} from "./inside.ts";
import { defineNodeType, inputType } from "./node-type.ts";

/** The type `call`; `body` is the schema of a body, which any node may be part of. */
export function defineCall<Body, Written>(body: z.ZodType<Body, Written>) {
  return defineNodeType({
    type: "call",
    title: "Call",
    summary: "Runs another pipeline or a body with its input, as a run of its own, and passes on its output.",
    defaultTimeoutMs: maxDelaySeconds * 1_000,
    configSchema: z.strictObject(insideFields(body)).superRefine(requireInside),
    starter: { pipeline: "" },
    sources: insideSources,
    outputType: insideType,
    run: { kind: "child", target: insideTarget, call: callInside, given: inputType },
    failureFields: insideFailure,
  });
}
