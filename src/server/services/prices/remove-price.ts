import { AppError } from "#core/errors.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { removeModelPrice } from "#server/db/prices/model-price-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/**
 * Returns to the list price of a model, for runs that start from now on.
 * @throws AppError FORBIDDEN, NOT_FOUND where the workspace has set none.
 */
export async function removePrice(
  context: ServiceContext,
  { model }: { readonly model: string },
): Promise<void> {
  authorize(context, "prices.manage");
  const { actor, db } = context;
  await withTenant(db, actor.workspaceId, async (tx) => {
    if (!(await removeModelPrice(tx, actor.workspaceId, model)))
      throw new AppError("NOT_FOUND", `This workspace has set no price for ${model}.`);
    await recordAudit(tx, actor, "price.remove", model, { model });
  });
}
