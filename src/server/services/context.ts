import type { ApiTokenId, SessionId, UserId, WorkspaceId } from "#core/ids.ts";
import type { Role } from "#core/policy/roles.ts";
import type { TokenScope } from "#core/policy/token-scopes.ts";
import type { Keyring } from "#server/crypto/keyring.ts";
import type { Database } from "#server/db/driver/client.ts";
import type { FileBodies } from "#server/files/file-bodies.ts";
import type { Logger } from "#server/logger.ts";
import type { McpDirectory } from "./agents/mcp-directory.ts";
import type { ProviderProbe } from "./keys/provider-probe.ts";
import type { Mailer } from "./mail/mailer.ts";
import type { EngineKind } from "./progress/engine-context.ts";
import type { PlanCache } from "./progress/plan-cache.ts";
import type { RateLimits } from "./rate-limits/rate-limits.ts";
import type { RunBell } from "./runs/log/run-bell.ts";

/** What use-cases need besides the database. Each process's composition root provides it. */
export interface ServicePorts {
  readonly providers: ProviderProbe;
  readonly rateLimits: RateLimits;
  /** Null: no mail server is configured. */
  readonly mailer: Mailer | null;
  readonly mcp: McpDirectory;
  readonly webhooks: {
    /** @throws AppError INVALID_INPUT, HTTP_BLOCKED for an address that no message may be sent to. */
    readonly checkAddress: (url: string) => void;
  };
}

/** What is needed to start, stop and watch runs. */
export interface RunTools {
  /** Where effects go. */
  readonly engine: EngineKind;
  readonly plans: PlanCache;
  readonly bell: RunBell;
}

/** What every use-case is given, whoever calls it. */
export interface ServiceTools {
  readonly db: Database;
  readonly clock: { readonly nowMs: () => number };
  /** A new UUID of version 7: ids grow with time. */
  readonly newId: () => string;
  readonly keyring: Keyring;
  /** The public URL of this Penstock, without a path. */
  readonly publicOrigin: string;
  readonly log: Logger;
  readonly ports: ServicePorts;
  readonly runs: RunTools;
  /** Where the bytes of files are stored. */
  readonly bodies: FileBodies;
}

/** A signed-in person, before any workspace is chosen. */
export interface UserContext extends ServiceTools {
  readonly userId: UserId;
  readonly sessionId: SessionId;
}

/** Who acts in which workspace. A token acts for the person who made it, limited to its own scopes. */
export interface Actor {
  readonly kind: "session" | "token";
  readonly workspaceId: WorkspaceId;
  readonly userId: UserId;
  /** The person's current role, looked up for this request. */
  readonly role: Role;
  /** Null: everything that the role allows. */
  readonly scopes: readonly TokenScope[] | null;
  /** Null for a token, and for an operator's script. */
  readonly sessionId: SessionId | null;
  /** Null for a session. */
  readonly tokenId: ApiTokenId | null;
}

/** What a use-case inside a workspace gets: `startRun(context, input)`. */
export interface ServiceContext extends ServiceTools {
  readonly actor: Actor;
}
