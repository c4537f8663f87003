import { promisify } from "node:util";
import { brotliDecompress, constants, gunzip, inflate, inflateRaw, zstdDecompress } from "node:zlib";
import { AppError } from "#core/errors.ts";

/** Undoes one coding; throws as soon as more than `maxOutputLength` bytes come out. */
type Decoder = (bytes: Uint8Array, limit: { readonly maxOutputLength: number }) => Promise<Uint8Array>;

const gunzipped: Decoder = promisify(gunzip);
const inflated: Decoder = promisify(inflate);
const inflatedRaw: Decoder = promisify(inflateRaw);
const unzstd = promisify(zstdDecompress);

/** Windows beyond 8 MB are not for the web (RFC 9659), and each takes that much memory before any output. */
const zstdParams = { [constants.ZSTD_d_windowLogMax]: 23 };

/** "deflate" means zlib's format, but some servers send raw deflate; the first byte tells which. */
const undeflated: Decoder = (bytes, limit) =>
  ((bytes[0] ?? 0) & 0x0f) === 0x08 ? inflated(bytes, limit) : inflatedRaw(bytes, limit);

const decoders: ReadonlyMap<string, Decoder> = new Map([
  ["gzip", gunzipped],
  ["x-gzip", gunzipped],
  ["deflate", undeflated],
  ["br", promisify(brotliDecompress)],
  ["zstd", (bytes, limit) => unzstd(bytes, { ...limit, params: zstdParams })],
]);

/** Nobody legitimately sends more, and each may cost the whole limit. */
const maxCodings = 4;
/** By how much encoding may enlarge incompressible bytes. */
const overheadBytes = 65_536;

/**
 * The decoders of a Content-Encoding, last applied first. Unknown or meaningless values (`utf-8`, `none`) count as no
 * coding.
 */
function decodersOf(contentEncoding: string | undefined): readonly Decoder[] {
  const names = (contentEncoding ?? "").split(",").map((name) => name.trim().toLowerCase());
  return names.flatMap((name) => decoders.get(name) ?? []).reverse();
}

/** How many encoded bytes may arrive for at most `maxBytes` after decoding. */
export function maxEncodedBytes(contentEncoding: string | undefined, maxBytes: number): number {
  return decodersOf(contentEncoding).length === 0 ? maxBytes : maxBytes + overheadBytes;
}

/**
 * Decodes a body. The limit counts decoded bytes, and no step produces more than it. An empty body stays empty whatever
 * its encoding: answers to HEAD, 204 and 304 have the header and no bytes.
 * @throws AppError HTTP_FAILED when the bytes are broken or too many.
 */
export async function decodeBody(
  bytes: Uint8Array,
  contentEncoding: string | undefined,
  maxBytes: number,
): Promise<Uint8Array> {
  const steps = bytes.byteLength === 0 ? [] : decodersOf(contentEncoding);
  if (steps.length > maxCodings) throw failed(`The answer is compressed more than ${maxCodings} times.`);
  let decoded = bytes;
  for (const [index, step] of steps.entries()) {
    const isLast = index === steps.length - 1;
    try {
      decoded = await step(decoded, { maxOutputLength: isLast ? maxBytes : maxBytes + overheadBytes });
    } catch (error) {
      throw isTooLarge(error)
        ? tooLarge(maxBytes)
        : failed("The answer says that it is compressed, but its bytes cannot be decompressed.");
    }
  }
  return decoded;
}

export function tooLarge(maxBytes: number): AppError {
  return failed(`The answer is larger than the ${maxBytes} bytes that are allowed.`);
}

function failed(message: string): AppError {
  return new AppError("HTTP_FAILED", message, { retryable: false });
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
}
