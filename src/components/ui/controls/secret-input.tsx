import type { ComponentProps } from "react";
import { Input } from "./input.tsx";

/** For a secret that is pasted in once: nobody reads it over a shoulder, and no browser keeps, completes or checks it. */
export function SecretInput(
  props: Omit<ComponentProps<"input">, "type" | "autoComplete" | "spellCheck" | "className">,
) {
  return <Input {...props} type="password" autoComplete="off" spellCheck={false} className="font-mono" />;
}
