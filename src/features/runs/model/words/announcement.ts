import type { LogLine } from "../live/live-run.ts";

/** The announcement of a log line for screen readers; null if it is not worth one. */
export function announcementOf(line: LogLine, names: ReadonlyMap<string, string>): string | null {
  if ("nodeId" in line) {
    const name = names.get(line.nodeId) ?? line.nodeId;
    const word = nodeWords[line.type];
    return word === undefined ? null : `${name} ${word}.`;
  }
  return line.type === "run.started" ? null : `The run ${runWords[line.type]}.`;
}

const nodeWords: Readonly<Partial<Record<LogLine["type"], string>>> = {
  "node.completed": "completed",
  "node.failed": "failed",
  "node.retrying": "failed and will be tried again",
  "node.waiting": "waits",
  "compensation.completed": "was undone",
  "compensation.failed": "could not be undone",
};

const runWords = {
  "compensation.planned": "is being undone",
  "run.completed": "completed",
  "run.failed": "failed",
  "run.cancelled": "was stopped",
  "run.timeout": "ran out of time",
} as const;
