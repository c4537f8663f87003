"use client";

import { Braces } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import type { FormField } from "../../../model/form/form-fields.ts";

interface AsideActions {
  readonly onSwitch: () => void;
  readonly onInsert: () => void;
}

/** The actions beside a field; none when read-only. */
export function asideOf(
  field: FormField,
  isReadOnly: boolean,
  { onSwitch, onInsert }: AsideActions,
): { readonly aside?: ReactNode } {
  const { kind, label, isRequired } = field;
  if (isReadOnly) return {};
  if (kind.kind === "mapping")
    return {
      aside: (
        <SmallButton label={`Write ${label} as fields`} onClick={onSwitch}>
          As fields
        </SmallButton>
      ),
    };
  if (kind.kind !== "text" || kind.format !== "template") return {};
  return {
    aside: (
      <span className="flex items-center gap-1.5">
        {isRequired ? null : <span className="text-ink-faint text-mono">optional</span>}
        <SmallButton label={`Insert a value into ${label}`} onClick={onInsert}>
          <Braces aria-hidden />
          Insert
        </SmallButton>
      </span>
    ),
  };
}

interface SmallButtonProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function SmallButton({ label, onClick, children }: SmallButtonProps) {
  return (
    <Button
      tone="quiet"
      className="h-6 rounded-small px-1.5 text-mono"
      aria-label={label}
      // Keep the focus in the field, and with it the cursor for inserting.
      onPointerDown={(event) => event.preventDefault()}
      onClick={onClick}
    >
      {children}
    </Button>
  );
}
