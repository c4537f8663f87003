import { z } from "zod";
import { defineNodeType } from "./node-type.ts";

export const triggerNode = defineNodeType({
  type: "trigger",
  title: "Trigger",
  summary: "Where a run begins: passes on the data it was started with.",
  lane: null,
  defaultTimeoutMs: 1_000,
  configSchema: z.strictObject({}).prefault({}),
  sources: () => [],
});
