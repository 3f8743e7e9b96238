import { CreateScheduleCommand, DeleteScheduleCommand, GetScheduleCommand, ListSchedulesCommand, type ScheduleSummary, SchedulerClient } from '@aws-sdk/client-scheduler';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { client, pages } from '../../app/aws';
import { cli } from '../../app/cli';
import { Action } from '../../app/action';
import { when } from '../../app/language';
import { Cli, Code, Facts, Show, useLoad } from '../../app/parts';
import { ResourceTable } from '../../app/table';
import { href } from '../../app/router';
import { t } from './texts';

const scheduler = () => client(SchedulerClient);

export default function Scheduler({ path }: { path: string[] }) {
  return path[2] ? <Schedule key={path[2]} group={path[1]!} name={path[2]} /> : <Schedules />;
}

function Schedules() {
  return (
    <ResourceTable<ScheduleSummary>
      id="schedules" title={t.schedules} command={cli('scheduler list-schedules')}
      load={() => pages(async (NextToken) => { const r = await scheduler().send(new ListSchedulesCommand({ NextToken, MaxResults: 100 })); return [r.Schedules, r.NextToken]; })}
      empty={{ title: t.noSchedules, hint: t.aScheduleCallsAny }}
      columns={[
        { id: 'name', header: t.name, text: (s) => s.Name ?? '', cell: (s) => <Link href={href('scheduler', 'schedules', s.GroupName ?? 'default', s.Name ?? '')}>{s.Name}</Link> },
        { id: 'group', header: t.group, text: (s) => s.GroupName ?? '' },
        { id: 'state', header: t.state, text: (s) => s.State ?? '' },
        { id: 'target', header: t.target, text: (s) => s.Target?.Arn ?? '' },
        { id: 'changed', header: t.lastChange, text: (s) => when(s.LastModificationDate) },
      ]}
      actions={(reload) => (
        <Action
          label={t.createSchedule} primary after={reload} done={t.theScheduleIsRunning}
          fields={[{ name: 'name', label: t.name }, { name: 'expression', label: t.expression, hint: t.rate1HourCron }, { name: 'zone', label: t.timeZone, initial: 'UTC' }, { name: 'arn', label: t.targetArn }, { name: 'role', label: t.roleArn }, { name: 'input', label: t.input, long: true, optional: true }]}
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
          <Action label={t.deleteIt} done={t.theScheduleIsGone} after={() => { location.hash = href('scheduler', 'schedules'); }} command={() => cli('scheduler delete-schedule', options)} run={() => scheduler().send(new DeleteScheduleCommand({ GroupName: group, Name: name }))} />
        </SpaceBetween>}>{name}</Header>
        <Facts title={t.facts} facts={[[t.expression, s.ScheduleExpression], [t.timeZone, s.ScheduleExpressionTimezone], [t.state, s.State], [t.target, s.Target?.Arn], [t.role, s.Target?.RoleArn], [t.flexibleWindow, s.FlexibleTimeWindow?.Mode === 'OFF' ? t.off : t.minutes(s.FlexibleTimeWindow?.MaximumWindowInMinutes ?? 0)], [t.begins, when(s.StartDate)], [t.ends, when(s.EndDate)], [t.afterItsEnd, s.ActionAfterCompletion]]} />
        <Container header={<Header variant="h2">{t.definition}</Header>}><Code text={JSON.stringify(s, null, 2)} /></Container>
      </SpaceBetween>
    )}</Show>
  );
}
