import type { Problem } from "#core/errors.ts";
import { anyType, type StaticType } from "#core/expression/types/static-type.ts";
import type { PipelineId, PipelineVersionId, WorkspaceId } from "#core/ids.ts";
import { bodiesDeep } from "#core/pipeline/bodies/every-node.ts";
import { type CallFault, callProblem } from "#core/pipeline/calls/call-problem.ts";
import { callKey, callsOf, type NodeCall } from "#core/pipeline/calls/calls.ts";
import type { WrittenCall } from "#core/pipeline/calls/written-calls.ts";
import type { NodeDefinition, PipelineDefinition } from "#core/pipeline/definition.ts";
import { definitionTypes } from "#core/pipeline/graph-types.ts";
import { mostDepth } from "#core/run/tree.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { type CallablePipeline, readCallable } from "#server/db/run/children/read-callable.ts";

/** A version that a tree of runs may use. */
export interface CalledVersion {
  readonly pipelineId: PipelineId;
  readonly versionId: PipelineVersionId;
}

export interface CallWalk {
  /** By `callKey`: all versions that the definition calls, directly or not. */
  readonly versions: ReadonlyMap<string, CalledVersion>;
  /** By `callKey`: the type of each output, computed on demand. */
  readonly outputs: () => ReadonlyMap<string, StaticType>;
  /** Why it cannot be run, each at the definition's node that leads there. */
  readonly problems: readonly Problem[];
}

/** What is below a version, computed once even if several paths lead to it. */
interface Below {
  readonly pipelines: ReadonlySet<PipelineId>;
  readonly height: number;
}

type Found = { readonly ok: true; readonly below: Below } | { readonly ok: false; readonly fault: CallFault };

/** A run on the path from the definition to the current place: of a pipeline, or of a body, which has no id. */
export interface WalkStep {
  readonly id: PipelineId | null;
  readonly name: string;
}

/**
 * Follows all calls of a definition through the versions that are published now, or are given by number. Checks that
 * each exists, gets its variables, does not lead back to itself by any path, and is not nested deeper than eight runs.
 * `pipelineId` is null for a definition without a pipeline yet.
 */
export async function walkCalls(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId | null,
  definition: PipelineDefinition,
): Promise<CallWalk> {
  const walk = new Walk(tx, workspaceId);
  const problems = definition.nodes.flatMap((node) => deepBodies(node));
  for (const call of callsOf(definition)) {
    const found = await walk.follow(call, [{ id: pipelineId, name: definition.name }]);
    if (found.ok) continue;
    problems.push(callProblem(call, found.fault, "error"));
  }
  return { versions: walk.versions, outputs: () => walk.outputs(), problems };
}

/** What an editor needs to know of a call that is being written. */
export interface ReadCall {
  /** The type of its output. */
  readonly output: StaticType;
  /** Why it cannot be made. Null: it can. */
  readonly fault: CallFault | null;
}

/** The same for single calls, in order, of a definition that may still have errors elsewhere. */
export async function readCalls(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  caller: WalkStep,
  written: readonly WrittenCall[],
): Promise<readonly ReadCall[]> {
  const walk = new Walk(tx, workspaceId);
  const read: { readonly key: string; readonly fault: CallFault | null }[] = [];
  for (const { pipeline, version, variables: names, within } of written) {
    const variables = Object.fromEntries(names.map((name) => [name, ""]));
    const call = { kind: "pipeline", pipeline, version, variables } as const;
    const found = await walk.follow({ nodeId: "", path: [], within, call }, [caller]);
    read.push({ key: callKey(call), fault: found.ok ? null : found.fault });
  }
  const outputs = walk.outputs();
  return read.map(({ key, fault }) => ({ output: outputs.get(key) ?? anyType, fault }));
}

/** Bodies in bodies are runs of runs, too. */
function deepBodies(node: NodeDefinition): Problem[] {
  if (bodiesDeep({ nodes: [node] }) <= mostDepth) return [];
  const message = `Node "${node.id}": bodies stand at most ${mostDepth} deep in each other, and these stand deeper.`;
  return [{ code: "CALL_TOO_DEEP", severity: "error", message, nodeId: node.id, path: ["config", "body"] }];
}

class Walk {
  readonly versions = new Map<string, CalledVersion>();
  readonly #tx: TenantSql;
  readonly #workspaceId: WorkspaceId;
  /** What is called comes before what calls it. */
  readonly #definitions = new Map<string, PipelineDefinition>();
  readonly #callable = new Map<string, CallablePipeline | null>();
  readonly #below = new Map<PipelineVersionId, Below>();

  constructor(tx: TenantSql, workspaceId: WorkspaceId) {
    this.#tx = tx;
    this.#workspaceId = workspaceId;
  }

  async follow({ call, within }: NodeCall, before: readonly WalkStep[]): Promise<Found> {
    const way = [...before, ...within.map((name): WalkStep => ({ id: null, name }))];
    const key = callKey(call);
    const callable = await this.#read(key, call.pipeline, call.version);
    if (callable === null) return failed(missing(call.pipeline));
    const { pipelineId, name, version } = callable;
    const here = [...way, { id: pipelineId, name }];
    // Checked first: nothing that could be fixed in the called pipeline would help.
    if (way.some(({ id }) => id === pipelineId)) return failed(circles(here));
    const fault = faultOf(callable, call) ?? unfitVariables(callable, call.variables);
    if (fault !== null || version === null) return failed(fault ?? missing(call.pipeline));
    if (way.length > mostDepth) return failed(tooDeep(here));
    this.versions.set(key, { pipelineId, versionId: version.id });
    const below = this.#below.get(version.id);
    const found = below === undefined ? await this.#descend(version, here) : fits(below, here);
    if (found.ok) this.#definitions.set(key, version.definition);
    return found;
  }

  async #descend(
    version: NonNullable<CallablePipeline["version"]>,
    here: readonly WalkStep[],
  ): Promise<Found> {
    const pipelines = new Set<PipelineId>();
    let height = bodiesDeep(version.definition);
    for (const call of callsOf(version.definition)) {
      const found = await this.follow(call, here);
      if (!found.ok) return found;
      const called = this.versions.get(callKey(call.call));
      if (called !== undefined) pipelines.add(called.pipelineId);
      for (const id of found.below.pipelines) pipelines.add(id);
      height = Math.max(height, call.within.length + found.below.height + 1);
    }
    const below = { pipelines, height };
    this.#below.set(version.id, below);
    return fits(below, here);
  }

  outputs(): ReadonlyMap<string, StaticType> {
    const calls = new Map<string, StaticType>();
    for (const [key, definition] of this.#definitions) {
      calls.set(key, definitionTypes(definition, { calls })?.output ?? anyType);
    }
    return calls;
  }

  async #read(key: string, name: string, number: number | null): Promise<CallablePipeline | null> {
    const known = this.#callable.get(key);
    if (known !== undefined) return known;
    const found = await readCallable(this.#tx, this.#workspaceId, name, number);
    this.#callable.set(key, found);
    return found;
  }
}

/** Computed on another path, so its depth must be checked for this one too. */
function fits(below: Below, here: readonly WalkStep[]): Found {
  if (here.some(({ id }) => id !== null && below.pipelines.has(id))) return failed(circles(here));
  return here.length - 1 + below.height > mostDepth ? failed(tooDeep(here)) : { ok: true, below };
}

function failed(fault: CallFault): Found {
  return { ok: false, fault };
}

function faultOf(callable: CallablePipeline, call: NodeCall["call"]): CallFault | null {
  const { name, isArchived, version } = callable;
  if (isArchived) {
    return {
      code: "CALL_ARCHIVED",
      message: `the pipeline ${name} is archived. Restore it, or call another one.`,
    };
  }
  if (version !== null) return null;
  const message =
    call.version === null
      ? `nothing of the pipeline ${name} is published. Publish it before it is called.`
      : `the pipeline ${name} has no version ${call.version}.`;
  return { code: "CALL_UNPUBLISHED", message };
}

function unfitVariables(callable: CallablePipeline, given: NodeCall["call"]["variables"]): CallFault | null {
  if (callable.version === null) return null;
  const { variables } = callable.version.definition;
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(variables, name));
  const lacking = Object.entries(variables)
    .filter(
      ([name, { required, default: usual }]) =>
        required && usual === undefined && !Object.hasOwn(given, name),
    )
    .map(([name]) => name);
  if (unknown.length > 0) {
    const message = `the pipeline ${callable.name} has no variable ${unknown.join(", ")}.`;
    return { code: "CALL_VARIABLES", message };
  }
  if (lacking.length === 0) return null;
  const message = `the pipeline ${callable.name} needs a value for ${lacking.join(", ")}. Give it under variables.`;
  return { code: "CALL_VARIABLES", message };
}

function missing(name: string): CallFault {
  return { code: "UNKNOWN_PIPELINE", message: `there is no pipeline ${name}.` };
}

function circles(here: readonly WalkStep[]): CallFault {
  return { code: "CALL_CIRCLE", message: `it would call itself for ever: ${namesOf(here)}.` };
}

function tooDeep(here: readonly WalkStep[]): CallFault {
  return {
    code: "CALL_TOO_DEEP",
    message: `calls lead at most ${mostDepth} runs deep, and this one leads deeper: ${namesOf(here)}.`,
  };
}

function namesOf(here: readonly WalkStep[]): string {
  return here.map(({ name }) => name).join(" → ");
}
