import type { StageDatabase } from "./set-stage.ts";

/** Lets all leases that are held now run for an hour: a test in which somebody waits for them does not end. */
export async function prolongLeases({ asOwner }: StageDatabase): Promise<void> {
  await asOwner("update system.leases set expires_at = now() + interval '1 hour'");
}
