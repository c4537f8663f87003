import { createHash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { type WorkspaceId, workspaceIdSchema } from "#core/ids.ts";

/** A new token. `text` is shown once and never stored. */
export interface NewWorkspaceToken {
  readonly text: string;
  /** Its 256 random bits. */
  readonly secret: string;
  /** SHA-256 in hex: what is stored. */
  readonly hash: string;
}

/** What a token is looked up by. */
export interface ParsedWorkspaceToken {
  readonly workspaceId: WorkspaceId;
  readonly hash: string;
}

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const shape = /^([a-z]{3})_([0-9a-f]{32})_([0-9A-Za-z]{43})_([0-9A-Za-z]{6})$/;

/**
 * `<kind>_<workspace>_<256 random bits>_<checksum>`. The token contains its workspace, so it is looked up under that
 * tenant's row-level security like everything else. The checksum tells a typing error from a wrong token, for us and
 * for secret scanners.
 */
export function createWorkspaceToken(kind: string, workspaceId: WorkspaceId): NewWorkspaceToken {
  const secret = base62(randomBytes(32), 43);
  const body = `${kind}_${workspaceId.replaceAll("-", "")}_${secret}`;
  const text = `${body}_${checksum(body)}`;
  return { text, secret, hash: hashOf(text) };
}

/** The token's workspace and the hash it is stored under, or null when it cannot be ours of this kind. */
export function parseWorkspaceToken(kind: string, text: string): ParsedWorkspaceToken | null {
  const match = shape.exec(text);
  const body = text.slice(0, -7);
  if (match === null || match[1] !== kind || match[4] !== checksum(body)) return null;
  const hex = match[2] ?? "";
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
    "-",
  );
  const workspaceId = workspaceIdSchema.safeParse(uuid);
  return workspaceId.success ? { workspaceId: workspaceId.data, hash: hashOf(text) } : null;
}

/** A fast hash suffices: 256 random bits cannot be guessed. */
function hashOf(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

function checksum(body: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return base62(bytes, 6);
}

function base62(bytes: Buffer, length: number): string {
  let rest = BigInt(`0x${bytes.toString("hex")}`);
  let text = "";
  while (text.length < length) {
    text = `${alphabet[Number(rest % 62n)]}${text}`;
    rest /= 62n;
  }
  return text;
}
