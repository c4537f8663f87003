import { isRetryable } from "#core/error-codes.ts";
import { describeRequestError } from "#features/errors/index.ts";

/** How the text in the editor compares with the saved one. */
export type SaveState =
  | { readonly kind: "saved" }
  | { readonly kind: "unsaved" }
  | { readonly kind: "saving" }
  /** The text cannot be parsed, so the server refuses it. */
  | { readonly kind: "unreadable" }
  /** Somebody else has saved meanwhile. Nothing is saved until a person decides. */
  | { readonly kind: "conflict" }
  /** Nobody is signed in. Nothing is saved until somebody is. */
  | { readonly kind: "signed-out" }
  /** No answer came. It retries by itself. */
  | { readonly kind: "unreachable" }
  /** The server refused it. */
  | { readonly kind: "failed"; readonly message: string };

/** The state after a failed attempt to save. */
export function stateAfter(error: unknown): SaveState {
  const { code, message, requestId } = describeRequestError(error);
  if (requestId === null) return { kind: "unreachable" };
  if (code === "CONFLICT") return { kind: "conflict" };
  if (code === "UNAUTHENTICATED") return { kind: "signed-out" };
  // Drafts may have errors; one that is refused all the same cannot be parsed.
  if (code === "INVALID_DEFINITION") return { kind: "unreadable" };
  // Temporary: the server has trouble, or limits requests.
  if (isRetryable(code)) return { kind: "unreachable" };
  return { kind: "failed", message };
}

/** Why the draft in the editor cannot be published or run while it is not saved; null if saving is no obstacle. */
export function saveObstacle(state: SaveState): string | null {
  switch (state.kind) {
    case "saved":
    case "unsaved":
    case "saving":
    case "unreadable":
      return null;
    case "conflict":
      return "First decide which of the two drafts to keep.";
    case "signed-out":
      return "You are signed out. Sign in again first.";
    case "unreachable":
      return "Penstock does not respond. The draft is saved as soon as it does.";
    case "failed":
      return `The draft cannot be saved. ${state.message}`;
  }
}
