import { Button, type ButtonProps } from "./button.tsx";
import { Tooltip } from "./tooltip.tsx";

interface IconButtonProps extends Omit<ButtonProps, "aria-label" | "asChild"> {
  /** Its name for those who do not see the icon, and its tooltip for those who do. */
  readonly label: string;
}

export function IconButton({ label, tone = "quiet", size = "icon", ...props }: IconButtonProps) {
  return (
    <Tooltip content={label}>
      <Button aria-label={label} tone={tone} size={size} {...props} />
    </Tooltip>
  );
}
