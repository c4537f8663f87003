import { redirect } from "next/navigation";
import { requireMe } from "./require-me.ts";

/** Redirects to the person's oldest workspace. */
export default async function HomePage() {
  const { workspaces } = await requireMe();
  const first = workspaces[0];
  redirect(first === undefined ? "/new-workspace" : `/${first.slug}`);
}
