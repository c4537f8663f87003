"use client";

import { useEffect } from "react";
import { noteVisit, type Visit } from "../model/visits.ts";
import { usePersonalStorage } from "./use-personal-storage.ts";

/** Keeps that the person has been here: the first steps on the home page go by it. */
export function useNoteVisit(visit: Visit): void {
  const memory = usePersonalStorage("memory");
  useEffect(() => noteVisit(memory, visit), [memory, visit]);
}
