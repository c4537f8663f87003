import { TRPCError } from "@trpc/server";
import { notFound } from "next/navigation";

/** Loads what a page shows, or renders the not-found page if it does not exist for this person. */
export async function orNotFound<Found>(finding: Promise<Found>): Promise<Found> {
  try {
    return await finding;
  } catch (error) {
    if (error instanceof TRPCError && error.code === "NOT_FOUND") notFound();
    throw error;
  }
}
