import { withSystem } from "#server/db/driver/with-tenant.ts";
import { findUserByEmail } from "#server/db/identity/user-store.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { demoEmail } from "./ensure-demo-account.ts";

/**
 * The e-mail address of the demo's account, which the sign-in page offers. Null where the demo was never run. Its
 * password is not shown.
 */
export async function findDemoAccount(
  tools: Pick<ServiceTools, "db">,
): Promise<{ readonly email: string | null }> {
  const account = await withSystem(tools.db, (tx) => findUserByEmail(tx, demoEmail));
  return { email: account?.email ?? null };
}
