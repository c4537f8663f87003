import type { ArtifactLine, RunSnapshot } from "./live/run-snapshot.ts";

/** One result of a run. */
export type OutcomeItem =
  | { readonly kind: "artifact"; readonly id: string; readonly note: string; readonly artifact: ArtifactLine }
  | { readonly kind: "output"; readonly id: "output" };

/**
 * Artifacts that the author asked for first, then the outputs of the last nodes, then the document of the whole run.
 */
export function outcomeItems(
  { run, definition }: Pick<RunSnapshot, "run" | "definition">,
  artifacts: readonly ArtifactLine[],
): readonly OutcomeItem[] {
  const names = new Map(definition.nodes.map((node) => [node.id, node.name]));
  const saved = artifacts
    .filter((artifact) => artifact.kind === "saved")
    .map((artifact) => ({
      kind: "artifact" as const,
      id: artifact.id,
      note: `saved by ${names.get(artifact.nodeId ?? "") ?? "a node"}`,
      artifact,
    }));
  const record = artifacts
    .filter((artifact) => artifact.kind === "run")
    .map((artifact) => ({ kind: "artifact" as const, id: artifact.id, note: "the whole run", artifact }));
  const output = run.status === "completed" ? [{ kind: "output" as const, id: "output" as const }] : [];
  return [...saved, ...output, ...record];
}

/** The document of the whole run, as opposed to artifacts that the author asked for. */
export function isRecord(item: OutcomeItem): boolean {
  return item.kind === "artifact" && item.artifact.kind === "run";
}
