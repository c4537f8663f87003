import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "../class-names.ts";
import { Spinner } from "../display/spinner.tsx";

const classesOfAll = [
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-base border font-medium",
  "text-ui transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:opacity-50",
  "[&_svg]:size-4 [&_svg]:shrink-0",
];

const tones = {
  primary: "border-transparent bg-accent-fill text-on-fill enabled:hover:bg-accent-fill-hover",
  secondary: "border-line-strong bg-paper text-ink hover:bg-hover",
  quiet: "border-transparent text-ink-soft hover:bg-hover hover:text-ink",
  danger: "border-transparent bg-danger-fill text-on-fill hover:bg-danger-fill-hover",
} as const;

const sizes = {
  small: "h-7 px-2",
  base: "h-8 px-3",
  large: "h-9 px-4",
  icon: "size-8",
  "icon-small": "size-7",
} as const;

export interface ButtonProps extends ComponentProps<"button"> {
  readonly tone?: keyof typeof tones | undefined;
  readonly size?: keyof typeof sizes | undefined;
  /** Applies the button's style to its only child, for example a link. */
  readonly asChild?: boolean;
  /** In progress: keeps its width and the focus, cannot be pressed again, and is announced as busy. */
  readonly isPending?: boolean;
}

/** A button's label says what it does: "Run pipeline", "Stop run". */
export function Button({
  tone = "secondary",
  size = "base",
  asChild = false,
  isPending = false,
  className,
  children,
  disabled,
  onClick,
  ...props
}: ButtonProps) {
  const classes = cn(classesOfAll, tones[tone], sizes[size], className);
  if (asChild) {
    return (
      <Slot.Root className={classes} {...(onClick === undefined ? {} : { onClick })} {...props}>
        {children}
      </Slot.Root>
    );
  }
  // A disabled button loses the focus, so a pending one stays enabled. A submit button must be disabled all the same:
  // Enter in a field would submit again.
  const isHeld = isPending && props.type !== "submit";
  return (
    <button
      type="button"
      className={cn(classes, isPending && "relative")}
      disabled={disabled === true || (isPending && !isHeld)}
      aria-disabled={isHeld || undefined}
      aria-busy={isPending || undefined}
      onClick={isHeld ? undefined : onClick}
      {...props}
    >
      <span className={cn("inline-flex items-center gap-1.5", isPending && "opacity-0")}>{children}</span>
      {isPending ? <Spinner className="absolute" /> : null}
    </button>
  );
}
