import { CloudWatchClient, type CompositeAlarm, DescribeAlarmHistoryCommand, DescribeAlarmsCommand, type MetricAlarm, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, CreateLogGroupCommand, DescribeLogGroupsCommand, FilterLogEventsCommand, type FilteredLogEvent, type LogGroup } from '@aws-sdk/client-cloudwatch-logs';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import { client, pages } from '../../app/aws';
import { cli } from '../../app/cli';
import { Action, Cli, Code, Facts, ResourceTable, Show, Teach, useLoad, when } from '../../app/parts';
import { href } from '../../app/router';

const cloudwatch = () => client(CloudWatchClient);
const logs = () => client(CloudWatchLogsClient);
/** Lines that are looked through at once. */
const MOST_LINES = 1000;

export default function CloudWatch({ path }: { path: string[] }) {
  if (path[0] === 'groups') return path[1] ? <Lines group={path[1]} /> : <Groups />;
  return path[1] ? <Alarm name={path[1]} /> : <Alarms />;
}

type AnyAlarm = MetricAlarm & CompositeAlarm;

function State({ of }: { of?: string }) {
  if (of === 'OK') return <StatusIndicator type="success">OK</StatusIndicator>;
  if (of === 'ALARM') return <StatusIndicator type="error">In alarm</StatusIndicator>;
  return <StatusIndicator type="pending">Insufficient data</StatusIndicator>;
}

function Alarms() {
  return (
    <ResourceTable<AnyAlarm>
      id="alarms" title="Alarms" command={cli('cloudwatch describe-alarms')}
      load={() => pages(async (NextToken) => { const r = await cloudwatch().send(new DescribeAlarmsCommand({ NextToken, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] })); return [[...(r.MetricAlarms ?? []), ...(r.CompositeAlarms ?? [])] as AnyAlarm[], r.NextToken]; })}
      empty={{ title: 'No alarms', hint: 'An alarm watches a metric, and tells a topic, a function or EventBridge when it crosses a threshold.' }}
      columns={[
        { id: 'name', header: 'Name', text: (a) => a.AlarmName ?? '', cell: (a) => <Link href={href('cloudwatch', 'alarms', a.AlarmName ?? '')}>{a.AlarmName}</Link> },
        { id: 'state', header: 'State', text: (a) => a.StateValue ?? '', cell: (a) => <State of={a.StateValue} /> },
        { id: 'metric', header: 'Watches', text: (a) => a.AlarmRule ?? (a.MetricName ? `${a.Namespace} ${a.MetricName}` : 'An expression') },
        { id: 'threshold', header: 'Condition', text: (a) => (a.Threshold === undefined ? '' : `${a.ComparisonOperator} ${a.Threshold}`) },
        { id: 'updated', header: 'State since', text: (a) => when(a.StateUpdatedTimestamp) },
      ]}
    />
  );
}

function Alarm({ name }: { name: string }) {
  const alarm = useLoad(async () => {
    const r = await cloudwatch().send(new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }));
    const history = await cloudwatch().send(new DescribeAlarmHistoryCommand({ AlarmName: name, MaxRecords: 50, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }));
    const found = (r.MetricAlarms?.[0] ?? r.CompositeAlarms?.[0]) as AnyAlarm | undefined;
    return found ? { found, history: history.AlarmHistoryItems ?? [] } : null;
  }, [name]);
  return (
    <Show of={alarm}>{(shown) => shown === null ? <Teach title="No such alarm" hint="It may be in another region." /> : (
      <SpaceBetween size="m">
        <Header variant="h1" actions={<SpaceBetween direction="horizontal" size="xs">
          <Cli command={cli('cloudwatch describe-alarms', { 'alarm-names': name })} />
          <Action label="Try its actions" after={alarm.reload} done="The alarm is in ALARM until it is evaluated next." text="The alarm is put into ALARM, and its actions run." command={() => cli('cloudwatch set-alarm-state', { 'alarm-name': name, 'state-value': 'ALARM', 'state-reason': 'Tried in the console' })} run={() => cloudwatch().send(new SetAlarmStateCommand({ AlarmName: name, StateValue: 'ALARM', StateReason: 'Tried in the console' }))} />
        </SpaceBetween>}>{name}</Header>
        <Facts title="Facts" facts={[['State', <State key="state" of={shown.found.StateValue} />], ['Why', shown.found.StateReason], ['Since', when(shown.found.StateUpdatedTimestamp)], ['Actions', shown.found.AlarmActions?.join(', ')], ['Actions enabled', shown.found.ActionsEnabled ? 'Yes' : 'No'], ['ARN', shown.found.AlarmArn]]} />
        <Container header={<Header variant="h2">History</Header>}>
          <SpaceBetween size="xs">{shown.history.map((item, index) => <div key={index}>{when(item.Timestamp)} · {item.HistorySummary}</div>)}</SpaceBetween>
        </Container>
        <Container header={<Header variant="h2">Definition</Header>}><Code text={JSON.stringify(shown.found, null, 2)} /></Container>
      </SpaceBetween>
    )}</Show>
  );
}

function Groups() {
  return (
    <ResourceTable<LogGroup>
      id="log-groups" title="Log groups" command={cli('logs describe-log-groups')}
      load={() => pages(async (nextToken) => { const r = await logs().send(new DescribeLogGroupsCommand({ nextToken, limit: 50 })); return [r.logGroups, r.nextToken]; })}
      empty={{ title: 'No log groups', hint: 'A group keeps the lines that applications, trails and rules write, as long as you say.' }}
      columns={[
        { id: 'name', header: 'Name', text: (g) => g.logGroupName ?? '', cell: (g) => <Link href={href('cloudwatch', 'groups', g.logGroupName ?? '')}>{g.logGroupName}</Link> },
        { id: 'retention', header: 'Retention', text: (g) => (g.retentionInDays ? `${g.retentionInDays} days` : 'Never expires') },
        { id: 'bytes', header: 'Stored bytes', text: (g) => String(g.storedBytes ?? 0) },
        { id: 'key', header: 'KMS key', text: (g) => g.kmsKeyId ?? '' },
        { id: 'created', header: 'Created', text: (g) => when(g.creationTime) },
      ]}
      actions={(reload) => <Action label="Create log group" primary after={reload} done="The log group is there." fields={[{ name: 'name', label: 'Name' }]} command={(v) => cli('logs create-log-group', { 'log-group-name': v.name })} run={(v) => logs().send(new CreateLogGroupCommand({ logGroupName: v.name }))} />}
    />
  );
}

function Lines({ group }: { group: string }) {
  const [pattern, setPattern] = useState('');
  const [asked, setAsked] = useState('');
  return (
    <SpaceBetween size="m">
      <form onSubmit={(event) => { event.preventDefault(); setAsked(pattern.trim()); }}>
        <Input ariaLabel="Filter pattern" placeholder={'All lines; a filter pattern and Enter for some, such as "error" or { $.status = 500 }'} value={pattern} onChange={({ detail }) => setPattern(detail.value)} />
      </form>
      <ResourceTable<FilteredLogEvent>
        id="log-lines" title={group} description={`The first ${MOST_LINES} of the last day`} on={[group, asked]}
        command={cli('logs filter-log-events', { 'log-group-name': group, 'filter-pattern': asked })}
        load={() => pages(async (nextToken) => { const r = await logs().send(new FilterLogEventsCommand({ logGroupName: group, filterPattern: asked || undefined, nextToken, startTime: Date.now() - 86_400_000 })); return [r.events, r.nextToken]; }, MOST_LINES)}
        empty={{ title: 'No lines', hint: 'Nothing was written in the last day that fits.' }}
        columns={[
          { id: 'time', header: 'Time (UTC)', text: (e) => when(e.timestamp) },
          { id: 'message', header: 'Message', text: (e) => e.message ?? '' },
          { id: 'stream', header: 'Stream', text: (e) => e.logStreamName ?? '' },
        ]}
      />
    </SpaceBetween>
  );
}
