import type { Metadata } from "next";
import { NoWorkspace } from "#features/shell/index.ts";
import { ApiProvider } from "#lib/trpc/react.tsx";
import { requireMe } from "../require-me.ts";

export const metadata: Metadata = { title: "New workspace" };

export default async function NewWorkspacePage() {
  await requireMe();
  return (
    <ApiProvider workspace={null}>
      <NoWorkspace />
    </ApiProvider>
  );
}
