/** Liveness only: the process answers. Says nothing about its dependencies. */
export function GET(): Response {
  return Response.json({ status: "ok" });
}
