import { webProcess } from "#server/composition.ts";
import { handleUpload } from "#server/trpc/handle-upload.ts";

export const dynamic = "force-dynamic";

export function POST(request: Request): Promise<Response> {
  const { tools, auth } = webProcess();
  return handleUpload(tools, auth, request);
}
