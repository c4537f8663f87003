import { formatDefinitionYaml } from "#core/definition-text/format-definition-yaml.ts";
import { AppError } from "#core/errors.ts";
import type { PipelineId } from "#core/ids.ts";
import { asJson } from "#core/pipeline/as-json.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { findPublishedVersion, type PublishedVersion } from "#server/db/pipeline/pipeline-version-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requirePipeline } from "./require-pipeline.ts";

/** A version with its text: as its author wrote it, or equivalent YAML where that was not kept. */
export interface VersionWithText extends Omit<PublishedVersion, "sourceText"> {
  readonly text: string;
}

/**
 * One published version of a pipeline: its definition, with the agents as they were frozen.
 * @throws AppError FORBIDDEN, NOT_FOUND for an unknown pipeline or number.
 */
export async function getVersion(
  context: ServiceContext,
  input: { readonly pipelineId: PipelineId; readonly number: number },
): Promise<VersionWithText> {
  authorize(context, "pipelines.read");
  const { workspaceId } = context.actor;
  const { pipelineId, number } = input;
  return withTenant(context.db, workspaceId, async (tx) => {
    const { name } = await requirePipeline(tx, workspaceId, pipelineId);
    const found = await findPublishedVersion(tx, workspaceId, pipelineId, number);
    if (found === null) throw new AppError("NOT_FOUND", `The pipeline ${name} has no version ${number}.`);
    const { sourceText, ...version } = found;
    return { ...version, text: sourceText ?? formatDefinitionYaml(asJson(version.definition)) };
  });
}
