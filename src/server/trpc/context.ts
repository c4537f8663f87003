import type { AppError } from "#core/errors.ts";
import type { ServiceTools } from "#server/services/context.ts";
import type { Principal } from "#server/services/principal.ts";

/** What a procedure knows of the request it serves. Made once for all calls of a batch. */
export interface RequestContext {
  readonly requestId: string;
  /** Why the door turns this request away, whatever it asks for; null when it does not. */
  readonly refusal: AppError | null;
  readonly tools: ServiceTools;
  /** Where the request came from, as far as we may believe it; for rate limits. */
  readonly clientAddress: string;
  readonly userAgent: string | null;
  /** Whether it brought something to be known by in its `Authorization` header, good or not. */
  readonly sendsToken: boolean;
  /** The workspace that the caller named: an id or a slug. */
  readonly workspace: string | null;
  /** Who calls; null for nobody. Looked up on first use, then remembered for the request. */
  readonly principal: () => Promise<Principal | null>;
}
