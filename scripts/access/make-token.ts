import { StartError } from "#appliance/supervisor/start-error.ts";
import type { UserId } from "#core/ids.ts";
import type { TokenScope } from "#core/policy/token-scopes.ts";
import { withUser } from "#server/db/driver/with-tenant.ts";
import { listMemberships, type Membership } from "#server/db/identity/workspace-store.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { createApiToken } from "#server/services/tokens/create-api-token.ts";

export interface TokenOrder {
  readonly userId: UserId;
  /** The workspace's address name; null takes the person's only one, or the demo's. */
  readonly workspaceSlug: string | null;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly expiresInDays: number;
}

/**
 * Makes an API token in a person's name, as if they had done it under Settings. Whoever may read the data folder may do this:
 * they hold the keys to everything in it.
 */
export async function makeToken(tools: ServiceTools, order: TokenOrder): Promise<string> {
  const { userId, workspaceSlug, ...input } = order;
  const memberships = await withUser(tools.db, userId, (tx) => listMemberships(tx, userId));
  const { id: workspaceId, role } = choose(memberships, workspaceSlug);
  const actor = {
    kind: "session",
    workspaceId,
    userId,
    role,
    scopes: null,
    sessionId: null,
    tokenId: null,
  } as const;
  return (await createApiToken({ ...tools, actor }, input)).token;
}

function choose(memberships: readonly Membership[], slug: string | null): Membership {
  const found =
    slug === null
      ? (memberships.find((one) => one.isDemo) ?? (memberships.length === 1 ? memberships[0] : undefined))
      : memberships.find((one) => one.slug === slug);
  if (found !== undefined) return found;
  const slugs = memberships.map((one) => one.slug).join(", ");
  throw new StartError(
    `Say which workspace with --workspace. This person's are: ${slugs === "" ? "none" : slugs}`,
  );
}
