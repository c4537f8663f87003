import { Button, type ButtonProps } from "./button.tsx";

interface IconButtonProps extends Omit<ButtonProps, "aria-label" | "asChild"> {
  /** Its accessible name and its tooltip. */
  readonly label: string;
}

export function IconButton({ label, tone = "quiet", size = "icon", ...props }: IconButtonProps) {
  return <Button aria-label={label} data-tip={label} tone={tone} size={size} {...props} />;
}
