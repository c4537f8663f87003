import { styleText } from "node:util";
import type { RunEvent } from "#core/events/run-event.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { createLineCutter, type LineCutter } from "./lines.ts";
import type { Screen } from "./screen.ts";

type NodeEvent = Extract<RunEvent, { readonly nodeId: string }>;

const colours = ["cyan", "magenta", "green", "yellow", "blue"] as const;

/** Prints a run as it happens. Each node's text has its name in front, so that parallel branches stay apart. */
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
  const showGrowing = () =>
    screen.grow([...cutters].map(([nodeId, cutter]) => `${prefix(nodeId)}${cutter.rest()}`));
  const say = (nodeId: string, lines: readonly string[]) =>
    screen.print(lines.map((line) => `${prefix(nodeId)}${line}`));
  const close = (nodeId: string) => {
    const rest = cutters.get(nodeId)?.end() ?? [];
    cutters.delete(nodeId);
    showGrowing();
    say(nodeId, rest);
  };

  return {
    take(event) {
      if (!("nodeId" in event)) return;
      if (event.type === "node.delta") {
        say(event.nodeId, cutterOf(event.nodeId).take(event.text));
        showGrowing();
        return;
      }
      close(event.nodeId);
      const note = describe(event);
      if (note !== null) say(event.nodeId, [styleText("dim", note)]);
    },
  };
}

/** What happened, in a few words; null for what the text itself shows. */
function describe(event: NodeEvent): string | null {
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
      return "▸ goes on";
    case "node.delta":
      return null;
  }
}
