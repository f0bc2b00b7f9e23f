// Runs in every measured page before its own scripts: records paint times, long tasks and frames.
// Times are in milliseconds since the start of the navigation.
(() => {
  const bench = (window.bench = { painted: 0, ready: 0, rival: 0, stalls: [], frames: [], steps: [] });
  const watch = (type, record) => {
    if (PerformanceObserver.supportedEntryTypes.includes(type)) {
      new PerformanceObserver((list) => list.getEntries().forEach(record)).observe({ type, buffered: true });
    }
  };
  const painted = (entry) => { bench.painted = Math.max(bench.painted, entry.startTime); };
  watch("largest-contentful-paint", painted);
  watch("paint", painted);
  watch("longtask", (entry) => bench.stalls.push({ start: entry.startTime, length: entry.duration }));

  const chart = () => document.querySelector("timeline-chart");
  const isReady = () => chart()?.hasAttribute("data-ready") ?? false;
  new MutationObserver(() => {
    if (!bench.ready && isReady()) bench.ready = performance.now();
    const step = bench.steps.at(-1);
    if (!step) return;
    step.asked = true;
    if (isReady() && !step.drawn) step.drawn = performance.now();
  }).observe(document, { subtree: true, attributeFilter: ["data-ready"] });

  // A step begins with its first trusted input event after begin().
  bench.begin = () => { bench.armed = true; };
  const begun = (event) => {
    if (!bench.armed || !event.isTrusted) return;
    bench.armed = false;
    bench.steps.push({ begun: performance.now(), asked: false, drawn: 0 });
  };
  for (const type of ["keydown", "wheel"]) addEventListener(type, begun, { capture: true, passive: true });

  bench.record = () => {
    let before = performance.now();
    const frame = (now) => {
      bench.frames.push(now - before);
      before = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame((now) => { before = now; requestAnimationFrame(frame); });
  };
})();
