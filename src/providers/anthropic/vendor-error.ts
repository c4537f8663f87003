import { z } from "zod";
import { toWord } from "../wire/vendor-word.ts";

const bodySchema = z.object({
  error: z.object({
    type: z.string(),
    message: z.string().optional().catch(undefined),
    details: z.looseObject({ error_code: z.string().optional() }).nullish().catch(null),
  }),
});

/** The parts of an error body that are safe to show: none of its free text. */
export interface VendorError {
  readonly type: string | null;
  readonly code: string | null;
  /** The vendor's sentence says that the credit is used up, the one case without a code. */
  readonly saysNoCredit: boolean;
}

const noCredit = /credit balance is too low|spend(?:ing)? limit|usage limits/i;

/** Reads the body of an error answer, or the data of an error event. Any other shape gives nulls. */
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
