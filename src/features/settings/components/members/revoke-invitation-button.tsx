"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import type { Invitation } from "../../model/invitation.ts";

const RevokeInvitationDialog = dynamic(
  async () => (await loadPatiently(() => import("./revoke-invitation-dialog.tsx"))).RevokeInvitationDialog,
  { ssr: false },
);

export function RevokeInvitationButton({ invitation }: { readonly invitation: Invitation }) {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button
        size="small"
        aria-label={`Revoke the link for ${invitation.role} by ${invitation.makerName}`}
        onClick={() => setIsAsking(true)}
      >
        Revoke
      </Button>
      {isAsking ? (
        <RevokeInvitationDialog invitation={invitation} onClose={() => setIsAsking(false)} />
      ) : null}
    </>
  );
}
