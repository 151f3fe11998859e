// Charts share a frame's time: the one that is touched is painted first, the others as far as time goes, and then in turn. So a
// hand that moves along one of several full charts feels no other.

/** Milliseconds of a frame that painting may take; what the browser does with it takes about twice as long again. */
const BUDGET = 5;

interface Chart {
  paint: () => void;
  touched: () => boolean;
}

/** Who waited longest comes first. */
const waiting = new Set<Chart>();
let frame = 0;

/** Asks for a place in a frame to come; `letGo` gives it up. */
export function turns(paint: () => void, touched: () => boolean): { ask: () => void; letGo: () => void } {
  const chart = { paint, touched };
  return {
    ask: () => {
      waiting.add(chart);
      if (frame === 0) frame = requestAnimationFrame(paintSome);
    },
    letGo: () => waiting.delete(chart),
  };
}

function paintSome(): void {
  frame = 0;
  const began = performance.now();
  for (const chart of inTurn([...waiting])) {
    waiting.delete(chart);
    chart.paint();
    if (performance.now() - began > BUDGET) break;
  }
  if (waiting.size > 0) frame = requestAnimationFrame(paintSome);
}

function inTurn(charts: Chart[]): Chart[] {
  const touched = charts.filter((chart) => chart.touched());
  return [...touched, ...charts.filter((chart) => !touched.includes(chart))];
}
