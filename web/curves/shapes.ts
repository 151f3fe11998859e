// The outline of each marker, in a box of 12 by 12.

import type { Marker } from "./groups";

export const SHAPES: Record<Marker, string> = {
  circle: "M6 1.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9Z",
  square: "M2 2h8v8H2Z",
  triangle: "M6 1l5 9H1Z",
  diamond: "M6 .5L11.5 6L6 11.5L.5 6Z",
  cross: "M4.6 1h2.8v3.6H11v2.8H7.4V11H4.6V7.4H1V4.6h3.6Z",
};
