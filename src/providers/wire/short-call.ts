import { AppError } from "#core/errors.ts";

/** The time limit of calls that answer immediately (models, token counts). */
const shortCallTimeoutMs = 30_000;

/** Runs a call that is not streamed, with a time limit, and maps its errors. */
export async function shortCall<T>(
  label: string,
  signal: AbortSignal,
  call: (signal: AbortSignal) => Promise<T>,
  toAppError: (error: unknown) => AppError,
): Promise<T> {
  const timeout = AbortSignal.timeout(shortCallTimeoutMs);
  try {
    return await call(AbortSignal.any([signal, timeout]));
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (timeout.aborted) {
      throw new AppError("PROVIDER_TIMEOUT", `${label} did not answer in time. Trying again may help.`);
    }
    throw toAppError(error);
  }
}
