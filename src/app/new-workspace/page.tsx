import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { NoWorkspace } from "#features/shell/index.ts";
import { ApiProvider } from "#lib/trpc/react.tsx";
import { requireMe } from "../require-me.ts";

export const metadata: Metadata = { title: "New workspace" };

/** Where people without a workspace start; everyone else is redirected to theirs. */
export default async function NewWorkspacePage() {
  const { user, workspaces } = await requireMe();
  if (workspaces.length > 0) redirect("/");
  return (
    <ApiProvider workspace={null}>
      <NoWorkspace email={user.email} />
    </ApiProvider>
  );
}
