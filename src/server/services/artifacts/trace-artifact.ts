import { AppError } from "#core/errors.ts";
import { fileRefsIn, hashOf } from "#core/http/file-ref.ts";
import type { ArtifactId, RunId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import {
  type ArtifactMaker,
  type FileOrigin,
  type FileUse,
  findFileOrigins,
  findMadeArtifact,
  listFileUses,
  type MadeArtifact,
} from "#server/db/run/artifact-lineage.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/** A file that an artifact was made from. */
export interface SourceFile {
  /** 64 hexadecimal digits. */
  readonly sha256: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** Its name at its origin. */
  readonly name: string | null;
  /** True: it is in the node's input; otherwise in the run's. */
  readonly isOfNode: boolean;
  /** The artifact of an earlier run with these bytes. Null: it was uploaded, or came from elsewhere. */
  readonly from: { readonly artifactId: ArtifactId; readonly runId: RunId } | null;
}

export interface ArtifactLineage {
  readonly madeBy: ArtifactMaker;
  /** The first `mostLineage`. Null: the inputs of the run and the node were deleted. */
  readonly madeFrom: readonly SourceFile[] | null;
  /** Later runs that use its bytes as a file or took over its node, latest first; at most `mostLineage`. */
  readonly usedBy: readonly FileUse[];
}

/** The maximum number of files and runs listed on each side of a lineage. */
export const mostLineage = 20;
/** The maximum number examined, both of runs that use the file and of forks that took over its node. */
export const mostUsesLooked = 1_000;

/**
 * An artifact's lineage: the run, node, attempt and pipeline version that produced it, the files in their inputs, and
 * the later runs that use the same bytes as a file or took over the node.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function traceArtifact(
  context: ServiceContext,
  { artifactId }: { readonly artifactId: ArtifactId },
): Promise<ArtifactLineage> {
  authorize(context, "artifacts.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, async (tx) => {
    const made = await findMadeArtifact(tx, workspaceId, artifactId);
    if (made === null)
      throw new AppError("NOT_FOUND", `There is no artifact ${artifactId} in this workspace.`);
    const { sha256: _, runInput: __, nodeInput: ___, bodiesDeletedAtMs, ...madeBy } = made;
    const given = givenFiles(made);
    const hashes = given.map(({ sha256 }) => sha256);
    const origins = await findFileOrigins(tx, workspaceId, artifactId, hashes);
    const usedBy = await listFileUses(tx, workspaceId, artifactId, {
      limit: mostLineage,
      mostLooked: mostUsesLooked,
    });
    const madeFrom = bodiesDeletedAtMs === null ? given.map((file) => withOrigin(file, origins)) : null;
    return { madeBy, madeFrom, usedBy };
  });
}

/** The node's first, without duplicates. */
function givenFiles({ runInput, nodeInput }: MadeArtifact): readonly Omit<SourceFile, "from">[] {
  const ofNode = fileRefsIn(nodeInput);
  const known = new Set(ofNode.map(({ file }) => file));
  const ofRun = fileRefsIn(runInput).filter(({ file }) => !known.has(file));
  return [...ofNode, ...ofRun].slice(0, mostLineage).map((ref) => ({
    sha256: hashOf(ref),
    mediaType: ref.mediaType,
    bytes: ref.bytes,
    name: ref.name ?? null,
    isOfNode: known.has(ref.file),
  }));
}

function withOrigin(file: Omit<SourceFile, "from">, origins: readonly FileOrigin[]): SourceFile {
  const origin = origins.find(({ sha256 }) => sha256 === file.sha256);
  return {
    ...file,
    from: origin === undefined ? null : { artifactId: origin.artifactId, runId: origin.runId },
  };
}
