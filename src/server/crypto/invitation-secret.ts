import type { WorkspaceId } from "#core/ids.ts";
import {
  createWorkspaceToken,
  type NewWorkspaceToken,
  type ParsedWorkspaceToken,
  parseWorkspaceToken,
} from "./workspace-token.ts";

const kind = "inv";

/** `inv_<workspace>_<256 random bits>_<checksum>`: the end of an invitation link. It gives no access to the API. */
export function createInvitationSecret(workspaceId: WorkspaceId): NewWorkspaceToken {
  return createWorkspaceToken(kind, workspaceId);
}

/** The invitation's workspace and the hash it is stored under, or null when it cannot be ours. */
export function parseInvitationSecret(text: string): ParsedWorkspaceToken | null {
  return parseWorkspaceToken(kind, text);
}
