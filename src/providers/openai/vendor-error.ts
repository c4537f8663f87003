import { z } from "zod";
import { toWord } from "../wire/vendor-word.ts";

const errorSchema = z.object({
  type: z.unknown().optional(),
  code: z.unknown().optional(),
  message: z.unknown().optional(),
});

/** The parts of an error that are safe to show: none of its free text. */
export interface VendorError {
  readonly type: string | null;
  readonly code: string | null;
  /** Routers give the HTTP status of the upstream vendor as the code. */
  readonly status: number | null;
  /** The error's sentence says that the credit is used up; for servers without a code for it. */
  readonly saysNoCredit: boolean;
  /** The error's sentence says that the input is too long; for servers without a code for it. */
  readonly saysTooLong: boolean;
}

const noCredit =
  /insufficient (?:credits|funds|balance|quota)|exceeded your current quota|billing hard limit/i;
const tooLong = /context (?:length|window|size)|maximum context|input is too long|prompt is too long/i;

/** Reads the error object of an answer or an event. Any other shape gives nulls. */
export function readVendorError(error: unknown): VendorError {
  const parsed = errorSchema.safeParse(typeof error === "string" ? { message: error } : error);
  const { type, code, message } = parsed.success ? parsed.data : {};
  const text = typeof message === "string" ? message : "";
  return {
    type: toWord(type),
    code: toWord(code),
    status: toStatus(code),
    saysNoCredit: noCredit.test(text),
    saysTooLong: tooLong.test(text),
  };
}

/** The error of a whole answer: its `error` field, or at some servers the answer itself. */
export function readErrorBody(body: unknown): VendorError {
  const isObject = typeof body === "object" && body !== null;
  return readVendorError(isObject && "error" in body ? body.error : body);
}

function toStatus(code: unknown): number | null {
  const status = typeof code === "string" && /^\d{3}$/.test(code) ? Number(code) : code;
  return typeof status === "number" && status >= 400 && status <= 599 ? status : null;
}
