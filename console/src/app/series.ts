// Series of values over time, and the table that says the same.

export interface Series { title: string; points: [time: number, value: number][] }

/** A row for each moment, newest first, with the value of each series then. */
export function table(series: Series[]): { time: number; values: (number | undefined)[] }[] {
  const rows = new Map<number, (number | undefined)[]>();
  series.forEach((one, index) => {
    for (const [time, value] of one.points) {
      const row = rows.get(time) ?? new Array<number | undefined>(series.length).fill(undefined);
      row[index] = value;
      rows.set(time, row);
    }
  });
  return [...rows].map(([time, values]) => ({ time, values })).sort((a, b) => b.time - a.time);
}

/** At most so many points of each series: a longer one keeps its first, highest and lowest of each stretch, so that no peak is lost. */
export function thinned(series: Series[], most = 600): Series[] {
  return series.map((one) => {
    if (one.points.length <= most) return one;
    const stretch = Math.ceil(one.points.length / (most / 2));
    const points: [number, number][] = [];
    for (let at = 0; at < one.points.length; at += stretch) {
      const part = one.points.slice(at, at + stretch);
      const low = part.reduce((a, b) => (b[1] < a[1] ? b : a));
      const high = part.reduce((a, b) => (b[1] > a[1] ? b : a));
      points.push(...(low === high ? [low] : low[0] < high[0] ? [low, high] : [high, low]));
    }
    return { ...one, points };
  });
}
