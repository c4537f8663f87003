import { Readable } from "node:stream";
import { AwsV4Signer } from "aws4fetch";
import { AppError } from "#core/errors.ts";
import type { BodyKey, BodySource, BodyStore, ByteRange } from "./body-store.ts";
import { filesUnavailable } from "./unavailable.ts";

/** A bucket of an S3-compatible store, with credentials. */
export interface S3Settings {
  /** `https://s3.eu-central-1.amazonaws.com`, `http://minio:9000`. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** The prefix of every object name; empty, or ending with a slash. */
  readonly prefix: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The bucket is in the path, not in the host name. */
  readonly isPathStyle: boolean;
}

/** How often a request is tried; all requests are idempotent. */
const tries = 3;
const pauseMs = 200;
const patienceMs = 120_000;
/** The hash of the empty body, for signing requests without one. */
const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** Stores bytes as objects of a bucket. S3 guarantees that an object is visible only when it is complete. */
export function createS3Bodies(settings: S3Settings): BodyStore {
  return {
    async put(key, source) {
      const answer = await request(settings, "PUT", key, { source });
      await answer.body?.cancel();
      if (!answer.ok) throw refused("putting a file", answer.status);
    },
    async read(key, range) {
      const answer = await request(settings, "GET", key, { range });
      if (answer.status === 404) {
        await answer.body?.cancel();
        return null;
      }
      if (answer.ok && answer.body !== null) return answer.body;
      await answer.body?.cancel();
      throw refused("reading a file", answer.status);
    },
    async remove(key) {
      const answer = await request(settings, "DELETE", key, {});
      await answer.body?.cancel();
      if (!answer.ok && answer.status !== 404) throw refused("deleting a file", answer.status);
    },
  };
}

interface RequestParts {
  readonly source?: BodySource;
  readonly range?: ByteRange;
}

/** Retries where nobody answered, or the store itself had an error. */
async function request(
  settings: S3Settings,
  method: string,
  key: BodyKey,
  parts: RequestParts,
): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await send(settings, method, key, parts);
      if (answer.status < 500 || attempt === tries) return answer;
      await answer.body?.cancel();
    } catch (error) {
      if (error instanceof AppError) throw error;
      if (attempt === tries) throw filesUnavailable("it does not answer", error);
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs * 2 ** attempt));
  }
}

async function send(
  settings: S3Settings,
  method: string,
  key: BodyKey,
  { source, range }: RequestParts,
): Promise<Response> {
  const { accessKeyId, secretAccessKey, region } = settings;
  const signer = new AwsV4Signer({
    url: objectAddress(settings, key),
    method,
    service: "s3",
    accessKeyId,
    secretAccessKey,
    region,
    headers: { "x-amz-content-sha256": source?.sha256 ?? emptyHash },
  });
  const { url, headers } = await signer.sign();
  if (range !== undefined) headers.set("range", `bytes=${range.first}-${range.first + range.count - 1}`);
  if (source !== undefined) headers.set("content-length", String(source.bytes));
  const body = source === undefined ? {} : { body: Readable.from(source.open()), duplex: "half" };
  // Only until the response begins: its body may be read at any speed.
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(new Error("it took too long")), patienceMs);
  try {
    const init = { method, headers, redirect: "error", signal: patience.signal, ...body };
    return await fetch(url, init as RequestInit);
  } finally {
    clearTimeout(timer);
  }
}

/** The URL of a file's bytes in a bucket. */
export function objectAddress({ endpoint, bucket, prefix, isPathStyle }: S3Settings, key: BodyKey): string {
  const address = new URL(endpoint);
  const name = `${prefix}${key.workspaceId}/${key.sha256}`;
  if (isPathStyle) address.pathname = `${address.pathname.replace(/\/$/, "")}/${bucket}/${name}`;
  else {
    address.hostname = `${bucket}.${address.hostname}`;
    address.pathname = `/${name}`;
  }
  return address.href;
}

function refused(what: string, status: number): AppError {
  return filesUnavailable(`${what} failed with status ${status}`);
}
