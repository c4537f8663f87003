import { initTRPC } from "@trpc/server";
import { z } from "zod";
import { wire } from "#core/json/wire.ts";
import { plainIssue } from "#core/plain-issue.ts";
import type { Permission } from "#core/policy/permissions.ts";
import type { RequestContext } from "./context.ts";
import { describeError } from "./describe-error.ts";

/**
 * Who may call a procedure: anybody, anybody who has signed in, or a member whose role (and token) has a permission.
 */
export interface ProcedureMeta {
  readonly access: "public" | "user" | Permission;
}

const pingIntervalMs = 15_000;

// Validation errors of all procedures are shown to people in these words.
z.config({ localeError: plainIssue });

/** The one tRPC instance. */
export const trpc = initTRPC
  .context<RequestContext>()
  .meta<ProcedureMeta>()
  .create({
    transformer: wire,
    sse: {
      ping: { enabled: true, intervalMs: pingIntervalMs },
      // Two pings were missed, so the connection is dead, whatever the sockets say.
      client: { reconnectAfterInactivityMs: 2.5 * pingIntervalMs },
    },
    errorFormatter({ shape, error, ctx }) {
      const described = describeError(error, ctx?.requestId ?? "unknown");
      const { code, httpStatus, path } = shape.data;
      return {
        code: shape.code,
        message: described.message,
        data: { code, httpStatus, ...(path === undefined ? {} : { path }), error: described },
      };
    },
  });
