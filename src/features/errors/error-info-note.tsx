import type { ReactNode } from "react";
import { type ErrorDetails, ErrorState } from "#components/ui/display/error-state.tsx";
import type { ErrorInfo } from "#core/errors.ts";
import { errorTitles } from "./error-titles.ts";

interface ErrorInfoNoteProps {
  readonly error: ErrorInfo;
  /** Ids for finding the error elsewhere: of the run, of the vendor's request. */
  readonly ids?: ErrorDetails;
  readonly action?: ReactNode;
  readonly className?: string;
}

/** The stored error of a run, a node or an attempt. */
export function ErrorInfoNote({ error, ids = [], action, className }: ErrorInfoNoteProps) {
  return (
    <ErrorState
      title={errorTitles[error.code]}
      message={error.message}
      details={[...detailsOf(error), ...ids]}
      action={action}
      {...(className === undefined ? {} : { className })}
    />
  );
}

/** The technical details: the code, and what the vendor reported. */
export function detailsOf(error: ErrorInfo): ErrorDetails {
  const told = Object.entries(error.details ?? {}).filter(([, value]) => value !== null);
  return [["code", error.code], ...told.map(([name, value]) => [name, String(value)] as const)];
}
