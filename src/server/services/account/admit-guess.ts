import type { RateLimits } from "#server/services/rate-limits/rate-limits.ts";
import { accountMark, type KnownDevice } from "./known-device.ts";

export interface Guess {
  /** The normalised address of the account, whether it exists or not. */
  readonly email: string;
  /** The hash that the password will be compared to. Null: none. A changed password resets the count. */
  readonly passwordHash: string | null;
  readonly clientAddress: string;
  /** The known device that it comes from, whatever account it has signed in to. */
  readonly device: KnownDevice | null;
}

/**
 * Counts one try at an account's password before it is checked. Strangers share few tries per account from all
 * addresses together, so guessing is hopeless. A device that has signed in to the account before has tries of its own,
 * so strangers cannot lock the person out. Tries at unknown accounts count in the same way.
 * @returns a function to call when the password was correct: it then was not a guess.
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
