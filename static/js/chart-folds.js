import { isoOf } from "./chart-days.js";

/**
 * Fold or unfold a lane without leaving the page: load the chart with the query string of the link,
 * for the time range shown now. If that fails, open the link.
 * @param {any} chart The timeline-chart element.
 * @param {HTMLAnchorElement} link The link that folds or unfolds the lane.
 * @returns {Promise<void>}
 */
export async function toggleLane(chart, link) {
  const parameters = new URLSearchParams(new URL(link.href).search);
  for (const name of ["from", "to"]) parameters.delete(name);
  const base = `${(chart.dataset.windowUrl ?? "").split("?")[0]}?${parameters}`;
  const [from, to] = [isoOf(Math.round(chart.first)), isoOf(Math.round(chart.last))];
  const laneIndex = [...chart.body.querySelectorAll(".lane")].indexOf(/** @type {Element} */ (link.closest(".lane")));
  const length = Math.round(chart.plotView.length);
  try {
    const response = await fetch(`${base}&from=${from}&to=${to}&width=${length}&lanes=1`);
    if (!response.ok) throw new Error(`${response.status}`);
    chart.body.innerHTML = await response.text();
    chart.dataset.windowUrl = base;
    chart.usePlotView(chart.createHorizontalView(length));
    chart.place();
    const pageUrl = new URL(location.href);
    for (const name of ["open", "close"]) {
      pageUrl.searchParams.delete(name);
      for (const value of parameters.getAll(name)) pageUrl.searchParams.append(name, value);
    }
    history.pushState({ chart: true }, "", pageUrl);
    const foldLink = chart.body.querySelectorAll(".lane")[laneIndex]?.querySelector(".lane__fold");
    /** @type {HTMLElement | null | undefined} */ (foldLink)?.focus();
  } catch {
    location.href = link.href;
  }
}
