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
  annotations?: { horizontal?: Line[]; alarms?: string[] };
  /** Below a single value, how it came about. */
  sparkline?: boolean;
  /** One value for the whole time in place of the latest. */
  setPeriodToTimeRange?: boolean;
  singleValueFullPrecision?: boolean;
  yAxis?: { left?: { min?: number; max?: number; label?: string } };
  table?: { summaryColumns?: string[]; showTimeSeriesData?: boolean };
  /** Of a custom widget: the function that says what is shown, and what it is told. */
  endpoint?: string;
  params?: unknown;
  /** Of an explorer: which resources, by their tags, and how their values are put together. */
  labels?: { key?: string; value?: string }[];
  aggregateBy?: { key?: string; func?: string };
  splitBy?: string;
  widgetOptions?: { view?: string; stacked?: boolean };
}

export interface Line { label?: string; value: number; fill?: string; color?: string }

const COLUMNS = 24;
const SIZES: Record<string, [number, number]> = { text: [6, 6], metric: [6, 6], alarm: [6, 2], log: [24, 6], explorer: [24, 15], custom: [6, 6] };

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

/** Seconds: the longest period that is asked for; longer times are put together of several. */
const LONGEST = 86_400;

/** The period of a widget that wants one value of the whole time. */
export const wholePeriod = (from: number, to: number): number => Math.min(LONGEST, Math.max(60, Math.round((to - from) / 60_000) * 60));

type Points = [time: number, value: number][];

/** Values put together as their statistic puts together: sums are added, of highest the highest is taken, of others the mean. */
export function together(values: number[], stat: string): number | undefined {
  if (values.length === 0) return undefined;
  const sum = values.reduce((a, b) => a + b, 0);
  if (/^(sum|samplecount)$/i.test(stat)) return sum;
  if (/^max(imum)?$/i.test(stat)) return Math.max(...values);
  if (/^min(imum)?$/i.test(stat)) return Math.min(...values);
  return sum / values.length;
}

/** The one value of a series: the latest, or that of the whole time. */
export const valueOf = (points: Points, whole: boolean, stat: string): number | undefined => (whole ? together(points.map(([, value]) => value), stat) : points.at(-1)?.[1]);

/** What a table says of a series, in the words of its columns. */
export function summary(points: Points): Record<string, number | undefined> {
  const values = points.map(([, value]) => value);
  return { MIN: together(values, 'Minimum'), MAX: together(values, 'Maximum'), AVG: together(values, 'Average'), SUM: together(values, 'Sum'), LATEST: values.at(-1) };
}

/** Where on a gauge a value stands, from 0 to 1; what is beyond its ends stands at them. */
export const along = (value: number, min: number, max: number): number => (max <= min ? 0 : Math.min(1, Math.max(0, (value - min) / (max - min))));

/** The lines that a value has crossed: those whose filled side it is on. */
export const crossed = (value: number, lines: Line[]): Line[] => lines.filter((line) => (line.fill === 'below' ? value <= line.value : value >= line.value));

/** A path of an arc of a gauge between two places from 0 to 1: half a circle around (100, 100), from left to right. */
export function arc(from: number, to: number, radius = 80): string {
  const at = (place: number) => `${round(100 - radius * Math.cos(Math.PI * place))} ${round(100 - radius * Math.sin(Math.PI * place))}`;
  return `M ${at(from)} A ${radius} ${radius} 0 0 1 ${at(to)}`;
}

const round = (value: number) => Math.round(value * 100) / 100;

/** The points of a sparkline in a box, as an SVG wants them. */
export function spark(points: Points, width: number, height: number): string {
  const values = points.map(([, value]) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const [first, last] = [points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 0];
  return points.map(([time, value]) => `${round(last === first ? width / 2 : (width * (time - first)) / (last - first))},${round(high === low ? height / 2 : height - (height * (value - low)) / (high - low))}`).join(' ');
}

export interface Resource { id: string; name: string; tags: Record<string, string> }

/** The resources that an explorer means: those with all of its tags. A label without a value takes any. */
export const meant = (resources: Resource[], labels: Properties['labels']): Resource[] =>
  resources.filter((one) => (labels ?? []).every(({ key, value }) => key === undefined || (key in one.tags && (value === undefined || value === '*' || one.tags[key] === value))));

/** Series of several resources put together by the value of a tag, or all of them (`*`). */
export function aggregated(series: { title: string; points: Points; tags: Record<string, string> }[], by: Properties['aggregateBy']): { title: string; points: Points }[] {
  if (!by?.func) return series;
  const groups = new Map<string, Map<number, number[]>>();
  for (const one of series) {
    const group = by.key === undefined || by.key === '*' ? '*' : (one.tags[by.key] ?? '–');
    const moments = groups.get(group) ?? new Map<number, number[]>();
    for (const [time, value] of one.points) moments.set(time, [...(moments.get(time) ?? []), value]);
    groups.set(group, moments);
  }
  return [...groups].map(([title, moments]) => ({ title: `${by.func} ${title}`, points: [...moments].map(([time, values]): [number, number] => [time, together(values, by.func ?? '') ?? 0]).sort((a, b) => a[0] - b[0]) }));
}

/** Seconds: a period that gives a chart enough points and not too many. */
export function periodFor(from: number, to: number): number {
  const hours = (to - from) / 3_600_000;
  if (hours <= 3) return 60;
  if (hours <= 24) return 300;
  if (hours <= 24 * 7) return 3600;
  return 21_600;
}
