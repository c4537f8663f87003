import { webProcess } from "#server/composition.ts";
import { handleRunEvents } from "#server/trpc/handle-run-events.ts";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  const { tools, auth } = webProcess();
  return handleRunEvents(tools, auth, request);
}
