"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { CodeBlock } from "#components/ui/display/code-block.tsx";
import { Dialog, DialogClose } from "#components/ui/floating/dialog.tsx";
import { FormDialog } from "#components/ui/floating/form-dialog.tsx";
import type { Role } from "#core/policy/roles.ts";
import { maybeMade, RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useRequestKeys } from "#lib/trpc/request-keys.ts";
import { RoleField } from "./role-field.tsx";

/** Makes a link that lets one person in, and shows it the only time it can be shown. */
export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const keys = useRequestKeys();
  const [role, setRole] = useState<Role>("editor");
  const ask = useMutation(trpc.members.invite.mutationOptions());
  const invite = useMutation({
    mutationFn: (wanted: { readonly role: Role }) =>
      keys.send(wanted, (idempotencyKey) => ask.mutateAsync({ ...wanted, idempotencyKey })),
    onSuccess: () => queries.invalidateQueries({ queryKey: trpc.members.pathKey() }),
  });
  if (invite.data !== undefined) return <MadeLink link={invite.data.link} role={role} onClose={onClose} />;
  return (
    <FormDialog
      size="small"
      title="Invite by link"
      description="The link lets one person in, with or without an account. It is good for seven days."
      action="Make link"
      isPending={invite.isPending}
      onSubmit={() => invite.mutate({ role })}
      onClose={onClose}
    >
      {invite.error === null ? null : <RequestError error={invite.error} ifUnanswered={maybeMade} />}
      <RoleField role={role} onChange={setRole} />
    </FormDialog>
  );
}

interface MadeLinkProps {
  readonly link: string;
  readonly role: Role;
  readonly onClose: () => void;
}

function MadeLink({ link, role, onClose }: MadeLinkProps) {
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title="Copy the link now"
      description={`This is the only time it is shown. Whoever opens it first can join as ${role}, so send it to that person only.`}
      actions={
        <DialogClose>
          <Button tone="primary">I have copied it</Button>
        </DialogClose>
      }
    >
      <CodeBlock code={link} label="Invitation link" isWrapped />
    </Dialog>
  );
}
