"use client";

import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cn } from "../class-names.ts";

/** The props the control needs, so that screen readers read its label, hint and error with it. */
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
  /** Shown at the right of the label's line, in place of "optional". The Tab key reaches it after the control. */
  readonly aside?: ReactNode;
  /** A checkbox comes before its label, on the same line. */
  readonly isTick?: boolean;
  readonly className?: string;
  readonly children: (control: FieldControlProps) => ReactNode;
}

export function Field(props: FieldProps) {
  const { label, hint, error = null, isRequired = false, aside, isTick = false, className, children } = props;
  const id = useId();
  const hasHint = hint !== undefined && hint !== null;
  const describedBy = [hasHint ? `${id}-hint` : "", error === null ? "" : `${id}-error`].join(" ").trim();
  return (
    <div
      className={cn(
        "grid content-start gap-y-1",
        isTick ? "grid-cols-[auto_minmax(0,1fr)] gap-x-2" : "grid-cols-[minmax(0,1fr)_auto]",
        className,
      )}
    >
      <label
        htmlFor={id}
        className={cn(
          "row-start-1 flex items-baseline justify-between gap-2 self-center break-words",
          isTick ? "col-start-2" : "font-medium",
          aside === undefined && !isTick && "col-span-full",
        )}
      >
        {label}
        {isRequired || isTick || aside !== undefined ? null : (
          <span className="font-normal text-ink-faint text-mono">optional</span>
        )}
      </label>
      <div className={isTick ? "row-start-1 grid content-center" : "col-span-full row-start-2 grid"}>
        {children({
          id,
          "aria-describedby": describedBy === "" ? undefined : describedBy,
          "aria-invalid": error === null ? undefined : true,
          "aria-required": isRequired ? true : undefined,
        })}
      </div>
      {aside === undefined ? null : <div className="col-start-2 row-start-1 pl-2">{aside}</div>}
      {error === null ? null : (
        <p id={`${id}-error`} role="alert" className="col-span-full flex gap-1.5 text-failed">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {error}
        </p>
      )}
      {hasHint ? (
        <p id={`${id}-hint`} className="col-span-full text-ink-faint">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
