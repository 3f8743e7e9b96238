// Dashboards: their bodies, and what a metric widget asks for.
import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';

export interface Widget { type: string; x: number; y: number; width: number; height: number; properties: Properties }

/** What a widget says. Members that are not shown are left as they are. */
export interface Properties {
  title?: string;
  markdown?: string;
  metrics?: unknown[][];
  region?: string;
  stat?: string;
  period?: number;
  view?: string;
  stacked?: boolean;
  alarms?: string[];
  query?: string;
  annotations?: { horizontal?: { label?: string; value: number }[]; alarms?: string[] };
}

const COLUMNS = 24;
const SIZES: Record<string, [number, number]> = { text: [6, 6], metric: [6, 6], alarm: [6, 2], log: [24, 6] };

/** The widgets of a body, each with a place: those without one follow the one before, as on AWS. */
export function widgets(body: string): Widget[] {
  const said = (JSON.parse(body) as { widgets?: Partial<Widget>[] }).widgets ?? [];
  let [x, y, tallest] = [0, 0, 0];
  return said.map((one): Widget => {
    const type = one.type ?? 'text';
    const [width, height] = [one.width ?? SIZES[type]?.[0] ?? 6, one.height ?? SIZES[type]?.[1] ?? 6];
    if (one.x === undefined || one.y === undefined) {
      if (x + width > COLUMNS) [x, y, tallest] = [0, y + tallest, 0];
    }
    const placed = { type, x: one.x ?? x, y: one.y ?? y, width, height, properties: one.properties ?? {} };
    [x, y, tallest] = [placed.x + width, placed.y, Math.max(tallest, height)];
    return placed;
  });
}

interface Options { id?: string; label?: string; stat?: string; period?: number; expression?: string; visible?: boolean; region?: string }

/** The queries of a metric widget. `.` stands for the word above it, `...` for all of them up to there. */
export function queries(properties: Properties, period: number): MetricDataQuery[] {
  const found: MetricDataQuery[] = [];
  let before: string[] = [];
  let unnamed = 0;
  for (const line of properties.metrics ?? []) {
    const last = line.at(-1);
    const options = (typeof last === 'object' && last !== null ? last : {}) as Options;
    const given = line.filter((word): word is string => typeof word === 'string');
    const id = options.id ?? `unnamed${++unnamed}`;
    const hidden = options.visible === false ? { ReturnData: false } : {};
    if (options.expression !== undefined) {
      found.push({ Id: id, Expression: options.expression, Label: options.label, Period: options.period ?? properties.period ?? period, ...hidden });
      continue;
    }
    const dots = given.indexOf('...');
    const words = dots < 0 ? given : [...given.slice(0, dots), ...before.slice(dots, before.length - (given.length - dots - 1)), ...given.slice(dots + 1)];
    const written = words.map((word, index) => (word === '.' ? (before[index] ?? '') : word));
    before = written;
    const [Namespace, MetricName, ...pairs] = written;
    const Dimensions = pairs.flatMap((Name, index) => (index % 2 === 0 ? [{ Name, Value: pairs[index + 1] ?? '' }] : []));
    found.push({ Id: id, Label: options.label, MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: options.period ?? properties.period ?? period, Stat: options.stat ?? properties.stat ?? 'Average' }, ...hidden });
  }
  return found;
}

/** Seconds: a period that gives a chart enough points and not too many. */
export function periodFor(from: number, to: number): number {
  const hours = (to - from) / 3_600_000;
  if (hours <= 3) return 60;
  if (hours <= 24) return 300;
  if (hours <= 24 * 7) return 3600;
  return 21_600;
}
