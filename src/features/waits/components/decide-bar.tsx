"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { ConfirmDialog } from "#components/ui/floating/confirm-dialog.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { ChosenBar } from "#components/ui/layout/chosen-bar.tsx";
import type { WaitId } from "#core/ids.ts";
import { describeRequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { capitalized } from "../model/capitalized.ts";
import { counted, describeDecided } from "../model/decide-many.ts";

interface DecideBarProps {
  readonly waitIds: readonly WaitId[];
  /** The choices that all selected decisions have. */
  readonly choices: readonly string[];
  /** How many decisions ask the same question; equal to the number selected if there are no others. */
  readonly alike: number;
  readonly onAlike: () => void;
  readonly onClear: () => void;
}

/** Decides the selected decisions together, after a confirmation. */
export function DecideBar({ waitIds, choices, alike, onAlike, onClear }: DecideBarProps) {
  const [asked, setAsked] = useState<{
    readonly choice: string;
    readonly waitIds: readonly WaitId[];
  } | null>(null);
  const bar = useRef<HTMLElement>(null);
  const { mutate, isPending } = useDecideMany(() => {
    setAsked(null);
    onClear();
  });
  return (
    <ChosenBar
      ref={bar}
      label="Selected decisions"
      words={`${counted(waitIds.length)} selected`}
      onClear={onClear}
    >
      {alike > waitIds.length ? (
        <Button
          tone="quiet"
          size="small"
          onClick={() => {
            // The button has disappeared by then; the focus moves to the choices.
            bar.current?.focus({ preventScroll: true });
            onAlike();
          }}
        >
          {`Select all ${alike} of the same kind`}
        </Button>
      ) : null}
      {choices.map((choice) => (
        <Button key={choice} size="small" onClick={() => setAsked({ choice, waitIds })}>
          {capitalized(choice)}
        </Button>
      ))}
      {choices.length === 0 ? <span className="text-ink-soft">They have no choice in common.</span> : null}
      {asked === null ? null : (
        <ConfirmDialog
          title={`${capitalized(asked.choice)}: ${counted(asked.waitIds.length)}?`}
          description="Each is recorded separately in your name, and its run continues unless somebody else must decide, too. Decisions that were made meanwhile stay as they are."
          action={capitalized(asked.choice)}
          tone="primary"
          isPending={isPending}
          onConfirm={() => mutate({ waitIds: [...asked.waitIds], choice: asked.choice })}
          onClose={() => setAsked(null)}
        />
      )}
    </ChosenBar>
  );
}

function useDecideMany(onDone: () => void) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return useMutation(
    trpc.waits.decideMany.mutationOptions({
      onSuccess: ({ results }, { choice }) => {
        showToast(describeDecided(choice, results));
        onDone();
      },
      onError: (error) =>
        showToast({ tone: "failed", title: "Not decided", description: describeRequestError(error).message }),
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.waits.pathKey() }),
    }),
  );
}
