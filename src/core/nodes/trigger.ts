import { z } from "zod";
import { passInputOn } from "./behaviour.ts";
import { defineNodeType, inputType } from "./node-type.ts";

export const triggerNode = defineNodeType({
  type: "trigger",
  title: "Trigger",
  summary: "Where a run begins: passes on the data it was started with.",
  defaultTimeoutMs: 1_000,
  configSchema: z.strictObject({}).prefault({}),
  sources: () => [],
  outputType: inputType,
  run: { kind: "pure", decide: passInputOn },
});
