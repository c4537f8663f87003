import type { AppError } from "#core/errors.ts";
import type { ServiceTools } from "#server/services/context.ts";
import type { Principal } from "#server/services/principal.ts";

/** What a procedure knows of its request. Created once for all calls of a batch. */
export interface RequestContext {
  readonly requestId: string;
  /** Why this request is refused, whatever it asks for. Null: it is not. */
  readonly refusal: AppError | null;
  readonly tools: ServiceTools;
  /** The client's address as far as it can be trusted; for rate limits. */
  readonly clientAddress: string;
  readonly userAgent: string | null;
  /** Whether it has credentials in its `Authorization` header, valid or not. */
  readonly sendsToken: boolean;
  /** The workspace that the caller named: an id or a slug. */
  readonly workspace: string | null;
  /** The caller, or null. Looked up on first use, then cached for the request. */
  readonly principal: () => Promise<Principal | null>;
}
