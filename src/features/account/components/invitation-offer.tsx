"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useSyncExternalStore } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { ErrorState } from "#components/ui/display/error-state.tsx";
import { RequestError } from "#features/errors/index.ts";
import { useTRPC, useTRPCClient } from "#lib/trpc/react.tsx";
import { forgetInvitation, readInvitation } from "../kept-invitation.ts";
import { InvitationEntrance } from "./invitation-entrance.tsx";

function watchAddress(onChange: () => void): () => void {
  window.addEventListener("hashchange", onChange);
  return () => window.removeEventListener("hashchange", onChange);
}

/** Shows what the link in the URL invites to, and accepts it. */
export function InvitationOffer({ isSignedIn }: { readonly isSignedIn: boolean }) {
  const client = useTRPCClient();
  const secret = useSyncExternalStore(watchAddress, readInvitation, () => null);
  const { data, error, refetch } = useQuery({
    queryKey: ["invitation", secret],
    queryFn: () => client.account.invitation.mutate({ secret: secret ?? "" }),
    enabled: secret !== null && secret !== "",
    retry: false,
  });
  if (secret === "") {
    return (
      <ErrorState
        title="No invitation"
        message="This link is incomplete. Open the whole link that you were sent."
      />
    );
  }
  if (error !== null) return <RequestError error={error} again={refetch} />;
  if (secret === null || data === undefined) {
    return (
      <p role="status" className="text-ink-soft">
        Loading your invitation…
      </p>
    );
  }
  const { workspaceName, role, makerName } = data;
  return (
    <div className="grid gap-4">
      <p className="break-words text-read">
        {makerName} invites you to join <strong className="font-semibold">{workspaceName}</strong> as {role}.
      </p>
      {isSignedIn ? (
        <JoinButton secret={secret} workspaceName={workspaceName} role={role} />
      ) : (
        <InvitationEntrance secret={secret} />
      )}
    </div>
  );
}

interface JoinButtonProps {
  readonly secret: string;
  readonly workspaceName: string;
  readonly role: string;
}

function JoinButton({ secret, workspaceName, role }: JoinButtonProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const accept = useMutation(
    trpc.account.acceptInvitation.mutationOptions({
      onSuccess: ({ workspaceSlug }) => {
        forgetInvitation();
        router.replace(`/${workspaceSlug}`);
        router.refresh();
      },
    }),
  );
  return (
    <>
      {accept.error === null ? null : <RequestError error={accept.error} />}
      <Button
        tone="primary"
        size="large"
        className="h-auto min-h-9 whitespace-normal break-words py-1.5"
        isPending={accept.isPending || accept.isSuccess}
        onClick={() => accept.mutate({ secret })}
      >
        Join {workspaceName} as {role}
      </Button>
    </>
  );
}
