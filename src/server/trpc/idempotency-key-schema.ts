import { z } from "zod";

/** Makes a repeated request get the first one's answer instead of doing its work again. */
export const idempotencyKeySchema = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, "must be 1 to 200 printable characters without spaces")
  .nullable()
  .default(null);
