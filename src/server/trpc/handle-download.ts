import { AppError } from "#core/errors.ts";
import { isMediaType } from "#core/http/kept-bytes.ts";
import { artifactIdSchema } from "#core/ids.ts";
import type { AuthSettings } from "#server/auth/auth-settings.ts";
import { openArtifact } from "#server/services/artifacts/open-artifact.ts";
import type { ServiceContext, ServiceTools } from "#server/services/context.ts";
import type { Download } from "#server/services/files/download.ts";
import { downloadFile } from "#server/services/files/download-file.ts";
import { parseRange } from "./byte-range.ts";
import { answerPlainly } from "./plain-door.ts";

/** Their URLs: `/api/files/<hash>` and `/api/artifacts/<id>`. */
export const downloadPath = /^\/api\/(files|artifacts)\/([^/]+)$/;

/**
 * Serves a file or an artifact, always as a download: a browser neither shows it as a page of this site nor guesses its
 * type. The caller's rights are checked each time; unchanged content is not sent again.
 */
export function handleDownload(
  tools: ServiceTools,
  settings: AuthSettings,
  request: Request,
): Promise<Response> {
  return answerPlainly(
    { tools, settings, request, permission: "artifacts.read" },
    async (context, url, headers) => {
      const download = await openPath(context, url.pathname);
      return answer(download, request.headers, {
        ...headers,
        ...headersOf(download, url.searchParams.get("name")),
      });
    },
  );
}

function openPath(context: ServiceContext, path: string): Promise<Download> {
  const [, kind, id = ""] = downloadPath.exec(path) ?? [];
  if (kind === "files") return downloadFile(context, id);
  const artifactId = artifactIdSchema.safeParse(id);
  if (artifactId.success) return openArtifact(context, artifactId.data);
  throw new AppError("INVALID_INPUT", "Name the artifact by its id.");
}

/** Whatever its type, the content runs no script and has no origin. */
function headersOf({ name, mediaType, sha256 }: Download, wanted: string | null): Record<string, string> {
  const type = mediaType.split(";", 1)[0]?.trim() ?? "";
  const charset = type.startsWith("text/") ? "; charset=utf-8" : "";
  return {
    "content-type": isMediaType(type) ? `${type}${charset}` : "application/octet-stream",
    "content-disposition": `attachment; filename*=UTF-8''${encoded(wanted ?? name)}`,
    "content-security-policy": "sandbox; default-src 'none'",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-cache, no-transform",
    "accept-ranges": "bytes",
    etag: `"${sha256}"`,
  };
}

/** Encodes a name by RFC 8187. */
function encoded(name: string): string {
  return encodeURIComponent(name.toWellFormed().slice(0, 200)).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

async function answer(
  { bytes, sha256, read }: Download,
  asked: Headers,
  headers: Record<string, string>,
): Promise<Response> {
  const known = asked.get("if-none-match")?.split(",") ?? [];
  if (known.some((tag) => tag.trim().replace(/^W\//, "") === `"${sha256}"`))
    return new Response(null, { status: 304, headers });
  const ifRange = asked.get("if-range");
  const range = ifRange === null || ifRange === headers.etag ? parseRange(asked.get("range"), bytes) : "all";
  if (range === "beyond")
    return new Response(null, { status: 416, headers: { ...headers, "content-range": `bytes */${bytes}` } });
  const wanted = range === "all" ? { first: 0, count: bytes } : range;
  const body = streamOf(await read(wanted));
  const length = { "content-length": String(wanted.count) };
  if (range === "all") return new Response(body, { headers: { ...headers, ...length } });
  const place = `bytes ${wanted.first}-${wanted.first + wanted.count - 1}/${bytes}`;
  return new Response(body, { status: 206, headers: { ...headers, ...length, "content-range": place } });
}

/** No faster than it is read; stops when the reader does. */
function streamOf(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator =
    Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
