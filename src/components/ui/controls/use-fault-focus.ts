import { useEffect, useRef } from "react";

/** Moves the focus to the first invalid field each time a form is refused. Pass a new `faults` object each time. */
export function useFaultFocus<Form extends HTMLElement = HTMLFormElement>(
  faults: Readonly<Record<string, unknown>> | ReadonlyMap<string, unknown>,
) {
  const form = useRef<Form>(null);
  useEffect(() => {
    if ((faults instanceof Map ? faults.size : Object.keys(faults).length) === 0) return;
    const first = form.current?.querySelector<HTMLElement>("[aria-invalid=true]");
    first?.focus({ preventScroll: true });
    // Centred, so that the error below the field is visible too.
    first?.scrollIntoView({ block: "center" });
  }, [faults]);
  return form;
}
