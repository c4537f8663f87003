import type { RateLimits } from "#server/services/rate-limits/rate-limits.ts";
import { accountMark, type KnownDevice } from "./known-device.ts";

export interface Guess {
  /** The normalised address of the account, whether there is one or not. */
  readonly email: string;
  /** What the try will be compared to; null: nothing. Another password is guessed at from the beginning. */
  readonly passwordHash: string | null;
  readonly clientAddress: string;
  /** The browser that it comes from, if it has signed in before to whatever account. */
  readonly device: KnownDevice | null;
}

/**
 * Counts one try at an account's password before it is looked at. Strangers share few tries of one account, wherever
 * they come from, so that guessing is hopeless; a browser that has signed in to the account before has tries of its
 * own, so that strangers cannot lock its person out. Accounts that do not exist are counted alike.
 * @returns what to call when the password was right: it was not a guess then.
 * @throws AppError RATE_LIMITED.
 */
export async function admitGuess(limits: RateLimits, guess: Guess): Promise<() => Promise<void>> {
  const { email, clientAddress, device } = guess;
  const target = `${email} ${guess.passwordHash ?? ""}`;
  if (device?.accounts.includes(accountMark(email))) {
    const key = `${device.id} ${target}`;
    await limits.consume("guess-by-device", key);
    return () => limits.reset("guess-by-device", key);
  }
  const key = `${clientAddress} ${target}`;
  // First, so that one address uses up no more of the account's tries than its own.
  await limits.consume("guess-by-account-and-address", key);
  await limits.consume("guess-by-account", target);
  return async () => {
    await limits.reset("guess-by-account-and-address", key);
    await limits.giveBack("guess-by-account", target);
  };
}
