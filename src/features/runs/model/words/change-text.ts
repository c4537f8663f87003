import type { ForkChange } from "#core/run/fork/fork-changes.ts";

/** One difference between a run and the one it was forked from. */
export function changeText(change: ForkChange): string {
  switch (change.what) {
    case "input":
      return "the input";
    case "variable":
      return `the variable ${change.name}`;
    case "output":
      return `the output of ${change.nodeId}`;
    case "model":
    case "task":
    case "instructions":
      return `the ${change.what} of ${change.nodeId}`;
    case "version":
      return `the version: ${versionText(change.from)} to ${versionText(change.to)}`;
    case "until":
      return `the end: only up to ${change.nodeId}`;
    case "pinned":
      return `kept as they were: ${change.nodeIds.join(", ")}`;
  }
}

function versionText(number: number | null): string {
  return number === null ? "a draft" : String(number);
}
