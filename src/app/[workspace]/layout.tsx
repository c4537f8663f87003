import type { Metadata } from "next";
import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { AwayNotices } from "#features/notices/index.ts";
import { AppFrame, sidebarCookie } from "#features/shell/index.ts";
import { ApiProvider } from "#lib/trpc/react.tsx";
import { requireMe } from "../require-me.ts";

interface WorkspaceLayoutProps {
  readonly params: Promise<{ readonly workspace: string }>;
  readonly children: ReactNode;
}

export async function generateMetadata({ params }: WorkspaceLayoutProps): Promise<Metadata> {
  const { workspace: slug } = await params;
  const { workspaces } = await requireMe();
  const name = workspaces.find((workspace) => workspace.slug === slug)?.name ?? "Not found";
  return { title: { default: name, template: `%s · ${name} · Penstock` } };
}

/** Pages of a workspace are for its members; everyone else gets the not-found page. */
export default async function WorkspaceLayout({ params, children }: WorkspaceLayoutProps) {
  const [{ workspace: slug }, { user, workspaces }, cookieList] = await Promise.all([
    params,
    requireMe(),
    cookies(),
  ]);
  const workspace = workspaces.find((candidate) => candidate.slug === slug);
  if (workspace === undefined) notFound();
  return (
    <ApiProvider workspace={slug}>
      <AppFrame
        shell={{ user, workspace, workspaces }}
        isSidebarFolded={cookieList.get(sidebarCookie)?.value === "folded"}
      >
        <AwayNotices />
        {children}
      </AppFrame>
    </ApiProvider>
  );
}
