import type { PipelineId, WorkspaceId } from "#core/ids.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json } from "#core/json/json.ts";
import { cutText } from "#core/json/normalize-text.ts";
import type { TenantTransaction } from "#server/db/driver/with-tenant.ts";
import type { PipelineDraft } from "#server/db/pipeline/pipeline-store.ts";
import { checkDefinition, invalidDefinition } from "./check-definition.ts";
import { type DefinitionSource, type LocatedProblem, readDefinition } from "./read-definition.ts";

export interface DraftInput {
  readonly definition: DefinitionSource;
  /** Accepts a draft that can be parsed but not run: work in progress. Otherwise a draft with errors is refused. */
  readonly acceptFaults: boolean;
}

/**
 * Parses and checks a draft before it is stored; `pipelineId` is its pipeline, if it exists already.
 * @throws AppError INVALID_DEFINITION when it cannot be parsed, or has errors that were not accepted.
 */
export async function prepareDraft(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  input: DraftInput,
  pipelineId: PipelineId | null = null,
): Promise<{ readonly draft: PipelineDraft; readonly problems: readonly LocatedProblem[] }> {
  const reading = readDefinition(input.definition);
  if (!reading.ok) throw invalidDefinition(reading.problems);
  const { value, text } = reading.definition;
  const { checked, problems } = await checkDefinition(tx, workspaceId, reading.definition, pipelineId);
  if (checked === null && !input.acceptFaults) throw invalidDefinition(problems);
  return { draft: { name: checked?.name ?? nameOf(value), draft: value, draftText: text() }, problems };
}

function nameOf(value: Json): string {
  const name = isJsonObject(value) ? value.name : null;
  const text = typeof name === "string" ? cutText(name.trim(), 200) : "";
  return text === "" ? "Untitled pipeline" : text;
}
