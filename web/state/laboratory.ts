// The laboratory that is open, and what its settings make.

import { batch, signal } from "@preact/signals";
import type { Limit, Picture, Problem } from "../generated/types";
import { http, Refusal } from "../http/http";
import type { Setting } from "../setup/controls";
import { type LaboratoryPlace, laboratoryOf, plainLaboratory, readLaboratory } from "../setup/laboratory";
import { uncross } from "./crossed";
import { inTurn } from "./inturn";
import { closeMap } from "./map";
import { goToPlace } from "./page";
import { server } from "./server";

export const laboratory = {
  /** Null where the page trains networks. */
  place: signal<LaboratoryPlace | null>(null),
  /** Of the settings that were answered last; null until some were. */
  pictures: signal<Picture[] | null>(null),
  /** Values that are marked at the sliders, of the same settings. */
  limits: signal<readonly Limit[]>([]),
  problem: signal<Problem | null>(null),
};

export function openLaboratory(place: LaboratoryPlace): void {
  batch(() => {
    if (laboratory.place.peek()?.name !== place.name) {
      laboratory.pictures.value = laboratory.problem.value = null;
      laboratory.limits.value = [];
      uncross();
    }
    laboratory.place.value = place;
    closeMap();
  });
}

/** With its settings as they are at first; nothing happens where there is none of this name. */
export function openLaboratoryAt(name: string): void {
  const entry = laboratoryOf(server.catalogue.peek(), name);
  if (entry) enter(plainLaboratory(entry));
}

/** On a narrow screen it is in front, and not the lesson that led to it. */
export function enter(place: LaboratoryPlace): void {
  goToPlace("charts");
  openLaboratory(place);
}

/** Whether the link leads to a laboratory that is here; then it is open. */
export function followToLaboratory(link: string): boolean {
  const catalogue = server.catalogue.peek();
  const found = catalogue && readLaboratory(catalogue, link);
  if (!found?.place) return false;
  enter(found.place);
  return true;
}

/** What trains networks is in sight again. */
export function toNetworks(): void {
  batch(() => {
    laboratory.place.value = null;
    closeMap();
  });
}

export function setInLaboratory(field: string, value: Setting): void {
  setSeveralInLaboratory({ [field]: value });
}

export function setSeveralInLaboratory(values: Readonly<Record<string, Setting>>): void {
  const place = laboratory.place.peek();
  if (place) laboratory.place.value = { ...place, settings: { ...place.settings, ...values } };
}

interface Answer {
  pictures?: Picture[];
  limits?: Limit[];
  problem: Problem | null;
}

async function answered({ name, settings }: LaboratoryPlace): Promise<Answer> {
  try {
    return { ...(await http.laboratory(name, settings)), problem: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { problem: error.problem };
  }
}

/** Asks for the pictures of a place. What is refused leaves those that were there. */
export const draw = inTurn(answered, ({ name }, { pictures, limits, problem }) => {
  if (laboratory.place.peek()?.name !== name) return; // Another laboratory was opened meanwhile, and asks for its own.
  batch(() => {
    if (pictures) laboratory.pictures.value = pictures;
    if (limits) laboratory.limits.value = limits;
    laboratory.problem.value = problem;
  });
});
