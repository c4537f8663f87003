/**
 * Next calls this once when the server starts, before it answers. Rate limits must know who asks from the first request
 * on. With a real Inngest server this process also sends the outbox and watches over attempts, and that must not wait
 * for a request.
 */
export async function register(): Promise<void> {
  // Next builds this file for its edge runtime too, and leaves out what such a test excludes.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { startUp } = await import("./app/api/start-up.ts");
    await startUp();
  }
}
