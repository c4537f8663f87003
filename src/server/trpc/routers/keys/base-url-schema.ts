import { z } from "zod";

/** The URL of a key's server. */
export const baseUrlSchema = z
  .url({
    protocol: /^https?$/,
    error: "must be an address that begins with http:// or https://, such as https://openrouter.ai/api/v1",
  })
  .max(500);
