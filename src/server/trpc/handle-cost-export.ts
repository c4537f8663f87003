import { z } from "zod";
import { AppError } from "#core/errors.ts";
import type { AuthSettings } from "#server/auth/auth-settings.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { exportCosts } from "#server/services/costs/export-costs.ts";
import { answerPlainly } from "./plain-door.ts";
import { costSpanFields, costSpanProblem, isCostSpan } from "./routers/costs/cost-span.ts";

/** Its URL: `/api/costs?workspace=…&firstDay=…&lastDay=…`. */
export const costExportPath = "/api/costs";

const spanSchema = z.object(costSpanFields).refine(isCostSpan, costSpanProblem);

/**
 * The data of `costs.breakdown`, line by line, as a CSV file: for the page's link, for curl, for a spreadsheet. It is
 * written as it is read, a day at a time.
 */
export function handleCostExport(
  tools: ServiceTools,
  settings: AuthSettings,
  request: Request,
): Promise<Response> {
  return answerPlainly(
    { tools, settings, request, permission: "costs.read" },
    async (context, url, headers) => {
      const span = readSpan(url.searchParams);
      const pieces = await exportCosts(context, span);
      return new Response(streamOf(pieces), {
        headers: {
          ...headers,
          "content-type": "text/csv; charset=utf-8; header=present",
          "content-disposition": `attachment; filename="costs-${span.firstDay}-${span.lastDay}.csv"`,
          "x-content-type-options": "nosniff",
        },
      });
    },
  );
}

function readSpan(parameters: URLSearchParams) {
  const span = spanSchema.safeParse({
    firstDay: parameters.get("firstDay") ?? "",
    lastDay: parameters.get("lastDay") ?? "",
    pipelineId: parameters.get("pipelineId"),
  });
  if (span.success) return span.data;
  const [problem] = span.error.issues;
  throw new AppError("INVALID_INPUT", `${problem?.path.join(".")} ${problem?.message}.`);
}

/** No faster than it is read. */
function streamOf(pieces: AsyncIterator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
  });
}
