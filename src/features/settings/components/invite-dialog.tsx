"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { CodeBlock } from "#components/ui/display/code-block.tsx";
import { Dialog, DialogClose } from "#components/ui/floating/dialog.tsx";
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
  const formId = useId();
  const [role, setRole] = useState<Role>("editor");
  const ask = useMutation(trpc.members.invite.mutationOptions());
  const invite = useMutation({
    mutationFn: (wanted: { readonly role: Role }) =>
      keys.send(wanted, (idempotencyKey) => ask.mutateAsync({ ...wanted, idempotencyKey })),
    onSuccess: () => queries.invalidateQueries({ queryKey: trpc.members.pathKey() }),
  });
  const close = (isOpen: boolean) => {
    if (!isOpen) onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate({ role });
  };
  if (invite.data !== undefined) return <MadeLink link={invite.data.link} role={role} onOpenChange={close} />;
  return (
    <Dialog
      open
      size="small"
      onOpenChange={close}
      title="Invite by link"
      description="The link lets one person in, with or without an account. It is good for seven days."
      actions={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={formId} tone="primary" isPending={invite.isPending}>
            Make link
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="grid gap-4">
        {invite.error === null ? null : <RequestError error={invite.error} ifUnanswered={maybeMade} />}
        <RoleField role={role} onChange={setRole} />
      </form>
    </Dialog>
  );
}

interface MadeLinkProps {
  readonly link: string;
  readonly role: Role;
  readonly onOpenChange: (isOpen: boolean) => void;
}

function MadeLink({ link, role, onOpenChange }: MadeLinkProps) {
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
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
