import { createHash } from "node:crypto";

/** A browser that has signed in with a password before; it says so with a cookie that only this server can make. */
export interface KnownDevice {
  readonly id: string;
  /** Whose accounts it has signed in to, newest first, as `accountMark` makes them. */
  readonly accounts: readonly string[];
}

/** People share browsers, but not that many. */
const mostAccounts = 4;

/** Stands for a normalised e-mail address without revealing it. */
export function accountMark(email: string): string {
  return createHash("sha256").update(`account ${email}`).digest("base64url").slice(0, 22);
}

/** The device after a sign-in to `account`. */
export function withAccount(device: KnownDevice, account: string): KnownDevice {
  const others = device.accounts.filter((one) => one !== account);
  return { id: device.id, accounts: [account, ...others].slice(0, mostAccounts) };
}
