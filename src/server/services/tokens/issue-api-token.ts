import { AppError } from "#core/errors.ts";
import type { TokenScope } from "#core/policy/token-scopes.ts";
import { withSystem, withUser } from "#server/db/driver/with-tenant.ts";
import { findUserByEmail } from "#server/db/identity/user-store.ts";
import { listMemberships, type Membership } from "#server/db/identity/workspace-store.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { createApiToken } from "./create-api-token.ts";

export interface IssueApiTokenInput {
  readonly email: string;
  /** The workspace's slug. Null: the person's only one, or the demo's. */
  readonly workspaceSlug: string | null;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly expiresInDays: number;
}

/**
 * Creates an API token for a person, as if they had done it under Settings. For operators, who have all keys in the
 * data folder anyway; no endpoint calls this.
 * @throws AppError NOT_FOUND for an address without an account, INVALID_INPUT where the workspace is ambiguous.
 */
export async function issueApiToken(tools: ServiceTools, input: IssueApiTokenInput): Promise<string> {
  const { email, workspaceSlug, ...token } = input;
  const user = await withSystem(tools.db, (tx) => findUserByEmail(tx, email));
  if (user === null) throw new AppError("NOT_FOUND", `Nobody has signed up with ${email}.`);
  const userId = user.id;
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
  return (await createApiToken({ ...tools, actor }, token)).token;
}

function choose(memberships: readonly Membership[], slug: string | null): Membership {
  const found =
    slug === null
      ? (memberships.find((one) => one.isDemo) ?? (memberships.length === 1 ? memberships[0] : undefined))
      : memberships.find((one) => one.slug === slug);
  if (found !== undefined) return found;
  const slugs = memberships.map((one) => one.slug).join(", ");
  throw new AppError(
    "INVALID_INPUT",
    `Name one of this person's workspaces with --workspace: ${slugs === "" ? "there are none" : slugs}.`,
  );
}
