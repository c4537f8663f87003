import { AppError } from "#core/errors.ts";
import { essenceOf } from "#core/http/body-kind.ts";
import type { AuthSettings } from "#server/auth/auth-settings.ts";
import { requestChunks } from "#server/auth/request-chunks.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { uploadFile } from "#server/services/files/upload-file.ts";
import { answerPlainly } from "./plain-door.ts";

/** Its URL: `POST /api/files?name=…`. */
export const uploadPath = "/api/files";

/**
 * Receives a file as the request's body, and returns the reference for a run's input. It is read as a stream, no
 * further than the limit.
 */
export function handleUpload(
  tools: ServiceTools,
  settings: AuthSettings,
  request: Request,
): Promise<Response> {
  return answerPlainly(
    { tools, settings, request, permission: "runs.start" },
    async (context, url, headers) => {
      if (request.body === null)
        throw new AppError("INVALID_INPUT", "The request has no body. Send the file as its body.");
      const said = request.headers.get("content-type");
      const file = await uploadFile(context, {
        chunks: requestChunks(request),
        mediaType: essenceOf(said ?? undefined),
        name: url.searchParams.get("name"),
      });
      return Response.json(file, { status: 201, headers });
    },
  );
}
