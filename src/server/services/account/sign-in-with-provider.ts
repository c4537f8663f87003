import { AppError } from "#core/errors.ts";
import type { UserId } from "#core/ids.ts";
import { parseEmail } from "#core/policy/email.ts";
import { withSystem } from "#server/db/driver/with-tenant.ts";
import { findUserByEmail, findUserIdByAccount, linkAccount } from "#server/db/identity/user-store.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { type OpenedSession, openSession } from "#server/services/sessions/open-session.ts";
import { createAccount } from "./create-account.ts";

/** A person as a sign-in provider describes them. */
export interface ProviderIdentity {
  readonly provider: "github" | "google";
  readonly providerAccountId: string;
  readonly email: string | null;
  /** The provider itself has verified that the person owns the address. */
  readonly isEmailVerified: boolean;
  readonly name: string | null;
  readonly image: string | null;
}

/**
 * Signs in a person that a provider identifies: to the linked account, else to the account with the same e-mail address
 * if both sides have verified it, else to a new account.
 * @throws AppError FORBIDDEN when the provider has not verified the address; CONFLICT when the address belongs to an
 * account that never verified it, and which may therefore be somebody else's.
 */
export async function signInWithProvider(
  tools: ServiceTools,
  identity: ProviderIdentity,
  userAgent: string | null,
): Promise<OpenedSession & { readonly userId: UserId }> {
  const { provider, providerAccountId } = identity;
  const linked = await withSystem(tools.db, (tx) => findUserIdByAccount(tx, { provider, providerAccountId }));
  const userId = linked ?? (await linkOrCreate(tools, identity));
  return { ...(await openSession(tools, userId, { userAgent, by: provider })), userId };
}

async function linkOrCreate(tools: ServiceTools, identity: ProviderIdentity): Promise<UserId> {
  const email = verifiedEmailOf(identity);
  const { provider, providerAccountId, name, image } = identity;
  const person = { email, isEmailVerified: true, name, image, passwordHash: null };
  const created = await createAccount(tools, person, (tx, userId) =>
    linkAccount(tx, { userId, provider, providerAccountId }),
  );
  if (created !== null) return created.userId;
  return withSystem(tools.db, async (tx) => {
    const known = await findUserByEmail(tx, email);
    if (known?.isEmailVerified !== true) {
      throw new AppError(
        "CONFLICT",
        "This e-mail address has an account with a password. Sign in with the password.",
      );
    }
    await linkAccount(tx, { userId: known.id, provider, providerAccountId });
    return known.id;
  });
}

function verifiedEmailOf({ email, isEmailVerified, provider }: ProviderIdentity): string {
  const parsed = email === null ? null : parseEmail(email);
  if (!isEmailVerified || parsed?.ok !== true) {
    throw new AppError(
      "FORBIDDEN",
      `Your ${provider} account has no verified e-mail address. Verify it there, then try again.`,
    );
  }
  return parsed.email;
}
