import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

type Lineage = RouterOutputs["artifacts"]["lineage"];
type Maker = Pick<Lineage["madeBy"], "versionNumber" | "nodeId" | "attempt">;
type Source = Pick<NonNullable<Lineage["madeFrom"]>[number], "name" | "sha256">;

/** `version 3, node shape, try 2`. */
export function versionWords({ versionNumber, nodeId, attempt }: Maker): string {
  const version = versionNumber === null ? "a draft" : `version ${versionNumber}`;
  const node = nodeId === null ? "the whole run" : `node ${nodeId}`;
  return attempt === null ? `${version}, ${node}` : `${version}, ${node}, try ${attempt}`;
}

/** A file's name; without one, the start of its hash. */
export function sourceWords({ name, sha256 }: Source): string {
  return name ?? `${sha256.slice(0, 12)}…`;
}
