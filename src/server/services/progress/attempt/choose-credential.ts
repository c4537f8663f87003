import type { ProviderKeyId } from "#core/ids.ts";
import { type ModelRef, parseModelRef } from "#core/model/model-ref.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { chosenModel } from "#core/run/agent/chosen-model.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { findUsableProviderKeyId } from "#server/db/keys/provider-key-store.ts";
import type { Changeset } from "../step/changeset.ts";

/** The credential of an agent's call. */
export interface Credential {
  readonly ref: ModelRef;
  /** Null for the sandbox, which needs none. */
  readonly providerKeyId: ProviderKeyId | null;
  readonly isMissing: boolean;
}

/**
 * The key of the person who started the run takes precedence over the workspace's. Null for nodes that call no model.
 */
export async function chooseCredential(
  tx: TenantSql,
  changeset: Changeset,
  node: PlanNode,
): Promise<Credential | null> {
  const ref = modelRefFor(changeset, node);
  if (ref === null) return null;
  if (ref.provider === "sandbox") return { ref, providerKeyId: null, isMissing: false };
  const known = changeset.credentials.get(ref.provider);
  const providerKeyId = known === undefined ? await lookUp(tx, changeset, ref) : known;
  return { ref, providerKeyId, isMissing: providerKeyId === null };
}

/** The model of a node's next attempt. Null for nodes that call none. */
export function modelRefFor(changeset: Changeset, node: PlanNode): ModelRef | null {
  const model = chosenModel(changeset.state, node);
  return model === null ? null : parseModelRef(model);
}

async function lookUp(tx: TenantSql, changeset: Changeset, ref: ModelRef): Promise<ProviderKeyId | null> {
  const { workspaceId, startedByUserId } = changeset.run;
  const found = await findUsableProviderKeyId(tx, workspaceId, ref.provider, startedByUserId);
  changeset.credentials.set(ref.provider, found);
  return found;
}
