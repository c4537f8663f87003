import { RunNotFound } from "#features/runs/index.ts";

export default RunNotFound;
