import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import type { StatusOf } from "./query-client.ts";

/** The HTTP status of an error from a procedure that a page calls on the server, without HTTP. */
export const statusOfCall: StatusOf = (error) =>
  error instanceof TRPCError ? getHTTPStatusCodeFromError(error) : null;
