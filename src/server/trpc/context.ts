import type { AppError } from "#core/errors.ts";
import type { ServiceTools } from "#server/services/context.ts";
import type { Principal } from "#server/services/principal.ts";

/** What a procedure knows about its request. Made once for all calls of a batch. */
export interface RequestContext {
  readonly requestId: string;
  /** Why the door refuses this request, whatever it asks for; null if it does not. */
  readonly refusal: AppError | null;
  readonly tools: ServiceTools;
  /** The request's origin, as far as it can be trusted; for rate limits. */
  readonly clientAddress: string;
  readonly userAgent: string | null;
  /** Whether its `Authorization` header has a credential, valid or not. */
  readonly sendsToken: boolean;
  /** The workspace that the caller named: an id or a slug. */
  readonly workspace: string | null;
  /** The caller; null for nobody. Looked up on first use, then remembered for the request. */
  readonly principal: () => Promise<Principal | null>;
}
