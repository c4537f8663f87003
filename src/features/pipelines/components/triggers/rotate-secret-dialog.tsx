"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { SecretInput } from "#components/ui/controls/secret-input.tsx";
import { CodeBlock } from "#components/ui/display/code-block.tsx";
import { Dialog, DialogClose } from "#components/ui/floating/dialog.tsx";
import { RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { Pipeline, TriggerView } from "../../model/pipeline-outputs.ts";
import { bringsItsSecret } from "../../model/trigger-words.ts";

interface RotateSecretDialogProps {
  readonly pipelineId: Pipeline["id"];
  readonly trigger: TriggerView;
  readonly onClose: () => void;
}

/** Creates a webhook's secret, and shows it this one time. */
export function RotateSecretDialog({ pipelineId, trigger, onClose }: RotateSecretDialogProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [value, setValue] = useState("");
  const isBrought = bringsItsSecret(trigger);
  const { triggerId } = trigger;
  const rotate = useMutation({
    ...trpc.triggers.rotateSecret.mutationOptions(),
    onSuccess: async () => {
      await queries.invalidateQueries(trpc.triggers.pathFilter());
      if (isBrought) onClose();
    },
  });
  const made = rotate.data?.secret ?? null;
  const isMade = made !== null;
  const secret = isBrought ? value.trim() : null;
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      {...wordsOf(trigger, isMade)}
      actions={
        <>
          <DialogClose>
            <Button tone={made === null ? "secondary" : "primary"}>
              {made === null ? "Cancel" : "Done"}
            </Button>
          </DialogClose>
          {made === null ? (
            <Button
              tone="primary"
              isPending={rotate.isPending}
              disabled={secret === ""}
              onClick={() => rotate.mutate({ pipelineId, triggerId, secret })}
            >
              {isBrought ? "Save it" : "Create it"}
            </Button>
          ) : null}
        </>
      }
    >
      {rotate.error === null ? null : <RequestError error={rotate.error} />}
      {made === null ? null : <CodeBlock code={made} label="The secret" isWrapped />}
      {isBrought && made === null ? (
        <Field label="Signing secret" isRequired hint="At least 16 characters.">
          {(control) => (
            <SecretInput {...control} value={value} onChange={(event) => setValue(event.target.value)} />
          )}
        </Field>
      ) : null}
    </Dialog>
  );
}

function wordsOf(trigger: TriggerView, isMade: boolean) {
  if (isMade) {
    return {
      title: "Copy the secret now",
      description: "It is not shown again. The sender needs it.",
    };
  }
  const origin = bringsItsSecret(trigger)
    ? "The sender creates it: copy it from there."
    : "It is shown once.";
  const before = trigger.secretSinceMs === null ? "" : " The previous one stays valid for a day.";
  return {
    title: `A secret for ${trigger.triggerId}`,
    description: `${origin} It is kept encrypted.${before}`,
  };
}
