import { CreateScheduleCommand, DeleteScheduleCommand, GetScheduleCommand, ListSchedulesCommand, type ScheduleSummary, SchedulerClient } from '@aws-sdk/client-scheduler';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { client, pages } from '../../app/aws';
import { cli } from '../../app/cli';
import { Action } from '../../app/action';
import { Cli, Code, Facts, Show, useLoad, when } from '../../app/parts';
import { ResourceTable } from '../../app/table';
import { href } from '../../app/router';

const scheduler = () => client(SchedulerClient);

export default function Scheduler({ path }: { path: string[] }) {
  return path[2] ? <Schedule group={path[1]!} name={path[2]} /> : <Schedules />;
}

function Schedules() {
  return (
    <ResourceTable<ScheduleSummary>
      id="schedules" title="Schedules" command={cli('scheduler list-schedules')}
      load={() => pages(async (NextToken) => { const r = await scheduler().send(new ListSchedulesCommand({ NextToken, MaxResults: 100 })); return [r.Schedules, r.NextToken]; })}
      empty={{ title: 'No schedules', hint: 'A schedule calls any operation at its time, in a role of its own.' }}
      columns={[
        { id: 'name', header: 'Name', text: (s) => s.Name ?? '', cell: (s) => <Link href={href('scheduler', 'schedules', s.GroupName ?? 'default', s.Name ?? '')}>{s.Name}</Link> },
        { id: 'group', header: 'Group', text: (s) => s.GroupName ?? '' },
        { id: 'state', header: 'State', text: (s) => s.State ?? '' },
        { id: 'target', header: 'Target', text: (s) => s.Target?.Arn ?? '' },
        { id: 'changed', header: 'Last change', text: (s) => when(s.LastModificationDate) },
      ]}
      actions={(reload) => (
        <Action
          label="Create schedule" primary after={reload} done="The schedule is running."
          fields={[{ name: 'name', label: 'Name' }, { name: 'expression', label: 'Expression', hint: 'rate(1 hour), cron(0 9 ? * MON-FRI *) or at(2030-01-01T09:00:00)' }, { name: 'zone', label: 'Time zone', initial: 'UTC' }, { name: 'arn', label: 'Target ARN' }, { name: 'role', label: 'Role ARN' }, { name: 'input', label: 'Input', long: true, optional: true }]}
          command={(v) => cli('scheduler create-schedule', { name: v.name, 'schedule-expression': v.expression, 'schedule-expression-timezone': v.zone, 'flexible-time-window': 'Mode=OFF', target: JSON.stringify({ Arn: v.arn, RoleArn: v.role, Input: v.input || undefined }) })}
          run={(v) => scheduler().send(new CreateScheduleCommand({ Name: v.name, ScheduleExpression: v.expression, ScheduleExpressionTimezone: v.zone, FlexibleTimeWindow: { Mode: 'OFF' }, Target: { Arn: v.arn, RoleArn: v.role, Input: v.input || undefined } }))}
        />
      )}
    />
  );
}

function Schedule({ group, name }: { group: string; name: string }) {
  const schedule = useLoad(() => scheduler().send(new GetScheduleCommand({ GroupName: group, Name: name })), [group, name]);
  const options = { name, 'group-name': group };
  return (
    <Show of={schedule}>{({ $metadata: _, ...s }) => (
      <SpaceBetween size="m">
        <Header variant="h1" description={s.Description} actions={<SpaceBetween direction="horizontal" size="xs">
          <Cli command={cli('scheduler get-schedule', options)} />
          <Action label="Delete" done="The schedule is gone." after={() => { location.hash = href('scheduler', 'schedules'); }} command={() => cli('scheduler delete-schedule', options)} run={() => scheduler().send(new DeleteScheduleCommand({ GroupName: group, Name: name }))} />
        </SpaceBetween>}>{name}</Header>
        <Facts title="Facts" facts={[['Expression', s.ScheduleExpression], ['Time zone', s.ScheduleExpressionTimezone], ['State', s.State], ['Target', s.Target?.Arn], ['Role', s.Target?.RoleArn], ['Flexible window', s.FlexibleTimeWindow?.Mode === 'OFF' ? 'Off' : `${s.FlexibleTimeWindow?.MaximumWindowInMinutes} minutes`], ['Begins', when(s.StartDate)], ['Ends', when(s.EndDate)], ['After its end', s.ActionAfterCompletion]]} />
        <Container header={<Header variant="h2">Definition</Header>}><Code text={JSON.stringify(s, null, 2)} /></Container>
      </SpaceBetween>
    )}</Show>
  );
}
