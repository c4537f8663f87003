import {
  Bot,
  Braces,
  CornerDownRight,
  Fence,
  Hourglass,
  ListTree,
  type LucideIcon,
  Play,
  Repeat,
  Split,
  SquareDashed,
  Workflow,
  Zap,
} from "lucide-react";
import { cn } from "#components/ui/class-names.ts";
import type { NodeTypeName } from "#core/nodes/registry.ts";

const icons: Readonly<Record<NodeTypeName, LucideIcon>> = {
  trigger: Play,
  agent: Bot,
  condition: Split,
  action: Zap,
  parallel: Workflow,
  delay: Hourglass,
  wait: Fence,
  transform: Braces,
  call: CornerDownRight,
  map: ListTree,
  loop: Repeat,
};

/** The icon of a node type; an empty frame for an unknown one. */
export function NodeTypeIcon({ type, className }: { readonly type: string; readonly className?: string }) {
  const Icon = Object.hasOwn(icons, type) ? icons[type as NodeTypeName] : SquareDashed;
  return <Icon aria-hidden className={cn("size-4 shrink-0 text-ink-faint", className)} />;
}
