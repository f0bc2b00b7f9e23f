import { isoOf } from "./chart-days.js";

/** (Un)fold a lane without leaving the page. @param {any} chart The timeline-chart. @param {HTMLAnchorElement} link */
export async function foldLane(chart, link) {
  const address = new URL(link.href);
  const asked = new URLSearchParams(address.search);
  for (const name of ["from", "to"]) asked.delete(name);
  const base = `${(chart.dataset.windowUrl ?? "").split("?")[0]}?${asked}`;
  const [from, to] = [isoOf(Math.round(chart.first)), isoOf(Math.round(chart.last))];
  const lane = [...chart.body.querySelectorAll(".lane")].indexOf(/** @type {Element} */ (link.closest(".lane")));
  const length = Math.round(chart.form.length);
  try {
    const response = await fetch(`${base}&from=${from}&to=${to}&width=${length}&lanes=1`);
    if (!response.ok) throw new Error(`${response.status}`);
    chart.body.innerHTML = await response.text();
    chart.dataset.windowUrl = base;
    chart.adopt(chart.acrossForm(length));
    chart.place();
    const shown = new URL(location.href);
    for (const name of ["open", "close"]) {
      shown.searchParams.delete(name);
      for (const value of asked.getAll(name)) shown.searchParams.append(name, value);
    }
    history.pushState({ chart: true }, "", shown);
    const links = chart.body.querySelectorAll(".lane")[lane]?.querySelector(".lane__fold");
    /** @type {HTMLElement | null | undefined} */ (links)?.focus();
  } catch {
    location.href = link.href;
  }
}
