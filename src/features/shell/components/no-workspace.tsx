"use client";

import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { leaveSession } from "../model/leave-session.ts";
import { OutsidePage } from "./outside-page.tsx";

const NewWorkspaceDialog = dynamic(
  async () => (await loadPatiently(() => import("./new-workspace-dialog.tsx"))).NewWorkspaceDialog,
  { ssr: false },
);

/** For people who no longer belong to any workspace. */
export function NoWorkspace({ email }: { readonly email: string }) {
  const [isCreating, setIsCreating] = useState(false);
  return (
    <>
      <OutsidePage
        title="You are not in a workspace"
        action={
          <>
            <Button tone="primary" onClick={() => setIsCreating(true)}>
              <Plus aria-hidden />
              New workspace
            </Button>
            <Button onClick={leaveSession}>Sign out</Button>
          </>
        }
      >
        You have left your workspaces, or were removed from them. Ask to be added again as{" "}
        <span className="break-all text-ink">{email}</span>, or create one of your own.
      </OutsidePage>
      {isCreating ? <NewWorkspaceDialog onClose={() => setIsCreating(false)} /> : null}
    </>
  );
}
