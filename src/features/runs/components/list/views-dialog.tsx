"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { FormDialog } from "#components/ui/floating/form-dialog.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { maybeSaved, RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

interface ViewsDialogProps {
  /** The current filter. */
  readonly query: string;
  readonly views: RouterOutputs["views"]["list"]["views"];
  readonly onClose: () => void;
}

/** Saves the current filter as a named view, and deletes views. */
export function ViewsDialog({ query, views, onClose }: ViewsDialogProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const readAgain = () => queries.invalidateQueries({ queryKey: trpc.views.pathKey() });
  const save = useMutation(
    trpc.views.save.mutationOptions({
      onSuccess: async () => {
        await readAgain();
        onClose();
        showToast({ title: "View saved", description: "Only you see it, in this workspace." });
      },
    }),
  );
  const remove = useMutation(trpc.views.remove.mutationOptions({ onSuccess: readAgain }));
  const error = save.error ?? remove.error;
  const isTaken = views.some((view) => view.name === name.trim());
  return (
    <FormDialog
      title="Save this view"
      description="The filters and the order that the list has now. Nobody else sees your views."
      size="small"
      action="Save view"
      isReady={name.trim() !== ""}
      isPending={save.isPending}
      onSubmit={() => save.mutate({ name: name.trim(), query })}
      onClose={onClose}
    >
      {error === null ? null : <RequestError error={error} ifUnanswered={maybeSaved} />}
      <Field label="Name" isRequired hint={isTaken ? "It replaces your view of this name." : null}>
        {(control) => (
          <Input
            {...control}
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      {views.length === 0 ? null : (
        <ul aria-label="Your views" className="grid border-t">
          {views.map((view) => (
            <li key={view.id} className="flex items-center justify-between gap-2 border-b py-1">
              <span className="min-w-0 truncate">{view.name}</span>
              <Button
                tone="quiet"
                size="icon-small"
                aria-label={`Remove view ${view.name}`}
                onClick={() => remove.mutate({ viewId: view.id })}
              >
                <Trash2 aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      )}
    </FormDialog>
  );
}
