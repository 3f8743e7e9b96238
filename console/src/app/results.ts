// Rows that a query gave, whatever its language: their columns, and what of them is a chart.

export type ResultRow = Record<string, string>;

/** The columns of results in the order in which they came, without the pointer to the record. */
export function columnsOf(rows: ResultRow[]): string[] {
  const names = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row)) if (name !== '@ptr') names.add(name);
  return [...names];
}

const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
export const timeOf = (text: string): number => Date.parse(text.includes('T') ? text : `${text.replace(' ', 'T')}Z`);

/** Results that are numbers over time or over one name, as series: what a chart can show. */
export function charted(rows: ResultRow[]): { over: 'time'; series: { title: string; points: [number, number][] }[] } | undefined {
  const names = columnsOf(rows);
  const time = names.find((name) => /^bin\(|^@timestamp$|^datefloor\(|^dateceil\(/.test(name)) ?? names.find((name) => rows.length > 1 && rows.every((row) => /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d/.test(row[name] ?? '')));
  if (time === undefined) return undefined;
  const numbers = names.filter((name) => name !== time && rows.some((row) => row[name] !== undefined) && rows.every((row) => row[name] === undefined || NUMBER.test(row[name])));
  const groups = names.filter((name) => name !== time && !numbers.includes(name));
  if (numbers.length === 0) return undefined;
  const series = new Map<string, [number, number][]>();
  for (const row of rows) {
    const at = timeOf(row[time] ?? '');
    if (Number.isNaN(at)) return undefined;
    for (const name of numbers) {
      if (row[name] === undefined) continue;
      const title = [...groups.map((group) => row[group] ?? ''), ...(numbers.length > 1 || groups.length === 0 ? [name] : [])].join(' · ');
      series.set(title, [...(series.get(title) ?? []), [at, Number(row[name])]]);
    }
  }
  if (series.size > 20) return undefined;
  return { over: 'time', series: [...series].map(([title, points]) => ({ title, points: points.sort((a, b) => a[0] - b[0]) })) };
}

/** Counts by a name: one column of texts and one of numbers, few enough to be bars. */
export function barred(rows: ResultRow[]): { name: string; number: string; most: number } | undefined {
  const names = columnsOf(rows);
  if (names.length !== 2 || rows.length < 2 || rows.length > 100) return undefined;
  const [number] = names.filter((name) => rows.every((row) => NUMBER.test(row[name] ?? '')));
  const name = names.find((one) => one !== number);
  if (number === undefined || name === undefined) return undefined;
  const most = Math.max(...rows.map((row) => Number(row[number])));
  return most > 0 ? { name, number, most } : undefined;
}
