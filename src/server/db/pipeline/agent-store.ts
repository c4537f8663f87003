import { type AgentId, agentIdSchema, type WorkspaceId } from "#core/ids.ts";
import { type Effort, effortSchema } from "#core/model/effort.ts";
import type { TenantTransaction } from "../driver/with-tenant.ts";

/** Reusable instructions with a model; definitions refer to them by `key`. */
export interface Agent {
  readonly id: AgentId;
  readonly key: string;
  readonly name: string;
  readonly instructions: string;
  /** `provider/model`. */
  readonly model: string;
  readonly maxTokens: number;
  readonly temperature: number | null;
  readonly fallbackModel: string | null;
  /** Null: the model's default. */
  readonly effort: Effort | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly isArchived: boolean;
}

export type AgentFields = Omit<Agent, "id" | "createdAtMs" | "updatedAtMs" | "isArchived">;

interface AgentRow extends Omit<AgentFields, "effort"> {
  readonly effort: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly archivedAt: Date | null;
}

const columns = {
  id: true,
  key: true,
  name: true,
  instructions: true,
  model: true,
  maxTokens: true,
  temperature: true,
  fallbackModel: true,
  effort: true,
  createdAt: true,
  updatedAt: true,
  archivedAt: true,
} as const;

function toAgent({ createdAt, updatedAt, archivedAt, ...row }: AgentRow & { readonly id: string }): Agent {
  return {
    ...row,
    id: agentIdSchema.parse(row.id),
    effort: effortSchema.nullable().parse(row.effort),
    createdAtMs: createdAt.getTime(),
    updatedAtMs: updatedAt.getTime(),
    isArchived: archivedAt !== null,
  };
}

/** Ordered by key; archived ones only when asked for. */
export async function listAgents(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  withArchived: boolean,
): Promise<readonly Agent[]> {
  const where = withArchived ? { workspaceId } : { workspaceId, archivedAt: null };
  const rows = await tx.agent.findMany({ where, select: columns, orderBy: { key: "asc" } });
  return rows.map(toAgent);
}

export async function findAgent(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  agentId: AgentId,
): Promise<Agent | null> {
  const where = { workspaceId_id: { workspaceId, id: agentId } };
  const row = await tx.agent.findUnique({ where, select: columns });
  return row === null ? null : toAgent(row);
}

/** False when the workspace already has an agent of this key, archived or not. */
export async function insertAgent(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  agentId: AgentId,
  fields: AgentFields,
): Promise<boolean> {
  const data = { ...fields, id: agentId, workspaceId };
  const { count } = await tx.agent.createMany({ data, skipDuplicates: true });
  return count === 1;
}

/** The key cannot change: definitions refer to it. */
export async function updateAgent(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  agentId: AgentId,
  fields: Omit<AgentFields, "key">,
): Promise<void> {
  await tx.agent.update({ where: { workspaceId_id: { workspaceId, id: agentId } }, data: fields });
}

/** Archived agents are no longer offered or frozen into new versions; versions that have them keep them. */
export async function setAgentArchived(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  agentId: AgentId,
  archivedAtMs: number | null,
): Promise<void> {
  const archivedAt = archivedAtMs === null ? null : new Date(archivedAtMs);
  await tx.agent.update({ where: { workspaceId_id: { workspaceId, id: agentId } }, data: { archivedAt } });
}
