/**
 * Next calls this once when the server starts, before the first request. Rate limits need the client's address from the
 * first request on. With a real Inngest server this process also sends the outbox and watches attempts, which must not
 * wait for a request.
 */
export async function register(): Promise<void> {
  // Next also builds this file for its edge runtime, and drops code behind such a test there.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { startUp } = await import("./app/api/start-up.ts");
    await startUp();
  }
}
