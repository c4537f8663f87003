import type { LogLine } from "./live/live-run.ts";
import type { RunSnapshot } from "./live/run-snapshot.ts";

/** Everything the page knows about a run, as JSON: the run, its nodes, their attempts and its log. */
export function runAsFile(snapshot: RunSnapshot, lines: readonly LogLine[]) {
  const { run, definition, nodeRuns, attempts, artifacts } = snapshot;
  const content = { run, definition, nodeRuns, attempts, artifacts, log: lines };
  return { fileName: `run-${run.id}.json`, text: `${JSON.stringify(content, null, 2)}\n` };
}
