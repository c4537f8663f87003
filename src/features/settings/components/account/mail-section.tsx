"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Checkbox } from "#components/ui/controls/checkbox.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import type { MailKind } from "#core/policy/mail.ts";
import { RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";

const wordsByKind: Record<MailKind, string> = {
  decisions: "A run waits for a decision that you can make",
  budgets: "A budget passes its warning threshold, or a call does not fit it",
  schedules: "A run that a schedule started has failed",
  webhooks: "A webhook was turned off because deliveries failed",
};

/** Which mail the reader gets about this workspace. */
export function MailSection() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { data } = useSuspenseQuery(trpc.mail.get.queryOptions());
  const [kinds, setKinds] = useState<readonly MailKind[]>(data.kinds);
  const save = useMutation(
    trpc.mail.choose.mutationOptions({
      onSuccess: async () => {
        const done = data.offSinceMs === null ? "Your mail settings were saved" : "You get mail again";
        showToast({ title: kinds.length === 0 ? "You get no mail" : done });
        await queries.invalidateQueries({ queryKey: trpc.mail.get.queryKey() });
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ kinds: [...kinds] });
  };
  const isChanged = data.offered.some((kind) => kinds.includes(kind) !== data.kinds.includes(kind));
  return (
    <section aria-labelledby="mail" className="border-t px-6 py-5 max-sm:px-4">
      <h2 id="mail" className="mb-1 font-semibold text-section">
        Mail to you
      </h2>
      <p className="measure mb-3 text-ink-soft">{introduction(data)}</p>
      <form onSubmit={submit} noValidate className="flex flex-col items-start gap-2">
        {data.offered.map((kind) => (
          <KindBox
            key={kind}
            kind={kind}
            isChosen={kinds.includes(kind)}
            onChange={(isChosen) =>
              setKinds((before) => [...before.filter((each) => each !== kind), ...(isChosen ? [kind] : [])])
            }
          />
        ))}
        {save.error === null ? null : <RequestError error={save.error} />}
        <Button
          type="submit"
          className="mt-1"
          disabled={!isChanged && data.offSinceMs === null}
          isPending={save.isPending}
        >
          {data.offSinceMs === null ? "Save" : "Send mail again"}
        </Button>
      </form>
    </section>
  );
}

interface KindBoxProps {
  readonly kind: MailKind;
  readonly isChosen: boolean;
  readonly onChange: (isChosen: boolean) => void;
}

function KindBox({ kind, isChosen, onChange }: KindBoxProps) {
  const id = useId();
  return (
    <div className="flex items-center gap-2">
      <Checkbox id={id} checked={isChosen} onCheckedChange={onChange} />
      <label htmlFor={id}>{wordsByKind[kind]}</label>
    </div>
  );
}

function introduction({
  isSetUp,
  address,
  offSinceMs,
  lastError,
}: {
  readonly isSetUp: boolean;
  readonly address: string;
  readonly offSinceMs: number | null;
  readonly lastError: string | null;
}): string {
  if (!isSetUp) {
    return "Mail is not set up on this Penstock, so nothing is sent. Your choice applies once it is.";
  }
  if (offSinceMs !== null) {
    return `Mail to ${address} was turned off, because none could be delivered for days: ${lastError ?? "no reason was given"}`;
  }
  return lastError === null
    ? `Sent to ${address}. Messages contain names, amounts and a link, but nothing that runs read or wrote.`
    : `The last mail to ${address} could not be delivered yet: ${lastError}`;
}
