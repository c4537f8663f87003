import { TRPCError } from "@trpc/server";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { serverApi } from "#lib/trpc/server.tsx";

/** The signed-in person. Redirects anyone else to the sign-in page, which returns them here. */
export const requireMe = cache(async () => {
  const me = await findMe();
  if (me !== null) return me;
  const path = (await headers()).get("x-path");
  redirect(path === null || path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
});

/** The signed-in person, or null. */
export const findMe = cache(async () => {
  const api = await serverApi(null);
  try {
    return await api.me.get();
  } catch (error) {
    if (error instanceof TRPCError && error.code === "UNAUTHORIZED") return null;
    throw error;
  }
});
