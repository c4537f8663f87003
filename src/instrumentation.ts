/**
 * Next calls this once when the server starts. With a real Inngest server this process also sends the outbox and watches over attempts,
 * and that must not wait for the first request.
 */
export async function register(): Promise<void> {
  // Next builds this file for its edge runtime too, and leaves out what such a test excludes.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { processDoor } = await import("./app/api/inngest/process-door.ts");
    await processDoor();
  }
}
