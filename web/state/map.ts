// The map: whether it is open, and what is looked for on it. Its link: #map&by=chapter&only=lesson&find=1997

import { batch, signal } from "@preact/signals";
import { type MapPlace, PLAIN } from "../setup/map/address";

export const map = {
  /** Null where it is not open. */
  place: signal<MapPlace | null>(null),
};

export function openMap(place: MapPlace = PLAIN): void {
  map.place.value = place;
}

export function closeMap(): void {
  map.place.value = null;
}

export function lookOnMap(change: Partial<MapPlace>): void {
  batch(() => {
    const place = map.place.peek();
    if (place) map.place.value = { ...place, ...change };
  });
}
