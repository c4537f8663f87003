import { maxDelaySeconds } from "./delay.ts";
import { type ConfigSource, defineNodeType } from "./node-type.ts";
import { closeWait, waitOutputType } from "./wait/close-wait.ts";
import { type WaitConfig, waitConfigSchema } from "./wait/config.ts";
import { bindData } from "./wait/event-match.ts";
import { openWait } from "./wait/open-wait.ts";
import { waysOfWait } from "./ways/ways-of-wait.ts";

function waitSources(config: WaitConfig): readonly ConfigSource[] {
  switch (config.for) {
    case "approval":
      return [
        { kind: "template", path: ["title"], source: config.title },
        { kind: "template", path: ["show"], source: config.show },
      ];
    case "event":
      if (config.match === undefined) return [];
      // Nothing is known about this data before it arrives, as with a trigger's.
      return [
        { kind: "expression", path: ["match"], ...bindData("trigger", config.match), isDecision: true },
      ];
    case "time":
      return config.until === undefined
        ? []
        : [{ kind: "expression", path: ["until"], source: config.until }];
  }
}

function longestMs(config: WaitConfig): number | null {
  const seconds = config.for === "time" ? config.seconds : config.deadlineSeconds;
  return seconds === undefined ? null : Math.ceil(seconds * 1_000);
}

function targetOfWait(config: WaitConfig): string {
  switch (config.for) {
    case "approval":
      return `a decision: ${config.choices.join(", ")}`;
    case "event":
      return `the event ${config.name}`;
    case "time":
      return config.seconds === undefined ? "a time" : `${config.seconds} s`;
  }
}

export const waitNode = defineNodeType({
  type: "wait",
  title: "Wait",
  summary: "Waits for a decision by people, for an event, or for a time. Costs nothing while it waits.",
  defaultTimeoutMs: maxDelaySeconds * 1_000,
  configSchema: waitConfigSchema,
  starter: { for: "approval", title: "Continue?" },
  sources: waitSources,
  outputType: ({ config }, scope) => waitOutputType(config, scope),
  run: {
    kind: "gate",
    target: targetOfWait,
    ways: waysOfWait,
    longestMs,
    isListed: true,
    open: openWait,
    close: closeWait,
  },
});
