"use client";

import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cn } from "./class-names.ts";

/** What the control inside must be given, so that its label, hint and error are read with it. */
export interface FieldControlProps {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
  readonly "aria-required": true | undefined;
}

interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | null;
  readonly isRequired?: boolean;
  /** What stands at the other end of the label's line, in place of whether it is optional. */
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly children: (control: FieldControlProps) => ReactNode;
}

export function Field(props: FieldProps) {
  const { label, hint, error = null, isRequired = false, aside, className, children } = props;
  const id = useId();
  const hasHint = hint !== undefined && hint !== null;
  const describedBy = [hasHint ? `${id}-hint` : "", error === null ? "" : `${id}-error`].join(" ").trim();
  return (
    <div className={cn("grid content-start gap-1", className)}>
      <div className="flex items-baseline justify-between gap-2">
        <label htmlFor={id} className="flex grow items-baseline justify-between gap-2 font-medium">
          {label}
          {isRequired || aside !== undefined ? null : (
            <span className="font-normal text-ink-faint text-mono">optional</span>
          )}
        </label>
        {aside}
      </div>
      {children({
        id,
        "aria-describedby": describedBy === "" ? undefined : describedBy,
        "aria-invalid": error === null ? undefined : true,
        "aria-required": isRequired ? true : undefined,
      })}
      {error === null ? null : (
        <p id={`${id}-error`} role="alert" className="flex gap-1.5 text-failed">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {error}
        </p>
      )}
      {hasHint ? (
        <p id={`${id}-hint`} className="text-ink-faint">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
