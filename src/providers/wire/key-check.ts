import { AppError } from "#core/errors.ts";
import type { KeyCheck } from "#core/model/model-info.ts";

/** A refused key is a result; a vendor that cannot be reached is an error. `answer` is any call that needs the key. */
export async function toKeyCheck(answer: Promise<unknown>, label: string): Promise<KeyCheck> {
  try {
    await answer;
    return { ok: true };
  } catch (error) {
    if (error instanceof AppError && error.code === "KEY_INVALID") {
      return {
        ok: false,
        message: `${label} does not accept this key. Make sure that it was copied whole and is not revoked there, or add a new one.`,
      };
    }
    if (error instanceof AppError && !error.retryable) return { ok: false, message: error.message };
    throw error;
  }
}
