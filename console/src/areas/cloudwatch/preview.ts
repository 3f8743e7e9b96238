// What an alarm would have said of values that are already there.

export interface Condition { operator: string; threshold: number; periods: number; toAlarm: number; missing: string }

const OPERATORS: Record<string, (value: number, threshold: number) => boolean> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

export const breaches = (operator: string, value: number, threshold: number): boolean => OPERATORS[operator]?.(value, threshold) ?? false;

/** The stretches in which so many of the last periods breached, in milliseconds since 1970. Periods without a value count as the alarm says; what it would ignore is left out. */
export function stretches(points: [number, number][], condition: Condition, from: number, to: number, period: number): { from: number; to: number }[] {
  const values = new Map(points);
  const step = period * 1000;
  const found: { from: number; to: number }[] = [];
  const last: boolean[] = [];
  let open: { from: number; to: number } | undefined;
  for (let time = Math.ceil(from / step) * step; time < to; time += step) {
    const value = values.get(time);
    const bad = value === undefined ? condition.missing === 'breaching' : breaches(condition.operator, value, condition.threshold);
    if (value === undefined && (condition.missing === 'ignore' || condition.missing === 'missing')) continue;
    last.push(bad);
    if (last.length > condition.periods) last.shift();
    const alarm = last.filter(Boolean).length >= condition.toAlarm;
    if (alarm && open === undefined) open = { from: time, to: time + step };
    else if (alarm && open !== undefined) open.to = time + step;
    else if (open !== undefined) {
      found.push(open);
      open = undefined;
    }
  }
  if (open !== undefined) found.push(open);
  return found;
}
