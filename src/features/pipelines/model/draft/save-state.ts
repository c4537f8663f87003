import { isRetryable } from "#core/error-codes.ts";
import { describeRequestError } from "#features/errors/index.ts";

/** How what is on the screen compares with what is kept on the server. */
export type SaveState =
  | { readonly kind: "saved" }
  | { readonly kind: "unsaved" }
  | { readonly kind: "saving" }
  /** The text cannot be read at all, so the server refuses to keep it. */
  | { readonly kind: "unreadable" }
  /** Somebody else has saved since this text was begun. Nothing is saved until a person decides. */
  | { readonly kind: "conflict" }
  /** Nobody is signed in now. Nothing is saved until somebody is. */
  | { readonly kind: "signed-out" }
  /** No answer came. It is tried again by itself. */
  | { readonly kind: "unreachable" }
  /** The server had an answer, and it was no. */
  | { readonly kind: "failed"; readonly message: string };

/** Where saving stands after an attempt that did not succeed. */
export function stateAfter(error: unknown): SaveState {
  const { code, message, requestId } = describeRequestError(error);
  if (requestId === null) return { kind: "unreachable" };
  if (code === "CONFLICT") return { kind: "conflict" };
  if (code === "UNAUTHENTICATED") return { kind: "signed-out" };
  // Faults are accepted in a draft; what is refused all the same cannot be read.
  if (code === "INVALID_DEFINITION") return { kind: "unreadable" };
  // What may pass by itself: a server that has trouble, or is asked too often.
  if (isRetryable(code)) return { kind: "unreachable" };
  return { kind: "failed", message };
}

/** Why the draft on the screen can be neither published nor run just now; null when it can as far as saving goes. */
export function saveObstacle(state: SaveState): string | null {
  switch (state.kind) {
    case "saved":
    case "unsaved":
    case "saving":
    case "unreadable":
      return null;
    case "conflict":
      return "First decide which of the two drafts is kept.";
    case "signed-out":
      return "You are signed out. Sign in again first.";
    case "unreachable":
      return "Penstock does not answer. The draft is saved when it does.";
    case "failed":
      return `The draft cannot be saved. ${state.message}`;
  }
}
