import { AppError } from "#core/errors.ts";
import { parseModelRef } from "#core/model/model-ref.ts";
import type { UnitPrices } from "#core/pricing/unit-prices.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { listModelPrices, setModelPrice } from "#server/db/prices/model-price-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/** More models than one workspace uses. */
export const maxPrices = 500;

/**
 * Sets what a model costs the workspace, instead of the list price or where there is none. It applies to runs that
 * start from now on; those in progress keep the prices they began with.
 * @throws AppError FORBIDDEN, INVALID_INPUT for models of the sandbox, CONFLICT where there are too many.
 */
export async function setPrice(
  context: ServiceContext,
  input: { readonly model: string; readonly prices: UnitPrices },
): Promise<void> {
  authorize(context, "prices.manage");
  const { actor, db, clock } = context;
  const { workspaceId, userId } = actor;
  const { model, prices } = input;
  if (parseModelRef(model).provider === "sandbox")
    throw new AppError("INVALID_INPUT", "The sandbox costs play money: its price cannot be set.");
  await withTenant(db, workspaceId, async (tx) => {
    const set = await listModelPrices(tx, workspaceId);
    if (set.length >= maxPrices && !set.some((price) => price.model === model)) {
      throw new AppError("CONFLICT", `A workspace may set at most ${maxPrices} prices. Remove one first.`);
    }
    await setModelPrice(tx, workspaceId, { model, prices, setBy: userId }, clock.nowMs());
    const { input: inputMicros, output: outputMicros } = prices;
    await recordAudit(tx, actor, "price.set", model, { model, inputMicros, outputMicros });
  });
}
