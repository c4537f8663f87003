import type { ComponentProps } from "react";
import { Input } from "./input.tsx";

/** For a secret that is pasted in once: it is not shown, and the browser does not keep, complete or check it. */
export function SecretInput(
  props: Omit<ComponentProps<"input">, "type" | "autoComplete" | "spellCheck" | "className">,
) {
  return <Input {...props} type="password" autoComplete="off" spellCheck={false} className="font-mono" />;
}
