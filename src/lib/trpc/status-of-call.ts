import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import type { StatusOf } from "./query-client.ts";

/** As errors come from a procedure that is called without HTTP: by a page, on the server. */
export const statusOfCall: StatusOf = (error) =>
  error instanceof TRPCError ? getHTTPStatusCodeFromError(error) : null;
