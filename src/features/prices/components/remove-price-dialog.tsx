"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ConfirmRequest } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { PriceRow } from "../model/price-rows.ts";

interface RemovePriceDialogProps {
  readonly row: PriceRow;
  readonly onClose: () => void;
}

export function RemovePriceDialog({ row: { model, listed }, onClose }: RemovePriceDialogProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const remove = useMutation(
    trpc.prices.remove.mutationOptions({
      onSuccess: async () => {
        onClose();
        await queries.invalidateQueries();
      },
    }),
  );
  return (
    <ConfirmRequest
      title={`Remove the price of ${model}?`}
      description={
        listed === null
          ? "Runs that start afterwards cost an unknown amount if they use this model."
          : "Runs that start afterwards are priced by the list again."
      }
      action="Remove price"
      isPending={remove.isPending}
      onConfirm={() => remove.mutate({ model })}
      onClose={onClose}
      error={remove.error}
    />
  );
}
