import { z } from "zod";

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
    code: toWord(details?.error_code ?? null),
    saysNoCredit: noCredit.test(message ?? ""),
  };
}

/** Types and codes are plain words; a vendor that put a key there would break this form. */
function toWord(text: string | null): string | null {
  return text !== null && /^[a-z]+(_[a-z]+)*$/.test(text) && text.length <= 64 ? text : null;
}

/** A request id as the vendor writes them, or null. */
export function toRequestId(header: string | null | undefined, apiKey: string): string | null {
  const isId = header != null && /^[A-Za-z0-9_-]{1,128}$/.test(header) && !header.includes(apiKey);
  return isId ? header : null;
}
