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
 * Compiled plans by version. A version never changes, so nothing here goes stale; those unused for longest make
 * room. Look-ups go
 * through the tenant's transaction the first time, so a plan of another workspace is never handed out.
 */
export class PlanCache {
  readonly #plans = new RecentlyUsed<Plan>(maxPlans);
  readonly #versions = new RecentlyUsed<PipelineVersionId>(maxRuns);

  /** The plan that a run is frozen to; null when the workspace has no such run. */
  async ofRun(tx: TenantSql, workspaceId: WorkspaceId, runId: RunId): Promise<Plan | null> {
    const key = `${workspaceId}:${runId}`;
    const versionId = this.#versions.get(key) ?? (await readRunVersion(tx, workspaceId, runId));
    if (versionId === null) return null;
    this.#versions.set(key, versionId);
    return this.ofVersion(tx, workspaceId, versionId);
  }

  /** The plan of a run that has been read; null when its version has gone. */
  async ofLocked(tx: TenantSql, run: RunOfVersion): Promise<Plan | null> {
    this.#versions.set(`${run.workspaceId}:${run.runId}`, run.versionId);
    return this.ofVersion(tx, run.workspaceId, run.versionId);
  }

  /** The plan of a run that has been read; null when it is not in the cache. */
  ofRead({ workspaceId, runId, versionId }: RunOfVersion): Plan | null {
    this.#versions.set(`${workspaceId}:${runId}`, versionId);
    return this.atHand(workspaceId, runId);
  }

  /** The plan of a run that this process has had to do with; null when it is not at hand. */
  atHand(workspaceId: WorkspaceId, runId: RunId): Plan | null {
    const versionId = this.#versions.get(`${workspaceId}:${runId}`);
    return this.#plans.get(`${workspaceId}:${versionId}`) ?? null;
  }

  /** The compiled plan of a version; null when the workspace has no such version. */
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
