import { redirect } from "next/navigation";
import { requireMe } from "./require-me.ts";

/** Everybody who has an account has a workspace; the oldest is where they begin. */
export default async function HomePage() {
  const { workspaces } = await requireMe();
  const first = workspaces[0];
  redirect(first === undefined ? "/new-workspace" : `/${first.slug}`);
}
