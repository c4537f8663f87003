import type { Role } from "#core/policy/roles.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { withInvitation } from "./guard-invitations.ts";

/** What the holder of a link sees before signing in; nothing else of the workspace. */
export interface SeenInvitation {
  readonly workspaceName: string;
  readonly role: Role;
  readonly makerName: string;
  readonly expiresAtMs: number;
}

/**
 * Shows an invitation to the holder of its link.
 * @throws AppError RATE_LIMITED, NOT_FOUND, CONFLICT when it is no longer valid.
 */
export async function lookAtInvitation(
  tools: ServiceTools,
  input: { readonly secret: string; readonly clientAddress: string },
): Promise<SeenInvitation> {
  await tools.ports.rateLimits.consume("invitation-by-address", input.clientAddress);
  return withInvitation(tools, input.secret, async (_, invitation) => {
    const { workspaceName, role, makerName, expiresAtMs } = invitation;
    return { workspaceName, role, makerName, expiresAtMs };
  });
}
