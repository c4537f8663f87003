import type { LogLine } from "./live/live-run.ts";
import type { RunSnapshot } from "./live/run-snapshot.ts";

/** All that the page knows of a run, as a file to read or to work on: the run, its nodes, its tries and its log. */
export function runAsFile(snapshot: RunSnapshot, lines: readonly LogLine[]) {
  const { run, definition, nodeRuns, attempts, artifacts } = snapshot;
  const content = { run, definition, nodeRuns, attempts, artifacts, log: lines };
  return { fileName: `run-${run.id}.json`, text: `${JSON.stringify(content, null, 2)}\n` };
}
