import { webProcess } from "#server/composition.ts";
import { handleDownload } from "#server/trpc/handle-download.ts";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  const { tools, auth } = webProcess();
  return handleDownload(tools, auth, request);
}
