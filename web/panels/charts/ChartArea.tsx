// The charts, and how they are looked at.

import { Charts } from "./Charts";
import { ChartOptions } from "./Options";

export function ChartArea() {
  return (
    <div>
      <Charts />
      <ChartOptions />
    </div>
  );
}
