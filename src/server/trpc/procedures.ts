import { AppError } from "#core/errors.ts";
import type { Permission } from "#core/policy/permissions.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext, UserContext } from "#server/services/context.ts";
import { enterWorkspace } from "#server/services/workspaces/enter-workspace.ts";
import type { RequestContext } from "./context.ts";
import { toTrpcError } from "./describe-error.ts";
import { trpc } from "./init.ts";

const baseProcedure = trpc.procedure.use(async ({ ctx, next }) => {
  if (ctx.refusal !== null) throw toTrpcError(ctx.refusal);
  const result = await next();
  if (result.ok) return result;
  throw toTrpcError(result.error);
});

/** Anybody may call it. The list of these is short and tested. */
export const publicProcedure = baseProcedure.meta({ access: "public" });

/** Anybody who has signed in; not tokens, which belong to a workspace. */
export const userProcedure = baseProcedure.meta({ access: "user" }).use(async ({ ctx, next }) => {
  const principal = await requirePrincipal(ctx);
  if (principal.kind === "token") {
    throw new AppError("FORBIDDEN", "An API token acts inside its workspace only. Sign in to do this.");
  }
  const { userId, sessionId } = principal;
  const user: UserContext = { ...ctx.tools, userId, sessionId };
  return next({ ctx: { user } });
});

/** A member of the workspace named by the request, whose role and token have the permission. */
export function workspaceProcedure(permission: Permission) {
  return baseProcedure.meta({ access: permission }).use(async ({ ctx, next }) => {
    return next({ ctx: { service: await enterAs(ctx, permission) } });
  });
}

/**
 * The sender of the request, in the workspace that it names.
 * @throws AppError UNAUTHENTICATED, NOT_FOUND, FORBIDDEN.
 */
export async function enterAs(ctx: RequestContext, permission: Permission): Promise<ServiceContext> {
  const principal = await requirePrincipal(ctx);
  const actor = await enterWorkspace(ctx.tools, { principal, workspace: ctx.workspace });
  const service: ServiceContext = { ...ctx.tools, actor };
  authorize(service, permission);
  return service;
}

async function requirePrincipal(ctx: RequestContext) {
  const principal = await ctx.principal();
  if (principal !== null) return principal;
  throw new AppError(
    "UNAUTHENTICATED",
    ctx.sendsToken
      ? "This API token is not known: it was revoked, has expired, or was not copied in full. Use another one, as `Authorization: Bearer pen_…`."
      : "You are not signed in. Sign in, or send an API token as `Authorization: Bearer pen_…`.",
  );
}
