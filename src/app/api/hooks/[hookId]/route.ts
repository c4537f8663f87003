import { webProcess } from "#server/composition.ts";
import { handleHook } from "#server/trpc/handle-hook.ts";

export const dynamic = "force-dynamic";

export function POST(request: Request): Promise<Response> {
  const { tools, auth } = webProcess();
  return handleHook(tools, auth, request);
}
