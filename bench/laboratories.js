// A hand that moves a pointer over a picture, and a watch on how long each move takes until its answer is painted.

(() => {
  const painted = () =>
    new Promise((done) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port2.onmessage = () => done(performance.now()); // Comes after all that the frame has to do.
        port1.postMessage(0);
      }),
    );

  const area = (one) => {
    const { width, height } = one.getBoundingClientRect();
    return width * height;
  };

  /** Milliseconds of each move that changed something. */
  async function cross(played, moves) {
    const there = played.map((kind) => [...document.querySelectorAll(kind)]).find((found) => found.length > 0);
    const [picture] = there.sort((one, other) => area(other) - area(one));
    picture.scrollIntoView({ block: "center" });
    const found = [];
    for (let move = 0; move < moves; move++) {
      const { left, top, width, height } = picture.getBoundingClientRect();
      const share = 0.05 + (0.9 * move) / moves;
      const at = { pointerId: 1, pointerType: "mouse", isPrimary: true, bubbles: true, clientX: left + width * share, clientY: top + height * (0.3 + 0.4 * share) };
      let changed = false;
      const watch = new MutationObserver(() => (changed = true));
      watch.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
      const began = performance.now();
      (document.elementFromPoint(at.clientX, at.clientY) ?? picture).dispatchEvent(new PointerEvent("pointermove", at));
      const done = await painted();
      watch.disconnect();
      if (changed) found.push(done - began);
    }
    return found;
  }

  window.pointer = { cross };
})();
