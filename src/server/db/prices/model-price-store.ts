import { type UserId, userIdSchema, type WorkspaceId } from "#core/ids.ts";
import type { PriceOverrides } from "#core/pricing/find-price.ts";
import { type UnitPrices, unitPricesSchema } from "#core/pricing/unit-prices.ts";
import type { TenantTransaction } from "../driver/with-tenant.ts";

/** A workspace's own price of a model. */
export interface ModelPrice {
  /** `provider/model` */
  readonly model: string;
  readonly prices: UnitPrices;
  readonly setBy: UserId | null;
  readonly setAtMs: number;
}

/** All prices that the workspace has set, ordered by model name. */
export async function listModelPrices(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
): Promise<readonly ModelPrice[]> {
  const rows = await tx.modelPrice.findMany({ where: { workspaceId }, orderBy: { model: "asc" } });
  return rows.map(({ model, prices, setBy, setAt }) => ({
    model,
    prices: unitPricesSchema.parse(prices),
    setBy: setBy === null ? null : userIdSchema.parse(setBy),
    setAtMs: setAt.getTime(),
  }));
}

/** The same, in the form in which prices are looked up. */
export async function readPriceOverrides(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
): Promise<PriceOverrides> {
  const set = await listModelPrices(tx, workspaceId);
  return Object.fromEntries(set.map(({ model, prices }) => [model, prices]));
}

export async function setModelPrice(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  { model, prices, setBy }: Pick<ModelPrice, "model" | "prices" | "setBy">,
  nowMs: number,
): Promise<void> {
  const fields = { prices: JSON.parse(JSON.stringify(prices)), setBy, setAt: new Date(nowMs) };
  await tx.modelPrice.upsert({
    where: { workspaceId_model: { workspaceId, model } },
    create: { workspaceId, model, ...fields },
    update: fields,
  });
}

/** False when the workspace had set none. */
export async function removeModelPrice(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  model: string,
): Promise<boolean> {
  const { count } = await tx.modelPrice.deleteMany({ where: { workspaceId, model } });
  return count > 0;
}
