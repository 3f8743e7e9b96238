// Queries of Logs Insights: their commands, and the query that counts what they match over time.

/** The commands between the bars; a bar within quotes, a pattern or braces is not one. Comments are left out. */
export function commands(query: string): string[] {
  const found: string[] = [];
  let part = '';
  let quote = '';
  for (let at = 0; at < query.length; at++) {
    const character = query[at] ?? '';
    if (quote) {
      part += character;
      if (character === '\\') part += query[++at] ?? '';
      else if (character === quote) quote = '';
    } else if (character === '#') {
      while (at < query.length && query[at] !== '\n') at++;
      part += '\n';
    } else if (character === '|') {
      found.push(part.trim());
      part = '';
    } else {
      if (character === '"' || character === "'" || character === '`' || (character === '/' && /(like|=~|regex|parse\s.*|^parse|matches)\s*$/i.test(part))) quote = character;
      part += character;
    }
  }
  found.push(part.trim());
  return found.filter(Boolean);
}

const FILTERING = /^(fields|filter|where|parse|display)\b/i;

/** Counts what a query matches, by time; nothing where the query begins with something else than fields and filters. */
export function histogramQuery(query: string, from: number, to: number): string | undefined {
  const kept: string[] = [];
  for (const command of commands(query)) {
    if (/^(sort|limit|head|tail|dedup)\b/i.test(command)) break;
    if (!FILTERING.test(command)) return undefined;
    if (!/^display\b/i.test(command)) kept.push(command);
  }
  return [...kept, `stats count(*) as lines by bin(${bin(from, to)})`].join('\n| ');
}

/** How wide a bar is, so that there are some sixty of them at most. */
export function bin(from: number, to: number): string {
  const seconds = (to - from) / 1000;
  const widths: [number, string][] = [[1, '1s'], [5, '5s'], [10, '10s'], [30, '30s'], [60, '1m'], [300, '5m'], [600, '10m'], [1800, '30m'], [3600, '1h'], [10_800, '3h'], [21_600, '6h'], [86_400, '1d']];
  return widths.find(([width]) => seconds / width <= 62)?.[1] ?? '7d';
}

/** A query with one more command. */
export const piped = (query: string, command: string): string => `${query.trimEnd()}\n| ${command}`;
