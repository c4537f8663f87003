import { TRPCError } from "@trpc/server";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { serverApi } from "#lib/trpc/server.tsx";

/** Who is signed in; whoever is not is sent to sign in, and comes back to where they were going. */
export const requireMe = cache(async () => {
  const me = await findMe();
  if (me !== null) return me;
  const path = (await headers()).get("x-path");
  redirect(path === null || path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
});

/** Who is signed in; null for nobody. */
export const findMe = cache(async () => {
  const api = await serverApi(null);
  try {
    return await api.me.get();
  } catch (error) {
    if (error instanceof TRPCError && error.code === "UNAUTHORIZED") return null;
    throw error;
  }
});
