import { createHash } from "node:crypto";

/**
 * A browser in which somebody has signed in with a password before, shown by a cookie that only this server can make.
 */
export interface KnownDevice {
  readonly id: string;
  /** Marks of the accounts it has signed in to, newest first, as `accountMark` makes them. */
  readonly accounts: readonly string[];
}

/** People share browsers, but not with many others. */
const mostAccounts = 4;

/** Represents a normalised e-mail address without revealing it. */
export function accountMark(email: string): string {
  return createHash("sha256").update(`account ${email}`).digest("base64url").slice(0, 22);
}

/** The device after a sign-in to `account`. */
export function withAccount(device: KnownDevice, account: string): KnownDevice {
  const others = device.accounts.filter((one) => one !== account);
  return { id: device.id, accounts: [account, ...others].slice(0, mostAccounts) };
}
