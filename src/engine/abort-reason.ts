/**
 * Why an attempt is told to stop: somebody cancelled the run, the run timed out, or another worker may take the node
 * over.
 */
export type AbortKind = "cancelled" | "timeout" | "lease-lost";

/** The only reason an attempt's signal is aborted with: `controller.abort(new AbortReason("cancelled"))`. */
export class AbortReason extends Error {
  override readonly name = "AbortReason";
  readonly kind: AbortKind;

  constructor(kind: AbortKind) {
    super(`The attempt was stopped: ${kind}`);
    this.kind = kind;
  }
}
