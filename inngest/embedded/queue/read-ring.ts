import { z } from "zod";

/** As `dispatchJobs` writes it; the queue's own notifications name nobody. */
const ringSchema = z.object({ workspaceId: z.string() });

/** Whose jobs a notification of the queue is about; null where it does not say. */
export function readRing(payload: string | undefined): string | null {
  try {
    const { data } = ringSchema.safeParse(JSON.parse(payload ?? ""));
    return data?.workspaceId ?? null;
  } catch {
    return null;
  }
}
