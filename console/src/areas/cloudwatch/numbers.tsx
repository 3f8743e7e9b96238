// Widgets of single numbers: large, on a gauge, or in a table.
import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { digits, readable } from '../../app/language';
import type { Series } from '../../app/series';
import { Rows } from '../../app/table';
import { t as frame } from '../../app/texts';
import { t } from './texts';
import { type Line, type Properties, along, arc, crossed, spark, summary, valueOf } from './widgets';

interface Props { series: Series[]; properties: Properties; command: string }

const asText = (value: number | undefined) => (value === undefined ? '' : digits(value));
const shown = (value: number | undefined, exact?: boolean) => (value === undefined ? t.noValue : exact ? String(value) : readable(value));

export function SingleValues({ series, properties }: Props) {
  return (
    <div className="numbers">
      {series.map((one) => {
        const value = valueOf(one.points, properties.setPeriodToTimeRange ?? false, properties.stat ?? 'Average');
        return (
          <div key={one.title}>
            <Box variant="awsui-key-label">{one.title}</Box>
            <Box fontSize="display-l">{shown(value, properties.singleValueFullPrecision)}</Box>
            {properties.sparkline && one.points.length > 1 && <Sparkline of={one} />}
          </div>
        );
      })}
      {series.length === 0 && <Box>{t.noValue}</Box>}
    </div>
  );
}

/** How a value came about, told in words to who cannot see it. */
function Sparkline({ of: { title, points } }: { of: Series }) {
  const { MIN, MAX } = summary(points);
  return (
    <svg className="sparkline" viewBox="-2 -2 204 44" preserveAspectRatio="none" role="img" aria-label={t.sparkline(title, readable(points[0]?.[1] ?? 0), readable(points.at(-1)?.[1] ?? 0), readable(MIN ?? 0), readable(MAX ?? 0))}>
      <polyline points={spark(points, 200, 40)} />
    </svg>
  );
}

export function Gauges({ series, properties, command }: Props) {
  const { min = 0, max = 100 } = properties.yAxis?.left ?? {};
  const lines = properties.annotations?.horizontal ?? [];
  const values = series.map((one) => ({ title: one.title, value: valueOf(one.points, properties.setPeriodToTimeRange ?? false, properties.stat ?? 'Average') }));
  return (
    <>
      <div className="numbers">{values.map((one) => <Gauge key={one.title} {...one} min={min} max={max} lines={lines} />)}</div>
      {values.length === 0 && <Box>{t.noValue}</Box>}
      <ExpandableSection headerText={frame.values}>
        <Rows
          id="dashboard-gauge" title={properties.title ?? t.metrics} level={2} items={values} command={command} empty={{ title: frame.nothingToDraw, hint: '' }}
          columns={[
            { id: 'name', header: frame.series, text: (one) => one.title },
            { id: 'value', header: frame.value, number: true, text: (one) => asText(one.value), order: (one) => one.value ?? -Infinity },
            { id: 'range', header: t.gaugeRange, text: () => t.fromTo(readable(min), readable(max)) },
            { id: 'crossed', header: t.crossed, text: (one) => crossed(one.value ?? NaN, lines).map(named).join(', ') },
          ]}
        />
      </ExpandableSection>
    </>
  );
}

const named = (line: Line) => `${line.label ?? t.threshold} (${readable(line.value)})`;

function Gauge({ title, value, min, max, lines }: { title: string; value?: number; min: number; max: number; lines: Line[] }) {
  const place = value === undefined ? 0 : along(value, min, max);
  const over = value === undefined ? [] : crossed(value, lines);
  return (
    <div className="gauge">
      <svg viewBox="0 0 200 118" role="img" aria-label={t.gauge(title, shown(value), readable(min), readable(max))}>
        <path className="gauge-track" d={arc(0, 1)} />
        {value !== undefined && place > 0 && <path className={over.length ? 'gauge-value crossed' : 'gauge-value'} d={arc(0, place)} />}
        {lines.map((line, index) => <path key={index} className="gauge-line" d={tick(along(line.value, min, max))} />)}
        <text x="100" y="92" textAnchor="middle" className="gauge-number">{shown(value)}</text>
        <text x="20" y="116" textAnchor="middle">{readable(min)}</text>
        <text x="180" y="116" textAnchor="middle">{readable(max)}</text>
      </svg>
      <Box textAlign="center">{title}</Box>
      {over.map((line, index) => <Box key={index} textAlign="center"><StatusIndicator type="warning">{t.crosses(named(line))}</StatusIndicator></Box>)}
    </div>
  );
}

/** A mark across the gauge. */
function tick(place: number): string {
  const at = (radius: number) => `${100 - radius * Math.cos(Math.PI * place)} ${100 - radius * Math.sin(Math.PI * place)}`;
  return `M ${at(68)} L ${at(92)}`;
}

const COLUMNS = ['MIN', 'MAX', 'AVG', 'SUM', 'LATEST'];

export function SummaryTable({ series, properties, command }: Props) {
  const wanted = COLUMNS.filter((column) => (properties.table?.summaryColumns ?? ['MIN', 'MAX', 'AVG', 'LATEST']).includes(column));
  return (
    <Rows<Series>
      id="dashboard-summary" title={properties.title ?? t.metrics} level={2} items={series} command={command} empty={{ title: frame.nothingToDraw, hint: '' }}
      columns={[
        { id: 'name', header: frame.series, text: (one) => one.title },
        ...wanted.map((column) => ({ id: column, header: t.summary[column] ?? column, number: true, text: (one: Series) => asText(summary(one.points)[column]), order: (one: Series) => summary(one.points)[column] ?? -Infinity })),
      ]}
    />
  );
}
