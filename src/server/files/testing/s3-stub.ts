import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { S3Settings } from "#server/files/s3-bodies.ts";

const secretAccessKey = "a secret of tests";
const accessKeyId = "TESTKEY";
const region = "eu-test-1";

/** An in-memory bucket that rejects every request whose signature it cannot verify. */
export interface S3Stub {
  readonly settings: S3Settings;
  /** By path. */
  readonly objects: Map<string, Buffer>;
  /** What was wrong with requests. */
  readonly refusals: string[];
  /** The next `count` requests are answered with 503. */
  failNext(count: number): void;
  close(): Promise<void>;
}

/** Serves a bucket with S3's wire format on this machine. */
export async function startS3Stub(): Promise<S3Stub> {
  const objects = new Map<string, Buffer>();
  const refusals: string[] = [];
  let failures = 0;
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const failing = failures > 0;
    if (failing) failures -= 1;
    // A sender that dies in the middle gets no answer, and nothing is stored.
    answer(objects, refusals, failing, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    objects,
    refusals,
    settings: {
      endpoint: `http://127.0.0.1:${port}`,
      region,
      bucket: "penstock",
      prefix: "kept/",
      accessKeyId,
      secretAccessKey,
      isPathStyle: true,
    },
    failNext(count) {
      failures = count;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  objects: Map<string, Buffer>,
  refusals: string[],
  isFailing: boolean,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  if (isFailing) return void response.writeHead(503).end();
  const fault = faultOf(request, body);
  if (fault !== null) {
    refusals.push(fault);
    return void response.writeHead(403).end(`<Error><Code>${fault}</Code></Error>`);
  }
  const { url = "/", method } = request;
  if (method === "PUT") {
    objects.set(url, body);
    return void response.writeHead(200).end();
  }
  if (method === "DELETE") {
    objects.delete(url);
    return void response.writeHead(204).end();
  }
  const found = objects.get(url);
  if (found === undefined) return void response.writeHead(404).end("<Error/>");
  const [, first = "0", last = "0"] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
  response.writeHead(206).end(found.subarray(Number(first), Number(last) + 1));
}

/** Why a request's signature is invalid, by the rules of Signature Version 4. */
function faultOf({ headers, method = "", url = "/" }: IncomingMessage, body: Buffer): string | null {
  const pattern =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([\w;-]+), Signature=([0-9a-f]{64})$/;
  const [, key, day = "", zone = "", signed = "", signature] =
    pattern.exec(headers.authorization ?? "") ?? [];
  if (key !== accessKeyId || zone !== region) return "InvalidAccessKeyId";
  if (headers["transfer-encoding"] !== undefined) return "MissingContentLength";
  const hash = createHash("sha256").update(body).digest("hex");
  if (headers["x-amz-content-sha256"] !== hash) return "XAmzContentSHA256Mismatch";
  const names = signed.split(";");
  if (!["host", "x-amz-content-sha256", "x-amz-date"].every((name) => names.includes(name)))
    return "AccessDenied";
  const lines = names.map((name) => `${name}:${String(headers[name]).trim()}`);
  const canonical = [method, url, "", ...lines, "", signed, hash].join("\n");
  const scope = `${day}/${zone}/s3/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, sha256(canonical)].join("\n");
  const signingKey = [zone, "s3", "aws4_request"].reduce(hmac, hmac(`AWS4${secretAccessKey}`, day));
  return hmac(signingKey, toSign).toString("hex") === signature ? null : "SignatureDoesNotMatch";
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
