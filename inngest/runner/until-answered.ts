const pauseMs = 500;

/**
 * Retries until the database answers: it may be starting again, and the waiting result has been paid for. `work` may
 * have been committed although it failed, so it must be safe to repeat. Gives up with the last error once `patienceMs`
 * have passed since the first.
 */
export async function untilAnswered<T>(
  work: () => Promise<T>,
  patienceMs: number,
  onError: (error: unknown) => void,
): Promise<T> {
  let giveUpAtMs: number | null = null;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      giveUpAtMs ??= performance.now() + patienceMs;
      if (performance.now() >= giveUpAtMs) throw error;
      onError(error);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
