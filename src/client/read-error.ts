import { TRPCClientError } from "@trpc/client";
import { z } from "zod";
import { errorCodeSchema, problemSchema } from "#core/errors.ts";
import { UploadError } from "./upload-file.ts";

const describedErrorSchema = z.object({
  code: errorCodeSchema,
  message: z.string(),
  problems: z.array(problemSchema),
  nodeId: z.string().nullable(),
  retryAfterMs: z.number().nullable(),
  requestId: z.string(),
});

/** The server's message: what happened, where, and what to do next. */
export type PenstockError = z.infer<typeof describedErrorSchema>;

/** What a rejected call means; null if it never reached Penstock (the network failed, or something else answered). */
export function readPenstockError(error: unknown): PenstockError | null {
  if (!(error instanceof TRPCClientError || error instanceof UploadError)) return null;
  const data: unknown = error.data;
  const parsed = z.object({ error: describedErrorSchema }).safeParse(data);
  return parsed.success ? parsed.data.error : null;
}
