// Runs that nobody trained, as the server would tell of them, and a watch on how long each frame takes.

(() => {
  const Real = WebSocket;
  window.WebSocket = class extends Real {
    constructor(...given) {
      super(...given);
      window.bench.socket = this;
    }
  };

  const say = (frame) => window.bench.socket.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(frame) }));

  /** A loss that falls, and trembles. */
  const loss = (step, of, rows) => 2.5 * Math.exp((-3 * step) / rows) + 0.02 * of + 0.15 * Math.random();

  /** Rows from one step up to another. */
  function columns(from, to, of, rows, epochs) {
    const found = { step: [], epoch: [], examples: [], seconds: [], learning_rate: [], "train/loss": [], "train/exact": [] };
    for (let step = from; step < to; step++) {
      found.step.push(step);
      found.epoch.push((step * epochs) / rows);
      found.examples.push(step * 128);
      found.seconds.push(step * 0.004 * (1 + 0.05 * of));
      found.learning_rate.push(0.001);
      const value = loss(step, of, rows);
      found["train/loss"].push(value);
      found["train/exact"].push(Math.max(0, 1 - value / 2.6));
    }
    return found;
  }

  function validation(epochs, of, rows) {
    const measured = columns(0, epochs + 1, of, epochs, epochs);
    const steps = measured.step.map((epoch) => (epoch * rows) / epochs);
    return { ...measured, step: steps, examples: steps.map((step) => step * 128), "validation/loss": measured["train/loss"], "validation/exact": measured["train/exact"] };
  }

  let seq = 2;

  /** Each run has half of its rows, and half of the rows are still to come. */
  function begin(runs, rows, epochs) {
    say({ type: "runs", runs, removed: [], queue: null });
    runs.forEach(({ id }, of) => {
      const curves = [
        { clock: "batch", thinned: false, columns: columns(1, rows + 1, of, rows, epochs) },
        { clock: "epoch", thinned: false, columns: validation(epochs, of, rows) },
      ];
      say({ type: "history", run: id, seq: 1, curves, events: [] });
    });
  }

  /** What twenty workers report in a tenth of a second. */
  function report(runs, from, count, rows, epochs) {
    runs.forEach(({ id }, of) => {
      const event = { type: "points", clock: "batch", columns: columns(from, from + count, of, rows, epochs) };
      say({ type: "event", run: id, attempt: 1, seq, at: "", event });
    });
    seq++;
  }

  /** Frame to frame, and the work of the page in each frame, in milliseconds. */
  function watch(seconds, each) {
    return new Promise((done) => {
      const frames = [];
      const work = [];
      const { port1, port2 } = new MessageChannel();
      let before = 0;
      let began = 0;
      // Comes after all that the frame has to do.
      port2.onmessage = () => work.push(performance.now() - began);
      const tick = (now) => {
        began = performance.now();
        if (before > 0) frames.push(now - before);
        before = now;
        port1.postMessage(0);
        if (frames.reduce((sum, one) => sum + one, 0) > seconds * 1000) return done({ frames, work });
        each(frames.length);
        requestAnimationFrame(tick);
      };
      requestAnimationFrame(tick);
    });
  }

  /** A hand that drags a chart to and fro with shift held. */
  function drag(place, frame) {
    const plot = document.querySelector(".Charts_chart.Charts_headline .Charts_plot");
    const { left, top, width, height } = plot.getBoundingClientRect();
    const at = { pointerId: 1, isPrimary: true, button: 0, buttons: 1, shiftKey: true, bubbles: true, clientY: top + height / 2 };
    const x = left + width * (0.5 + 0.3 * Math.sin(frame / 30));
    plot.dispatchEvent(new PointerEvent(place, { ...at, clientX: x }));
  }

  window.bench = { begin, report, watch, drag };
})();
