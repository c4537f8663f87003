import { timingSafeEqual } from "node:crypto";
import type { WorkspaceId } from "#core/ids.ts";
import { createWorkspaceToken, type ParsedWorkspaceToken, parseWorkspaceToken } from "./workspace-token.ts";

/** A new token. `text` is shown once and never stored. */
export interface NewApiToken {
  readonly text: string;
  /** What lists show to tell tokens apart: 36 of its 256 random bits. */
  readonly displayPrefix: string;
  /** SHA-256 in hex: what is stored. */
  readonly hash: string;
}

const kind = "pen";

/** `pen_<workspace>_<256 random bits>_<checksum>`: the token that programs authenticate with. */
export function generateApiToken(workspaceId: WorkspaceId): NewApiToken {
  const { text, secret, hash } = createWorkspaceToken(kind, workspaceId);
  return { text, displayPrefix: secret.slice(0, 6), hash };
}

/** The token's workspace and the hash it is stored under, or null when it cannot be ours. */
export function parseApiToken(text: string): ParsedWorkspaceToken | null {
  return parseWorkspaceToken(kind, text);
}

/** Compares two hashes in constant time. */
export function isSameHash(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
}
