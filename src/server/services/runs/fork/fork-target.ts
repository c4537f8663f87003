import { AppError, type Problem } from "#core/errors.ts";
import type { PipelineId, PipelineVersionId, WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import { isWithinWeight, maxValueCharacters } from "#core/json/json-weight.ts";
import { waysOf } from "#core/nodes/ways/ways-of.ts";
import { asJson } from "#core/pipeline/as-json.ts";
import type { NodeDefinition, PipelineDefinition } from "#core/pipeline/definition.ts";
import { type AgentSnapshot, compilePlan, type Plan } from "#core/pipeline/plan/plan.ts";
import { toRehearsal } from "#core/pipeline/rehearsal/to-rehearsal.ts";
import { validateDefinition } from "#core/pipeline/validate.ts";
import { type ForkChanges, withAgentChanges } from "#core/run/fork/fork-changes.ts";
import { matchJsonSchema } from "#core/schema/match-schema.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { readAgentSnapshots, readDraft, readStartablePipeline } from "#server/db/run/read-pipeline.ts";
import { type FrozenVersion, isRehearsalVersion, readFrozenVersion } from "#server/db/run/read-version.ts";
import { cutTo } from "../start/cut-to.ts";
import { agentsUsed } from "../start/freeze-version.ts";

/** What a fork runs. */
export interface ForkTarget extends FrozenVersion {
  readonly plan: Plan;
  /** Null where it is not frozen yet. */
  readonly versionId: PipelineVersionId | null;
  /** The kind that it will be frozen as. */
  readonly kind: "draft" | "rehearsal";
}

interface Source {
  readonly workspaceId: WorkspaceId;
  readonly pipelineId: PipelineId;
  readonly versionId: PipelineVersionId;
}

/**
 * The definition that a fork runs: that of its source or of another version, with its agents changed.
 * @throws AppError NOT_FOUND for an unknown version; INVALID_DEFINITION and INVALID_INPUT naming each place.
 */
export async function forkTarget(tx: TenantSql, source: Source, changes: ForkChanges): Promise<ForkTarget> {
  const target = await changedTarget(tx, source, changes);
  if (target.versionId === source.versionId) return target;
  if (!(await isRehearsalVersion(tx, source.workspaceId, source.versionId))) return target;
  // The results it takes over are fictitious, so the rest must not have real effects.
  const definition = toRehearsal(target.definition, target.agents, {});
  const plan = compilePlan(definition, target.agents);
  return { definition, agents: target.agents, plan, versionId: null, kind: "rehearsal" };
}

async function changedTarget(tx: TenantSql, source: Source, changes: ForkChanges): Promise<ForkTarget> {
  const base = await baseOf(tx, source, changes);
  checkNodes(base.definition, changes);
  const agents = changes.agents ?? {};
  if (Object.keys(agents).length === 0)
    return { ...base, plan: compilePlan(base.definition, base.agents), kind: "draft" };
  const known = await readAgentSnapshots(tx, source.workspaceId);
  const definition = validated(asJson(withAgentChanges(base.definition, agents)), [...base.agents, ...known]);
  const frozen = { definition, agents: base.agents };
  return { ...frozen, plan: compilePlan(frozen.definition, frozen.agents), versionId: null, kind: "draft" };
}

const untilPath = ["changes", "until"];

type Base = FrozenVersion & Pick<ForkTarget, "versionId">;

async function baseOf(tx: TenantSql, source: Source, { version, until }: ForkChanges): Promise<Base> {
  const { workspaceId, pipelineId } = source;
  if (version === "draft") {
    const found = await readDraft(tx, workspaceId, pipelineId);
    const agents = await readAgentSnapshots(tx, workspaceId);
    // Errors after the last node do not matter.
    const definition = validated(cutTo(found?.draft ?? null, until, untilPath), agents);
    return { definition, agents: agentsUsed(definition, agents), versionId: null };
  }
  const number = typeof version === "number" ? version : null;
  const versionId =
    version === undefined
      ? source.versionId
      : ((await readStartablePipeline(tx, workspaceId, pipelineId, number))?.versionId ?? null);
  const frozen = versionId === null ? null : await readFrozenVersion(tx, workspaceId, versionId);
  if (frozen === null) {
    const what = number === null ? "published version" : `version ${number}`;
    throw new AppError("NOT_FOUND", `The pipeline of this run has no ${what}.`);
  }
  if (until === undefined) return { ...frozen, versionId };
  const definition = validated(cutTo(asJson(frozen.definition), until, untilPath), frozen.agents);
  return { definition, agents: agentsUsed(definition, frozen.agents), versionId: null };
}

function validated(raw: Json, agents: readonly AgentSnapshot[]): PipelineDefinition {
  const checked = validateDefinition(raw, { agentKeys: new Set(agents.map(({ key }) => key)) });
  if (checked.ok) return checked.definition;
  throw new AppError("INVALID_DEFINITION", "With these changes the pipeline has errors and cannot run.", {
    problems: checked.problems,
  });
}

/**
 * Checks that each change is for an existing node of a suitable kind, and each output is one that its node may have.
 */
function checkNodes({ nodes }: PipelineDefinition, { agents = {}, outputs = {} }: ForkChanges): void {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const told = [
    ...Object.keys(agents).map((id) => ["agents", id, agentFault(byId.get(id))] as const),
    ...Object.entries(outputs).map(
      ([id, output]) => ["outputs", id, outputFault(byId.get(id), output)] as const,
    ),
  ];
  const problems = told.flatMap(([where, nodeId, fault]): readonly Problem[] => {
    if (fault === null) return [];
    const message = `changes.${where}.${nodeId}: ${fault}.`;
    return [{ code: "BAD_VALUE", severity: "error", message, nodeId, path: ["changes", where, nodeId] }];
  });
  if (problems.length === 0) return;
  throw new AppError("INVALID_INPUT", problems.map(({ message }) => message).join(" "), { problems });
}

const noSuchNode = "there is no such node";

function agentFault(node: NodeDefinition | undefined): string | null {
  if (node === undefined) return noSuchNode;
  return node.type === "agent"
    ? null
    : `the node is of type ${node.type}, and only agents are asked something`;
}

function outputFault(node: NodeDefinition | undefined, output: Json): string | null {
  if (node === undefined) return noSuchNode;
  if (node.type === "trigger") return "change the input of the run instead";
  if (waysOf(node) !== null) return "the node chooses a way, which an output does not say";
  const limit = node.limits?.outputBytes ?? maxValueCharacters;
  if (!isWithinWeight(output, limit, new Map())) return `it is larger than ${limit} bytes or nested too deep`;
  const fault = node.outputSchema === undefined ? null : matchJsonSchema(node.outputSchema, output);
  return fault === null ? null : `it does not match the node's outputSchema: ${fault}`;
}
