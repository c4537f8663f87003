import { AppError } from "#core/errors.ts";

/**
 * Asks a vendor something with a time limit. The vendor's errors, an answer that never ends included, become AppError
 * PROVIDER_*, so they do not count as ours.
 */
export async function askVendor<T>(withinMs: number, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const timeout = AbortSignal.timeout(withinMs);
  try {
    return await ask(timeout);
  } catch (error) {
    if (!timeout.aborted) throw error;
    throw new AppError(
      "PROVIDER_TIMEOUT",
      `The provider did not answer in full within ${withinMs / 1000} s. Try again later, or check the key's base URL.`,
    );
  }
}
