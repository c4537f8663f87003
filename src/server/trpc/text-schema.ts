import { z } from "zod";

/** Text that PostgreSQL can store: no NUL, no unpaired surrogates. */
export function textSchema(maxLength: number) {
  return z
    .string()
    .max(maxLength)
    .refine((text) => !text.includes("\0") && text.isWellFormed(), "must not hold NUL or broken characters");
}

/** One non-blank line: a name, a label. */
export function lineSchema(maxLength: number) {
  return textSchema(maxLength)
    .trim()
    .min(1, "must not be empty")
    .refine((text) => !/\p{Cc}/u.test(text), "must be one line without control characters");
}
