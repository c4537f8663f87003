import type { ApiTokenId, SessionId, UserId, WorkspaceId } from "#core/ids.ts";
import type { Role } from "#core/policy/roles.ts";
import type { TokenScope } from "#core/policy/token-scopes.ts";

/** The authenticated caller of this request. */
export type Principal =
  | { readonly kind: "session"; readonly userId: UserId; readonly sessionId: SessionId }
  | {
      readonly kind: "token";
      readonly tokenId: ApiTokenId;
      readonly userId: UserId;
      /** Always the token's own, whatever the request says. */
      readonly workspaceId: WorkspaceId;
      readonly workspaceSlug: string;
      readonly scopes: readonly TokenScope[];
      /** The current role of the token's owner in the workspace. */
      readonly role: Role;
    };
