import type { PipelineVersionId, RunId, WorkspaceId } from "#core/ids.ts";
import { compilePlan, type Plan } from "#core/pipeline/plan/plan.ts";
import { RecentlyUsed } from "#core/recently-used.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { readFrozenVersion, readRunVersion } from "#server/db/run/read-version.ts";

const maxPlans = 500;
const maxRuns = 10_000;

interface RunOfVersion {
  readonly workspaceId: WorkspaceId;
  readonly runId: RunId;
  readonly versionId: PipelineVersionId;
}

/**
 * Compiled plans by version. Versions never change, so nothing becomes stale; the least recently used make room. The
 * first look-up goes through the tenant's transaction, so a plan of another workspace is never returned.
 */
export class PlanCache {
  readonly #plans = new RecentlyUsed<Plan>(maxPlans);
  readonly #versions = new RecentlyUsed<PipelineVersionId>(maxRuns);

  /** The plan of a run. Null when the workspace has no such run. */
  async ofRun(tx: TenantSql, workspaceId: WorkspaceId, runId: RunId): Promise<Plan | null> {
    const key = `${workspaceId}:${runId}`;
    const versionId = this.#versions.get(key) ?? (await readRunVersion(tx, workspaceId, runId));
    if (versionId === null) return null;
    this.#versions.set(key, versionId);
    return this.ofVersion(tx, workspaceId, versionId);
  }

  /** The plan of a run that has been read. Null when its version was deleted. */
  async ofLocked(tx: TenantSql, run: RunOfVersion): Promise<Plan | null> {
    this.#versions.set(`${run.workspaceId}:${run.runId}`, run.versionId);
    return this.ofVersion(tx, run.workspaceId, run.versionId);
  }

  /** The plan of a run that has been read. Null when it is not cached. */
  ofRead({ workspaceId, runId, versionId }: RunOfVersion): Plan | null {
    this.#versions.set(`${workspaceId}:${runId}`, versionId);
    return this.atHand(workspaceId, runId);
  }

  /** The plan of a run that this process has handled. Null when it is not cached. */
  atHand(workspaceId: WorkspaceId, runId: RunId): Plan | null {
    const versionId = this.#versions.get(`${workspaceId}:${runId}`);
    return this.#plans.get(`${workspaceId}:${versionId}`) ?? null;
  }

  /** The compiled plan of a version. Null when the workspace has no such version. */
  async ofVersion(
    tx: TenantSql,
    workspaceId: WorkspaceId,
    versionId: PipelineVersionId,
  ): Promise<Plan | null> {
    const key = `${workspaceId}:${versionId}`;
    const known = this.#plans.get(key);
    if (known !== undefined) return known;
    const frozen = await readFrozenVersion(tx, workspaceId, versionId);
    if (frozen === null) return null;
    const plan = { ...compilePlan(frozen.definition, frozen.agents), isJudge: frozen.isJudge === true };
    this.#plans.set(key, plan);
    return plan;
  }
}
