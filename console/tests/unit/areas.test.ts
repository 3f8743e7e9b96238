// What the areas work out by themselves.
import type { Finding } from '@aws-sdk/client-guardduty';
import { describe, expect, test } from 'vitest';
import { cli } from '../../src/app/cli';
import { barred, charted, columnsOf } from '../../src/app/results';
import { table, thinned } from '../../src/app/series';
import { windowed } from '../../src/app/window';
import { inline, markdown } from '../../src/areas/cloudwatch/markdown';
import { stretches } from '../../src/areas/cloudwatch/preview';
import { bin, commands, histogramQuery } from '../../src/areas/cloudwatch/query';
import { type Resource, aggregated, along, arc, crossed, meant, periodFor, queries, spark, summary, together, valueOf, wholePeriod, widgets } from '../../src/areas/cloudwatch/widgets';
import { COLUMNS, inserted, paths } from '../../src/areas/cloudtrail/schema';
import { flat } from '../../src/areas/config/data';
import { because, each } from '../../src/areas/iam/who';
import { type Judged, type Level, type Verdict, contextEntries, deciding, judged } from '../../src/areas/organizations/levels';
import { progress } from '../../src/areas/secretsmanager/rotation';
import { after, evidence, graph, placed } from '../../src/areas/guardduty/graph';
import { score, standardId, tally } from '../../src/areas/securityhub/score';

test('lists of a command are several words', () => {
  expect(cli('cloudwatch delete-alarms', { 'alarm-names': ['a', 'b c'], none: [] })).toBe("aws cloudwatch delete-alarms --alarm-names a 'b c'");
});

describe('long lists', () => {
  test('draw what is in view and a little more', () => {
    expect(windowed(100_000, 34, 34 * 500, 340, 8)).toEqual({ first: 492, last: 518, before: 492 * 34, after: (100_000 - 518) * 34 });
    expect(windowed(5, 34, 0, 340)).toEqual({ first: 0, last: 5, before: 0, after: 0 });
    expect(windowed(0, 34, 0, 340)).toEqual({ first: 0, last: 0, before: 0, after: 0 });
    expect(windowed(10, 34, 99_999, 340)).toMatchObject({ first: 10, last: 10 });
  });
});

describe('series', () => {
  test('a table has a row for each moment', () => {
    expect(table([{ title: 'a', points: [[1, 10], [2, 20]] }, { title: 'b', points: [[2, 5]] }])).toEqual([{ time: 2, values: [20, 5] }, { time: 1, values: [10, undefined] }]);
  });
  test('a long series keeps its peaks', () => {
    const points = Array.from({ length: 10_000 }, (_, x): [number, number] => [x, x === 7777 ? 99 : x === 3333 ? -99 : 1]);
    const drawn = thinned([{ title: 'a', points }])[0]?.points ?? [];
    expect(drawn.length).toBeLessThanOrEqual(600);
    expect(drawn).toContainEqual([7777, 99]);
    expect(drawn).toContainEqual([3333, -99]);
    expect(drawn.every((point, index) => index === 0 || point[0] > (drawn[index - 1]?.[0] ?? 0))).toBe(true);
  });
});

describe('scores', () => {
  const finding = (control: string, status: string, ...standards: string[]) => ({ Compliance: { SecurityControlId: control, Status: status as 'PASSED', AssociatedStandards: standards.map((StandardsId) => ({ StandardsId })) } });
  test('one failed check fails a control; unknown is not passed', () => {
    const counted = tally([finding('S3.1', 'PASSED', 'a'), finding('S3.1', 'FAILED', 'a', 'b'), finding('S3.2', 'PASSED', 'a'), finding('S3.3', 'PASSED', 'a'), finding('S3.3', 'NOT_AVAILABLE', 'a'), { Compliance: { Status: 'FAILED' } }]);
    expect(Object.fromEntries(counted.get('a') ?? [])).toEqual({ 'S3.1': { state: 'FAILED', failed: 1, checks: 2 }, 'S3.2': { state: 'PASSED', failed: 0, checks: 1 }, 'S3.3': { state: 'UNKNOWN', failed: 0, checks: 2 } });
    expect(score(counted.get('a')?.values() ?? [])).toBe(33);
    expect(score(counted.get('b')?.values() ?? [])).toBe(0);
    expect(score([])).toBeUndefined();
    expect(score([{ state: 'NO_DATA', failed: 0, checks: 0 }])).toBeUndefined();
  });
  test('a standard is named in findings by the end of its ARN', () => {
    expect(standardId('arn:aws:securityhub:us-east-1::standards/nist-800-53/v/5.0.0')).toBe('standards/nist-800-53/v/5.0.0');
    expect(standardId('arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0')).toBe('ruleset/cis-aws-foundations-benchmark/v/1.2.0');
  });
});

describe('the graph of a finding', () => {
  const finding = { Type: 't', Resource: { AccessKeyDetails: { UserName: 'mallory', UserType: 'IAMUser', AccessKeyId: 'AKIA1' } }, Service: { Action: { AwsApiCallAction: { Api: 'StopLogging', RemoteIpDetails: { IpAddressV4: '10.0.0.1' } } }, AdditionalInfo: { Value: JSON.stringify({ resources: ['watcher'], timeline: [{ time: '2026-01-01T00:00:00Z', what: 'a:b', eventId: 'e1' }, { time: '2026-01-01T00:01:05Z', what: 'a:c', eventId: 'e2' }], unusual: [{ of: 'country', expected: ['a', 'b'], seen: 'c' }] }) } } } as unknown as Finding;
  const said = evidence(finding);
  test('without events: from the address over the principal to the resources', () => {
    const { nodes, edges } = graph(finding, said, []);
    expect(nodes.map((node) => [node.kind, node.label])).toEqual([['principal', 'mallory'], ['address', '10.0.0.1'], ['resource', 'watcher']]);
    expect(edges.map((edge) => [edge.from, edge.to, edge.calls])).toEqual([['address 10.0.0.1', 'principal mallory', ['StopLogging']], ['principal mallory', 'resource watcher', ['StopLogging']]]);
  });
  test('with events: what each did, refusals counted, foreign events left out', () => {
    const call = { name: 'StopLogging', address: '10.0.0.1', error: '', resources: ['arn:aws:cloudtrail:us-east-1:1:trail/watcher'] };
    const { nodes, edges } = graph(finding, said, [{ ...call, id: 'e1' }, { ...call, id: 'e2', address: '10.0.0.2', error: 'AccessDenied' }, { ...call, id: 'other', address: '6.6.6.6' }]);
    expect(nodes.map((node) => node.label).sort()).toEqual(['10.0.0.1', '10.0.0.2', 'arn:aws:cloudtrail:us-east-1:1:trail/watcher', 'mallory']);
    expect(edges.find((edge) => edge.from === 'principal mallory')).toMatchObject({ count: 2, refused: 1 });
  });
  test('columns do not overlap, and all is within the picture', () => {
    const drawn = placed(graph(finding, said, []));
    expect(drawn.nodes.map((node) => node.x).sort((a, b) => a - b)).toEqual([0, 350, 700]);
    expect(drawn.nodes.every((node) => node.x + 220 <= drawn.width && node.y + 52 <= drawn.height && node.y >= 0)).toBe(true);
  });
  test('what an engine says is read, whatever it is', () => {
    expect(said.unusual).toEqual([{ of: 'country', expected: 'a, b', seen: 'c' }]);
    for (const Value of ['', 'no json', 'null', '[]', '{"timeline":3}']) expect(evidence({ Service: { AdditionalInfo: { Value } } } as unknown as Finding).timeline).toEqual([]);
  });
  test.each([['2026-01-01T00:00:00Z', '+0 s'], ['2026-01-01T00:01:05Z', '+1 min 5 s'], ['2026-01-02T01:00:00Z', '+1 d 1 h'], ['2026-01-01T00:01:00Z', '+1 min']])('%s is %s', (time, text) => expect(after('2026-01-01T00:00:00Z', time)).toBe(text));
});

describe('queries of logs', () => {
  test('bars within texts, patterns and comments are none', () => {
    expect(commands('fields a | filter b like /x|y/ and c = "d|e" # no | bar\n| limit 3')).toEqual(['fields a', 'filter b like /x|y/ and c = "d|e"', 'limit 3']);
  });
  test('what is filtered is counted by time', () => {
    expect(histogramQuery('fields @message | filter a = 1 | display a | sort @timestamp | limit 5', 0, 3_600_000)).toBe('fields @message\n| filter a = 1\n| stats count(*) as lines by bin(1m)');
    expect(histogramQuery('stats count(*) by a', 0, 1)).toBeUndefined();
    expect(bin(0, 86_400_000)).toBe('30m');
  });
  test('numbers over time are a chart, also by groups', () => {
    const rows = [{ 'bin(5m)': '2026-01-01 00:05:00.000', level: 'INFO', n: '3' }, { 'bin(5m)': '2026-01-01 00:00:00.000', level: 'INFO', n: '2' }, { 'bin(5m)': '2026-01-01 00:00:00.000', level: 'ERROR', n: '1' }];
    expect(charted(rows)?.series).toEqual([{ title: 'INFO', points: [[Date.UTC(2026, 0, 1), 2], [Date.UTC(2026, 0, 1, 0, 5), 3]] }, { title: 'ERROR', points: [[Date.UTC(2026, 0, 1), 1]] }]);
    expect(charted([{ a: '1', b: 'x' }])).toBeUndefined();
    expect(barred([{ name: 'a', n: '3' }, { name: 'b', n: '12' }])).toEqual({ name: 'name', number: 'n', most: 12 });
    expect(barred([{ n: '3' }, { n: '12' }])).toBeUndefined();
    expect(columnsOf([{ '@ptr': 'p', a: '1' }, { b: '2' }])).toEqual(['a', 'b']);
  });
});

describe('dashboards', () => {
  test('dots repeat what stands above', () => {
    const found = queries({ stat: 'Sum', metrics: [['AWS/Usage', 'CallCount', 'Service', 'iam', 'Type', 'API'], ['...', 'Other', { stat: 'p90', id: 'x', visible: false }], ['.', 'Else', '.', 'kms'], [{ expression: 'm1*2', id: 'e' }]] }, 60);
    expect(found.map((one) => one.MetricStat?.Metric ?? one.Expression)).toEqual([
      { Namespace: 'AWS/Usage', MetricName: 'CallCount', Dimensions: [{ Name: 'Service', Value: 'iam' }, { Name: 'Type', Value: 'API' }] },
      { Namespace: 'AWS/Usage', MetricName: 'CallCount', Dimensions: [{ Name: 'Service', Value: 'iam' }, { Name: 'Type', Value: 'Other' }] },
      { Namespace: 'AWS/Usage', MetricName: 'Else', Dimensions: [{ Name: 'Service', Value: 'kms' }] },
      'm1*2',
    ]);
    expect(found[1]).toMatchObject({ Id: 'x', ReturnData: false, MetricStat: { Stat: 'p90', Period: 60 } });
  });
  test('widgets without a place follow one another', () => {
    expect(widgets(JSON.stringify({ widgets: [{ type: 'metric', width: 12 }, { type: 'text', width: 12, height: 3 }, { type: 'alarm' }] })).map(({ x, y, width, height }) => [x, y, width, height])).toEqual([[0, 0, 12, 6], [12, 0, 12, 3], [0, 6, 6, 2]]);
  });
  test('periods fit the time', () => expect([periodFor(0, 3_600_000), periodFor(0, 86_400_000), periodFor(0, 604_800_000)]).toEqual([60, 300, 3600]));
  test('values are put together as their statistics are', () => {
    expect([together([1, 2, 6], 'Sum'), together([1, 2, 6], 'Maximum'), together([1, 2, 6], 'Minimum'), together([1, 2, 6], 'p90'), together([], 'Sum')]).toEqual([9, 6, 1, 3, undefined]);
    expect(valueOf([[1, 5], [2, 7]], false, 'Sum')).toBe(7);
    expect(valueOf([[1, 5], [2, 7]], true, 'Sum')).toBe(12);
    expect(summary([[1, 5], [2, 7]])).toEqual({ MIN: 5, MAX: 7, AVG: 6, SUM: 12, LATEST: 7 });
    expect([wholePeriod(0, 3_600_000), wholePeriod(0, 604_800_000), wholePeriod(0, 5)]).toEqual([3600, 86_400, 60]);
  });
  test('gauges hold values within their ends, and tell which lines they crossed', () => {
    expect([along(5, 0, 10), along(-5, 0, 10), along(50, 0, 10), along(1, 3, 3)]).toEqual([0.5, 0, 1, 0]);
    const lines = [{ label: 'much', value: 40 }, { label: 'little', value: 10, fill: 'below' }];
    expect([50, 20, 5].map((value) => crossed(value, lines).map((line) => line.label))).toEqual([['much'], [], ['little']]);
    expect(arc(0, 1)).toBe('M 20 100 A 80 80 0 0 1 180 100');
    expect(spark([[0, 1], [10, 3], [20, 2]], 200, 40)).toBe('0,40 100,0 200,20');
    expect(spark([[0, 1]], 200, 40)).toBe('100,20');
  });
  test('an explorer takes the resources with its tags, and puts their values together', () => {
    const resources: Resource[] = [{ id: 'a', name: 'a', tags: { team: 'x' } }, { id: 'b', name: 'b', tags: { team: 'y', env: 'z' } }, { id: 'c', name: 'c', tags: {} }];
    expect(meant(resources, [{ key: 'team' }]).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(meant(resources, [{ key: 'team', value: 'y' }, { key: 'env', value: '*' }]).map(({ id }) => id)).toEqual(['b']);
    const series = [{ title: 'a', points: [[1, 2], [2, 4]] as [number, number][], tags: { team: 'x' } }, { title: 'b', points: [[1, 6]] as [number, number][], tags: { team: 'x' } }];
    expect(aggregated(series, { key: 'team', func: 'SUM' })).toEqual([{ title: 'SUM x', points: [[1, 8], [2, 4]] }]);
    expect(aggregated(series, undefined)).toBe(series);
  });
  test('texts never become markup', () => {
    expect(markdown('# A *b*\n\n<img onerror=x>\n- one\n- **two**\n\n|a|b|\n|-|-|\n|1|2|')).toEqual([
      { kind: 'heading', level: 1, text: [{ kind: 'text', text: 'A ' }, { kind: 'italic', text: 'b' }] },
      { kind: 'paragraph', text: [{ kind: 'text', text: '<img onerror=x>' }] },
      { kind: 'list', ordered: false, items: [[{ kind: 'text', text: 'one' }], [{ kind: 'bold', text: 'two' }]] },
      { kind: 'table', head: [[{ kind: 'text', text: 'a' }], [{ kind: 'text', text: 'b' }]], rows: [[[{ kind: 'text', text: '1' }], [{ kind: 'text', text: '2' }]]] },
    ]);
    expect(inline('[x](javascript:alert(1)) [y](https://e.x)')).toEqual([{ kind: 'text', text: 'x' }, { kind: 'text', text: ') ' }, { kind: 'link', text: 'y', to: 'https://e.x' }]);
  });
});

describe('what an alarm would have said', () => {
  const condition = { operator: 'GreaterThanThreshold', threshold: 5, periods: 3, toAlarm: 2, missing: 'notBreaching' };
  const points = (values: (number | undefined)[]) => values.flatMap((value, index): [number, number][] => (value === undefined ? [] : [[index * 60_000, value]]));
  test('so many of the last periods', () => {
    expect(stretches(points([1, 9, 1, 9, 9, 1, 1, 1]), condition, 0, 480_000, 60)).toEqual([{ from: 180_000, to: 360_000 }]);
  });
  test('missing data count as they should', () => {
    const values = points([9, undefined, undefined, 9]);
    expect(stretches(values, { ...condition, missing: 'breaching' }, 0, 240_000, 60)).toEqual([{ from: 60_000, to: 240_000 }]);
    expect(stretches(values, { ...condition, missing: 'missing' }, 0, 240_000, 60)).toEqual([{ from: 180_000, to: 240_000 }]);
    expect(stretches(values, condition, 0, 240_000, 60)).toEqual([]);
  });
});

describe('guardrails by level', () => {
  const level: Level = { id: 'ou-1', name: 'Workloads', policies: [{ id: 'p-1', name: 'full', content: '{}' }, { id: 'p-2', name: 'guard', content: '{\n  "Statement": [\n    {\n      "Sid": "No"\n    },\n    {}\n  ]\n}' }] };
  test('a level tells what it says, and where', () => {
    const found = judged(level, { EvalActionName: 'a:B', EvalDecision: 'explicitDeny', MatchedStatements: [{ SourcePolicyId: 'PolicyInputList.2', StartPosition: { Line: 3, Column: 5 }, EndPosition: { Line: 5, Column: 6 } }] });
    expect(found).toMatchObject({ verdict: 'denies', statements: [{ policy: { name: 'guard' }, line: 3, text: '{\n  "Sid": "No"\n}' }] });
  });
  test('an explicit denial decides before silence', () => {
    const of = (verdict: Verdict, name: string): Judged => ({ level: { ...level, name }, verdict, statements: [] });
    expect(deciding([of('silent', 'a'), of('denies', 'b')])?.level.name).toBe('b');
    expect(deciding([of('allows', 'a'), of('silent', 'b')])?.level.name).toBe('b');
    expect(deciding([of('allows', 'a')])).toBeUndefined();
  });
  test('the context is read', () => expect(contextEntries('aws:RequestedRegion=eu-west-1 a=1 a=2=3 nothing')).toEqual([{ ContextKeyName: 'aws:RequestedRegion', ContextKeyValues: ['eu-west-1'], ContextKeyType: 'string' }, { ContextKeyName: 'a', ContextKeyValues: ['1', '2=3'], ContextKeyType: 'stringList' }]));
});

describe('asking many', () => {
  test('so many at a time, failures told, until stopped', async () => {
    let [running, most] = [0, 0];
    const told: string[] = [];
    await each([1, 2, 3, 4, 5, 6], 2, async (n) => { most = Math.max(most, ++running); await new Promise((resolve) => setTimeout(resolve, 1)); running--; if (n === 3) throw new Error('no'); return n; }, (n, result) => told.push(`${n}${result instanceof Error ? '!' : ''}`), () => told.length >= 4);
    expect(most).toBe(2);
    expect(told).toEqual(['1', '2', '3!', '4']);
  });
  test('reasons are words', () => {
    const words = { guardrail: 'guardrail', boundary: 'boundary', nothingAllows: 'nothing' };
    expect(because({ EvalActionName: '', EvalDecision: 'implicitDeny' }, words)).toBe('nothing');
    expect(because({ EvalActionName: '', EvalDecision: 'implicitDeny', OrganizationsDecisionDetail: { AllowedByOrganizations: false } }, words)).toBe('guardrail');
    expect(because({ EvalActionName: '', EvalDecision: 'allowed', MatchedStatements: [{ SourcePolicyId: 'p', SourcePolicyType: 'user' }] }, words)).toBe('p (user)');
  });
});

describe('the lake', () => {
  test('columns have paths', () => expect(paths(COLUMNS).map((one) => one.path)).toContain('userIdentity.sessionContext.sessionIssuer.arn'));
  test('a word is put in where the cursor is', () => {
    expect(inserted('SELECT  FROM x', 'eventName', 7)).toBe('SELECT eventName FROM x');
    expect(inserted('SELECT a', 'b', 8)).toBe('SELECT a b');
  });
});

describe('rotations', () => {
  const versions = (current: string, pending?: string) => [{ VersionId: current, VersionStages: ['AWSCURRENT'] }, ...(pending ? [{ VersionId: pending, VersionStages: ['AWSPENDING'] }] : [])];
  const event = (name: string, time: number, error?: string) => ({ id: name, name, time, error });
  test('steps follow the versions', () => {
    expect(progress(versions('a'), [], 'a', 0)).toMatchObject({ made: 'running', over: false });
    expect(progress(versions('a', 'b'), [], 'a', 0)).toMatchObject({ made: 'done', told: 'running', current: 'waiting', over: false });
    expect(progress(versions('b'), [], 'a', 0)).toMatchObject({ current: 'done', over: true });
  });
  test('failures are told, old ones are not', () => {
    expect(progress(versions('a', 'b'), [event('RotationFailed', 5000, 'no')], 'a', 4000)).toMatchObject({ told: 'failed', error: 'no', over: false });
    expect(progress(versions('a', 'b'), [event('RotationFailed', 5000, 'no')], 'a', 60_000)).toMatchObject({ told: 'running' });
    expect(progress(versions('a', 'b'), [event('RotationFailed', 5000, 'no'), event('RotationAbandoned', 6000)], 'a', 4000)).toMatchObject({ told: 'failed', error: 'no', over: true });
  });
});

test('rows of Config are flat', () => {
  expect(flat({ a: 1, b: { c: 'x', d: { e: true } }, f: [1, { g: 2 }], h: null })).toEqual({ a: '1', 'b.c': 'x', 'b.d.e': 'true', f: '[1,{"g":2}]' });
});
