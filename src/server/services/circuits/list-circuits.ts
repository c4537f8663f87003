import { type CircuitView, listCircuits as readCircuits } from "#server/db/circuits/circuit-list-store.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/** A workspace has a few dozen at most, unless somebody invents model names. */
const mostShown = 200;

/**
 * The circuits of the workspace's models that have had failures, those not closed first. A circuit that is not listed
 * has never had any. Those of other people's own keys are not shown.
 * @throws AppError FORBIDDEN.
 */
export async function listCircuits(context: ServiceContext): Promise<readonly CircuitView[]> {
  authorize(context, "keys.read");
  const { workspaceId, userId } = context.actor;
  return withTenant(context.db, workspaceId, (tx) => readCircuits(tx, workspaceId, userId, mostShown));
}
