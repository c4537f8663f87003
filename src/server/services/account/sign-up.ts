import { type UserId, userIdSchema, workspaceIdSchema } from "#core/ids.ts";
import { parseEmail } from "#core/policy/email.ts";
import { hashPassword, verifyPassword } from "#server/crypto/password.ts";
import { withSystem, withUser } from "#server/db/driver/with-tenant.ts";
import { findUserByEmail } from "#server/db/identity/user-store.ts";
import { listMemberships } from "#server/db/identity/workspace-store.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { uniqueSlugOf } from "#server/services/workspaces/slug.ts";
import { admitGuess } from "./admit-guess.ts";
import { type CreatedAccount, createAccount, ownerNameOf } from "./create-account.ts";
import { fieldRefusal, refuseWeakPassword } from "./password-rules.ts";

export interface SignUpInput {
  readonly email: string;
  readonly password: string;
  readonly name: string | null;
  readonly clientAddress: string;
}

/**
 * Creates an account with a personal workspace that the person owns. Does not sign them in.
 *
 * Does not reveal whether an address has an account: for an existing one, the answer looks the same after the same
 * work, and nothing is created. With that account's own password, the answer has its real ids; otherwise the ids are
 * made up.
 * @throws AppError RATE_LIMITED or INVALID_INPUT.
 */
export async function signUp(tools: ServiceTools, input: SignUpInput): Promise<CreatedAccount> {
  const { rateLimits } = tools.ports;
  await rateLimits.consume("sign-up-by-address", input.clientAddress);
  const parsed = parseEmail(input.email);
  if (!parsed.ok) throw fieldRefusal("email", parsed.message);
  const { email } = parsed;
  refuseWeakPassword(input.password, email, "password");
  // A password can be guessed here as well as at sign-in.
  const before = await withSystem(tools.db, (tx) => findUserByEmail(tx, email));
  const wasRight = await admitGuess(rateLimits, {
    email,
    passwordHash: before?.passwordHash ?? null,
    clientAddress: input.clientAddress,
    device: null,
  });
  const passwordHash = await hashPassword(input.password);
  const person = { email, isEmailVerified: false, name: input.name, image: null, passwordHash };
  const created = await createAccount(tools, person);
  const known = created === null ? await withSystem(tools.db, (tx) => findUserByEmail(tx, email)) : null;
  // Also done for a new account, so that both take the same time.
  const isOwn = await verifyPassword(known?.passwordHash ?? null, input.password);
  if (created !== null || isOwn) await wasRight();
  if (created !== null) return created;
  return (
    (known !== null && isOwn ? await ownAccount(tools, known.id) : null) ?? nobodysAccount(tools, person)
  );
}

/** The workspace that the person joined first. Null when they are in none. */
async function ownAccount(tools: ServiceTools, userId: UserId): Promise<CreatedAccount | null> {
  const [first] = await withUser(tools.db, userId, (tx) => listMemberships(tx, userId));
  return first === undefined ? null : { userId, workspaceId: first.id, workspaceSlug: first.slug };
}

/** The same answer as for a new account. */
function nobodysAccount(
  { newId }: ServiceTools,
  person: { readonly name: string | null; readonly email: string },
): CreatedAccount {
  const workspaceId = workspaceIdSchema.parse(newId());
  const workspaceSlug = uniqueSlugOf(ownerNameOf(person), workspaceId);
  return { userId: userIdSchema.parse(newId()), workspaceId, workspaceSlug };
}
