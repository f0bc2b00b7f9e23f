/**
 * Conversion between ISO dates and day ordinals. An ordinal counts days as Python's
 * date.toordinal() does: 0001-01-01 is 1.
 */

const EPOCH = 719163; // The ordinal of 1970-01-01.
const DAY_MS = 86_400_000;
const MAX_ORDINAL = 3652059; // 9999-12-31.

/**
 * Convert an ordinal to an ISO date, limited to the years 1 to 9999.
 * @param {number} day
 * @returns {string}
 */
export function isoOf(day) {
  const ordinal = Math.min(Math.max(day, 1), MAX_ORDINAL);
  return new Date((ordinal - EPOCH) * DAY_MS).toISOString().slice(0, 10);
}

/**
 * Convert an ISO date, month or year to an ordinal.
 * @param {string} text
 * @param {boolean} [isLast] Use the last day of a month or year instead of the first.
 * @returns {number} NaN if the text is invalid.
 */
export function dayOf(text, isLast = false) {
  const [, year, month, day] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(text) ?? [];
  const date = new Date(`${year}-${month ?? "01"}-${day ?? "01"}T00:00:00Z`);
  if (isLast && !month) date.setUTCMonth(11, 31);
  else if (isLast && !day) date.setUTCMonth(date.getUTCMonth() + 1, 0);
  return date.getTime() / DAY_MS + EPOCH;
}

/**
 * Format a range of days for readers; a range of whole years shows only the years.
 * @param {number} first Ordinal of the first day.
 * @param {number} last Ordinal of the last day.
 * @param {string} language Language tag.
 * @returns {string}
 */
export function formatRange(first, last, language) {
  const [start, end] = [isoOf(first), isoOf(last)];
  if (start.endsWith("-01-01") && end.endsWith("-12-31")) {
    const years = [start, end].map((date) => String(Number(date.slice(0, 4))));
    return years[0] === years[1] ? years[0] : years.join(" – ");
  }
  const format = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    year: "numeric",
    month: "long",
    day: "numeric",
    timeZone: "UTC",
  });
  return [start, end].map((date) => format.format(new Date(`${date}T00:00:00Z`))).join(" – ");
}
