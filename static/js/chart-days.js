const EPOCH = 719163; // The ordinal of 1970-01-01.
const DAY = 86_400_000;

/** The ISO date of an ordinal. @param {number} day */
export function isoOf(day) {
  const least = Math.min(Math.max(day, 1), 3652059);
  return new Date((least - EPOCH) * DAY).toISOString().slice(0, 10);
}

/**
 * The ordinal of an ISO date, or of the first or last day of a month or year; NaN if it is none.
 * @param {string} text @param {boolean} [isLast]
 */
export function dayOf(text, isLast = false) {
  const [, year, month, day] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(text) ?? [];
  const date = new Date(`${year}-${month ?? "01"}-${day ?? "01"}T00:00:00Z`);
  if (isLast && !month) date.setUTCMonth(11, 31);
  else if (isLast && !day) date.setUTCMonth(date.getUTCMonth() + 1, 0);
  return date.getTime() / DAY + EPOCH;
}

/**
 * A stretch of time in words: as years where it is of whole years.
 * @param {number} first @param {number} last @param {string} language
 */
export function wordsOf(first, last, language) {
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
