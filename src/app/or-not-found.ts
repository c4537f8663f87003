import { TRPCError } from "@trpc/server";
import { notFound } from "next/navigation";

/** What a page is about; the not-found page when there is no such thing, for this person at least. */
export async function orNotFound<Found>(finding: Promise<Found>): Promise<Found> {
  try {
    return await finding;
  } catch (error) {
    if (error instanceof TRPCError && error.code === "NOT_FOUND") notFound();
    throw error;
  }
}
