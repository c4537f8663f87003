import { createLucideIcon } from "lucide-react";

/** A closed sluice gate: two posts, the leaf between them and its stem. */
export const GateIcon = createLucideIcon("sluice-gate", [
  ["path", { d: "M4 3v18", key: "left-post" }],
  ["path", { d: "M20 3v18", key: "right-post" }],
  ["path", { d: "M12 3v7", key: "stem" }],
  ["path", { d: "M8 10h8v10H8z", fill: "currentColor", key: "leaf" }],
]);
