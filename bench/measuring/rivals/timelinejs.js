(async () => {
  document.getElementById("timeline").style.height = "600px";
  const day = (text) => {
    const [year, month, date] = text.split("-").map(Number);
    return { year, month, day: date };
  };
  const rows = await (await fetch("events.json")).json();
  const events = rows.map(([headline, start, end]) => ({
    start_date: day(start),
    ...(end === start ? {} : { end_date: day(end) }),
    text: { headline },
  }));
  const timeline = new TL.Timeline("timeline", { events }, { font: null, script_path: "node_modules/@knight-lab/timelinejs/dist/js/" });
  timeline.on("loaded", () => {
    if (!document.querySelector(".tl-timemarker")) return;
    requestAnimationFrame(() => setTimeout(() => { window.bench.rival ||= performance.now(); }));
  });
})();
