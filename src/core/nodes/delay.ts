import { z } from "zod";
import { defineNodeType } from "./node-type.ts";

const maxSeconds = 366 * 86_400;

export const delayNode = defineNodeType({
  type: "delay",
  title: "Delay",
  summary: "Waits, then passes its input on. Costs nothing while it waits and survives restarts.",
  lane: "node",
  defaultTimeoutMs: maxSeconds * 1_000,
  configSchema: z.strictObject({ seconds: z.number().min(0).max(maxSeconds) }),
  sources: () => [],
});
