import { checkWebReadiness } from "#server/composition.ts";

/** Readiness: the process can do its work now. */
export async function GET(): Promise<Response> {
  const readiness = await checkWebReadiness();
  return Response.json(readiness, {
    status: readiness.isReady ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}
