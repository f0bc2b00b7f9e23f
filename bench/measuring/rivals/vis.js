(async () => {
  const rows = await (await fetch("events.json")).json();
  const items = new vis.DataSet(
    rows.map(([content, start, end], id) => ({ id, content, start, ...(end === start ? { type: "point" } : { end }) })),
  );
  const options = { height: "600px", cluster: { maxItems: 3 } };
  const timeline = new vis.Timeline(document.getElementById("timeline"), items, options);
  timeline.on("changed", () => {
    if (window.bench.rival || !document.querySelector(".vis-item")) return;
    requestAnimationFrame(() => setTimeout(() => { window.bench.rival ||= performance.now(); }));
  });
})();
