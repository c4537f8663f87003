import { z } from "zod";
import { defineNodeType, inputType } from "./node-type.ts";

export const maxDelaySeconds = 366 * 86_400;

export const delayNode = defineNodeType({
  type: "delay",
  title: "Delay",
  summary: "Waits, then passes its input on. Costs nothing while it waits and survives restarts.",
  defaultTimeoutMs: maxDelaySeconds * 1_000,
  configSchema: z.strictObject({ seconds: z.number().min(0).max(maxDelaySeconds) }),
  starter: { seconds: 60 },
  sources: () => [],
  outputType: inputType,
  run: {
    kind: "gate",
    target: ({ seconds }) => `${seconds} s`,
    ways: () => null,
    longestMs: ({ seconds }) => Math.ceil(seconds * 1_000),
    isListed: false,
    open: ({ seconds }, _scope, nowMs) => ({
      ok: true,
      wait: { untilMs: nowMs + Math.ceil(seconds * 1_000), entry: null },
    }),
    close: (_config, { input }) => ({ ok: true, output: input }),
  },
});
