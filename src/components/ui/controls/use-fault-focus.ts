import { useEffect, useRef } from "react";

/**
 * Leads to the first field that is not right, each time a form has been refused. `faults` is another object each time.
 */
export function useFaultFocus<Form extends HTMLElement = HTMLFormElement>(
  faults: Readonly<Record<string, unknown>> | ReadonlyMap<string, unknown>,
) {
  const form = useRef<Form>(null);
  useEffect(() => {
    if ((faults instanceof Map ? faults.size : Object.keys(faults).length) === 0) return;
    const first = form.current?.querySelector<HTMLElement>("[aria-invalid=true]");
    first?.focus({ preventScroll: true });
    // In the middle, so that the words below the field are in sight too.
    first?.scrollIntoView({ block: "center" });
  }, [faults]);
  return form;
}
