import { z } from "zod";
import { passInputOn } from "./behaviour.ts";
import { defineNodeType, inputType } from "./node-type.ts";

export const parallelNode = defineNodeType({
  type: "parallel",
  title: "Parallel",
  summary: "Passes its input to every node after it; they run at the same time.",
  defaultTimeoutMs: 1_000,
  configSchema: z.strictObject({}).prefault({}),
  sources: () => [],
  outputType: inputType,
  run: { kind: "pure", decide: passInputOn },
});
