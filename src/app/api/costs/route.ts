import { webProcess } from "#server/composition.ts";
import { handleCostExport } from "#server/trpc/handle-cost-export.ts";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  const { tools, auth } = webProcess();
  return handleCostExport(tools, auth, request);
}
