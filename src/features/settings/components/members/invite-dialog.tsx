"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { CodeBlock } from "#components/ui/display/code-block.tsx";
import { Dialog, DialogClose } from "#components/ui/floating/dialog.tsx";
import { FormDialog } from "#components/ui/floating/form-dialog.tsx";
import type { ErrorCode } from "#core/error-codes.ts";
import type { Role } from "#core/policy/roles.ts";
import { describeRequestError, maybeMade, RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useRequestKeys } from "#lib/trpc/request-keys.ts";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";
import { RoleField } from "./role-field.tsx";

interface Wanted {
  readonly role: Role;
  /** Left out: the link is only shown. */
  readonly email?: string;
}

/** Creates an invitation link for one person, mails it if asked to, and shows it this one time. */
export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const keys = useRequestKeys();
  const [role, setRole] = useState<Role>("editor");
  const [email, setEmail] = useState("");
  const { data: mail } = useQuery(trpc.mail.get.queryOptions());
  const ask = useMutation(trpc.members.invite.mutationOptions());
  const invite = useMutation({
    mutationFn: (wanted: Wanted) =>
      keys.send(wanted, (idempotencyKey) => ask.mutateAsync({ ...wanted, idempotencyKey })),
    onSuccess: () => queries.invalidateQueries({ queryKey: trpc.members.pathKey() }),
  });
  if (invite.data !== undefined) return <MadeLink made={invite.data} role={role} onClose={onClose} />;
  const address = email.trim();
  const isMailed = address !== "";
  return (
    <FormDialog
      size="small"
      title="Invite by link"
      description="The link lets one person in, with or without an account. It is valid for seven days."
      action={isMailed ? "Send link" : "Create link"}
      isPending={invite.isPending}
      onSubmit={() => invite.mutate(isMailed ? { role, email: address } : { role })}
      onClose={onClose}
    >
      <Failure error={invite.error} isMailed={isMailed} />
      {mail?.isSetUp === true ? (
        <AddressField
          value={email}
          error={addressError(invite.error, isMailed)}
          onChange={(next) => {
            setEmail(next);
            invite.reset();
          }}
        />
      ) : null}
      <RoleField role={role} onChange={setRole} />
    </FormDialog>
  );
}

/** Errors about the address are shown beside its field. */
const aboutTheAddress: ReadonlySet<ErrorCode> = new Set(["INVALID_INPUT", "CONFLICT"]);

function addressError(error: Error | null, isMailed: boolean): string | null {
  if (error === null || !isMailed) return null;
  const { code, message } = describeRequestError(error);
  return aboutTheAddress.has(code) ? message : null;
}

function Failure({ error, isMailed }: { readonly error: Error | null; readonly isMailed: boolean }) {
  if (error === null || addressError(error, isMailed) !== null) return null;
  return <RequestError error={error} ifUnanswered={maybeMade} />;
}

interface AddressFieldProps {
  readonly value: string;
  readonly error: string | null;
  readonly onChange: (value: string) => void;
}

function AddressField({ value, error, onChange }: AddressFieldProps) {
  return (
    <Field
      label="E-mail"
      hint="The link is sent there. Leave it empty to pass the link on yourself."
      error={error}
    >
      {(control) => (
        <Input
          {...control}
          type="email"
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

interface MadeLinkProps {
  readonly made: RouterOutputs["members"]["invite"];
  readonly role: Role;
  readonly onClose: () => void;
}

function MadeLink({ made: { link, mail }, role, onClose }: MadeLinkProps) {
  const isSent = mail !== null && mail.error === null;
  const worth = `The first person who opens it can join as ${role}`;
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={isSent ? `Sent to ${mail.address}` : "Copy the link now"}
      description={
        isSent
          ? `If the mail does not arrive, pass this link on: this is the only time it is shown. ${worth}.`
          : `This is the only time it is shown. ${worth}, so send it to that person only.`
      }
      actions={
        <DialogClose>
          <Button tone="primary">{isSent ? "Close" : "I have copied it"}</Button>
        </DialogClose>
      }
    >
      {mail === null || mail.error === null ? null : (
        <p role="alert" className="mb-3 break-words text-failed">
          The mail server did not accept the mail to {mail.address}: {mail.error}
        </p>
      )}
      <CodeBlock code={link} label="Invitation link" isWrapped />
    </Dialog>
  );
}
