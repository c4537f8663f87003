import { z } from "zod";
import { defineNodeType } from "./node-type.ts";

export const parallelNode = defineNodeType({
  type: "parallel",
  title: "Parallel",
  summary: "Passes its input to every node after it; they run at the same time.",
  lane: null,
  defaultTimeoutMs: 1_000,
  configSchema: z.strictObject({}).prefault({}),
  sources: () => [],
});
