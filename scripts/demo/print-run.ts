import { styleText } from "node:util";
import type { RunEvent } from "#core/events/run-event.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { createLineCutter, type LineCutter } from "./lines.ts";
import type { Screen } from "./screen.ts";

type NodeEvent = Exclude<Extract<RunEvent, { readonly nodeId: string }>, { readonly type: "node.delta" }>;

const colours = ["cyan", "magenta", "green", "yellow", "blue"] as const;

/** Prints a run live. Each node's text is prefixed by its name, to separate parallel branches. */
export interface RunPrinter {
  take(event: RunEvent): void;
}

export function createRunPrinter(definition: PipelineDefinition, screen: Screen): RunPrinter {
  const names = new Map(definition.nodes.map((node) => [node.id, node.name ?? node.id]));
  const longest = Math.max(...[...names.values()].map((name) => name.length));
  const cutters = new Map<string, LineCutter>();
  const prefix = (nodeId: string) => {
    const colour = colours[[...names.keys()].indexOf(nodeId) % colours.length] ?? "cyan";
    return `${styleText(colour, (names.get(nodeId) ?? nodeId).padEnd(longest))} │ `;
  };
  const cutterOf = (nodeId: string) => {
    const cutter = cutters.get(nodeId) ?? createLineCutter(screen.width - longest - 3);
    cutters.set(nodeId, cutter);
    return cutter;
  };
  const show = (nodeId: string, lines: readonly string[]) => {
    const growing = [...cutters].map(([growingId, cutter]) => `${prefix(growingId)}${cutter.rest()}`);
    screen.update(
      lines.map((line) => `${prefix(nodeId)}${line}`),
      growing,
    );
  };

  return {
    take(event) {
      if (!("nodeId" in event)) return;
      const { nodeId } = event;
      if (event.type === "node.delta") {
        show(nodeId, cutterOf(nodeId).take(event.text));
        return;
      }
      const rest = cutters.get(nodeId)?.end() ?? [];
      cutters.delete(nodeId);
      show(nodeId, [...rest, styleText("dim", describe(event))]);
    },
  };
}

/** An event in a few words. */
function describe(event: NodeEvent): string {
  switch (event.type) {
    case "node.started":
      return event.attempt === 1 ? "▸ started" : `▸ started again, attempt ${event.attempt}`;
    case "node.completed":
      return `✓ completed${event.branch === undefined ? "" : `: ${event.branch}`}`;
    case "node.failed":
      return `✗ failed: ${event.error.message}`;
    case "node.skipped":
      return "○ skipped";
    case "node.retrying":
      return `↻ attempt ${event.attempt} failed: ${event.error.message} The text above is replaced by the next attempt's.`;
    case "node.waiting":
      return "… waiting";
    case "node.resumed":
      return "▸ continues";
    case "node.step":
      return `· ${event.what === "model" ? "turn" : `call of ${event.name ?? "a tool"}`} ${event.status}`;
    case "child.started":
      return `▸ started run ${event.childRunId} of ${event.pipeline}${passOf(event)}`;
    case "node.items":
      return `… ${event.completed + event.failed} of ${event.total} items, ${event.failed} failed`;
    case "node.adjusted":
      return `· from now on at most ${event.concurrency} items at the same time`;
    case "child.ended":
      return `◂ run ${event.childRunId} ${event.status}`;
    case "compensation.started":
      return event.attempt === 1 ? "↶ is being undone" : `↶ is being undone, attempt ${event.attempt}`;
    case "compensation.completed":
      return "↶ undone";
    case "compensation.failed":
      return `✗ ${event.retryAtMs === null ? "could not be undone" : "not undone yet"}: ${event.error.message}`;
  }
}

function passOf({ pass }: Extract<NodeEvent, { type: "child.started" }>): string {
  return pass === undefined ? "" : `, pass ${pass}`;
}
