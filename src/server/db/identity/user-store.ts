import { type UserId, userIdSchema } from "#core/ids.ts";
import type { SystemTransaction } from "../driver/with-tenant.ts";

export interface User {
  readonly id: UserId;
  /** Normalised: one address has one spelling. */
  readonly email: string;
  readonly isEmailVerified: boolean;
  readonly name: string | null;
  readonly image: string | null;
}

/** Null `passwordHash`: signs in through a provider only. */
export interface UserCredentials extends User {
  readonly passwordHash: string | null;
}

export interface NewUser {
  readonly id: UserId;
  readonly email: string;
  readonly isEmailVerified: boolean;
  readonly name: string | null;
  readonly image: string | null;
  readonly passwordHash: string | null;
}

interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly emailVerified: Date | null;
  readonly name: string | null;
  readonly image: string | null;
  readonly passwordHash: string | null;
}

function toCredentials(row: UserRow): UserCredentials {
  const { id, email, emailVerified, name, image, passwordHash } = row;
  return {
    id: userIdSchema.parse(id),
    email,
    isEmailVerified: emailVerified !== null,
    name,
    image,
    passwordHash,
  };
}

/** `email` must be normalised. */
export async function findUserByEmail(tx: SystemTransaction, email: string): Promise<UserCredentials | null> {
  const row = await tx.user.findUnique({ where: { email } });
  return row === null ? null : toCredentials(row);
}

export async function findUser(tx: SystemTransaction, userId: UserId): Promise<User | null> {
  const row = await tx.user.findUnique({ where: { id: userId } });
  if (row === null) return null;
  const { passwordHash: _, ...user } = toCredentials(row);
  return user;
}

/** Like `findUser`, with the password hash. */
export async function findCredentials(
  tx: SystemTransaction,
  userId: UserId,
): Promise<UserCredentials | null> {
  const row = await tx.user.findUnique({ where: { id: userId } });
  return row === null ? null : toCredentials(row);
}

/** False when the hash has changed in the meantime: of two concurrent changes, one wins. */
export async function replacePasswordHash(
  tx: SystemTransaction,
  userId: UserId,
  before: string,
  after: string,
): Promise<boolean> {
  const { count } = await tx.user.updateMany({
    where: { id: userId, passwordHash: before },
    data: { passwordHash: after },
  });
  return count === 1;
}

export async function setPasswordHash(
  tx: SystemTransaction,
  userId: UserId,
  passwordHash: string,
): Promise<void> {
  await tx.user.update({ where: { id: userId }, data: { passwordHash } });
}

/** False when the address is taken: two concurrent sign-ups make one account. */
export async function insertUser(tx: SystemTransaction, user: NewUser, nowMs: number): Promise<boolean> {
  const { isEmailVerified, ...columns } = user;
  const emailVerified = isEmailVerified ? new Date(nowMs) : null;
  const { count } = await tx.user.createMany({ data: { ...columns, emailVerified }, skipDuplicates: true });
  return count === 1;
}

/** The person linked to this provider's account, or null. */
export async function findUserIdByAccount(
  tx: SystemTransaction,
  account: { readonly provider: string; readonly providerAccountId: string },
): Promise<UserId | null> {
  const row = await tx.account.findUnique({ where: { provider_providerAccountId: account } });
  return row === null ? null : userIdSchema.parse(row.userId);
}

/** Lets this provider's account sign the person in. Its tokens are not stored: nothing here uses them. */
export async function linkAccount(
  tx: SystemTransaction,
  link: { readonly userId: UserId; readonly provider: string; readonly providerAccountId: string },
): Promise<void> {
  await tx.account.create({ data: { ...link, type: "oauth" } });
}
