// What several pages ask CloudWatch and CloudWatch Logs.
import { CloudWatchClient, GetMetricDataCommand, type MetricDataQuery, type Metric } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeLogGroupsCommand, type LogGroup } from '@aws-sdk/client-cloudwatch-logs';
import { client, pages } from '../../app/aws';
import { cli } from '../../app/cli';
import type { Series } from '../../app/series';

export const cloudwatch = (region?: string) => client(CloudWatchClient, region);
export const logs = () => client(CloudWatchLogsClient);

export interface Data { series: Series[]; said: string[] }

/** The values of queries, each result a series in the order of time. */
export async function metricData(queries: MetricDataQuery[], from: number, to: number, region?: string): Promise<Data> {
  if (queries.length === 0) return { series: [], said: [] };
  const series = new Map<string, Series>();
  const said: string[] = [];
  let NextToken: string | undefined;
  do {
    const reply = await cloudwatch(region).send(new GetMetricDataCommand({ MetricDataQueries: queries, StartTime: new Date(from), EndTime: new Date(to), ScanBy: 'TimestampAscending', NextToken }));
    for (const message of reply.Messages ?? []) said.push(message.Value ?? '');
    for (const result of reply.MetricDataResults ?? []) {
      const id = `${result.Id} ${result.Label}`;
      const known = series.get(id) ?? { title: result.Label ?? result.Id ?? '', points: [] };
      (result.Timestamps ?? []).forEach((time, index) => known.points.push([time.getTime(), result.Values?.[index] ?? 0]));
      for (const message of result.Messages ?? []) said.push(message.Value ?? '');
      series.set(id, known);
    }
    NextToken = reply.NextToken;
  } while (NextToken);
  return { series: apart([...series.values()]), said };
}

/** Series of the same name are told apart, since a chart's legend is all that names them. */
function apart(series: Series[]): Series[] {
  const seen = new Map<string, number>();
  return series.map((one) => {
    const count = (seen.get(one.title) ?? 0) + 1;
    seen.set(one.title, count);
    return count === 1 ? one : { ...one, title: `${one.title} (${count})` };
  });
}

export const metricDataCommand = (queries: MetricDataQuery[], from: number, to: number): string =>
  cli('cloudwatch get-metric-data', { 'metric-data-queries': JSON.stringify(queries), 'start-time': new Date(from).toISOString(), 'end-time': new Date(to).toISOString(), 'scan-by': 'TimestampAscending' });

export const dimensionsText = (metric: Metric): string => (metric.Dimensions ?? []).map((d) => `${d.Name}=${d.Value}`).join(', ');

export const logGroups = (): Promise<LogGroup[]> => pages(async (nextToken) => { const r = await logs().send(new DescribeLogGroupsCommand({ nextToken, limit: 50 })); return [r.logGroups, r.nextToken]; });
