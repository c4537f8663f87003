import type { ComponentProps } from "react";
import { Input } from "./input.tsx";

/** For a secret that is pasted once: hidden, and not stored, completed or spell-checked by the browser. */
export function SecretInput(
  props: Omit<ComponentProps<"input">, "type" | "autoComplete" | "spellCheck" | "className">,
) {
  return <Input {...props} type="password" autoComplete="off" spellCheck={false} className="font-mono" />;
}
