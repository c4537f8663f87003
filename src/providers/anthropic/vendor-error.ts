import { z } from "zod";
import { toWord } from "../wire/vendor-word.ts";

const bodySchema = z.object({
  error: z.object({
    type: z.string(),
    message: z.string().optional().catch(undefined),
    details: z.looseObject({ error_code: z.string().optional() }).nullish().catch(null),
  }),
});

/** What an error body says, in words that are safe to show: nothing of its free text. */
export interface VendorError {
  readonly type: string | null;
  readonly code: string | null;
  /** The vendor's own sentence speaks of money that is used up; the one case that has no code of its own. */
  readonly saysNoCredit: boolean;
}

const noCredit = /credit balance is too low|spend(?:ing)? limit|usage limits/i;

/**
 * Reads the body of an error answer, or the data of an error event. Anything else than the vendor's shape gives nulls.
 */
export function readVendorError(body: unknown): VendorError {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return { type: null, code: null, saysNoCredit: false };
  const { type, message, details } = parsed.data.error;
  return {
    type: toWord(type),
    code: toWord(details?.error_code),
    saysNoCredit: noCredit.test(message ?? ""),
  };
}
