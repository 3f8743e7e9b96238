import { CreateLogGroupCommand, DeleteLogGroupCommand, FilterLogEventsCommand, type FilteredLogEvent, type LogGroup, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import Button from '@cloudscape-design/components/button';
import Input from '@cloudscape-design/components/input';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { Action } from '../../app/action';
import { pages } from '../../app/aws';
import { cli } from '../../app/cli';
import { when } from '../../app/language';
import { go, href } from '../../app/router';
import { ResourceTable } from '../../app/table';
import { logGroups, logs } from './data';
import { t } from './texts';

/** Lines that are looked through at once. */
const MOST_LINES = 100_000;
const DAY = 86_400_000;
const DAYS = ['1', '3', '5', '7', '14', '30', '60', '90', '120', '150', '180', '365', '400', '545', '731', '1096', '1827', '2192', '2557', '2922', '3288', '3653'];

export function Groups() {
  return (
    <ResourceTable<LogGroup>
      id="log-groups" title={t.groups} command={cli('logs describe-log-groups')} load={logGroups} empty={{ title: t.noGroups, hint: t.groupsHint }}
      columns={[
        { id: 'name', header: t.name, text: (g) => g.logGroupName ?? '', cell: (g) => <Link href={href('cloudwatch', 'groups', g.logGroupName ?? '')}>{g.logGroupName}</Link> },
        { id: 'retention', header: t.retention, text: (g) => (g.retentionInDays ? t.days(g.retentionInDays) : t.never), order: (g) => g.retentionInDays ?? Infinity },
        { id: 'bytes', header: t.stored, text: (g) => String(g.storedBytes ?? 0), order: (g) => g.storedBytes ?? 0 },
        { id: 'key', header: t.key, text: (g) => g.kmsKeyId ?? '' },
        { id: 'created', header: t.created, text: (g) => when(g.creationTime) },
      ]}
      actions={(reload) => <Action label={t.createGroup} primary after={reload} done={t.groupThere} fields={[{ name: 'name', label: t.name }]} command={(v) => cli('logs create-log-group', { 'log-group-name': v.name })} run={(v) => logs().send(new CreateLogGroupCommand({ logGroupName: v.name }))} />}
    />
  );
}

export function Lines({ group }: { group: string }) {
  const [pattern, setPattern] = useState('');
  const [asked, setAsked] = useState('');
  const option = { 'log-group-name': group };
  return (
    <SpaceBetween size="m">
      <form onSubmit={(event) => { event.preventDefault(); setAsked(pattern.trim()); }}>
        <Input ariaLabel={t.pattern} placeholder={t.patternHint} value={pattern} onChange={({ detail }) => setPattern(detail.value)} />
      </form>
      <ResourceTable<FilteredLogEvent>
        id="log-lines" title={group} description={t.firstLines(MOST_LINES)} on={[group, asked]} scrolled
        command={cli('logs filter-log-events', { ...option, 'filter-pattern': asked })}
        load={() => {
          // A token is good for the same question only.
          const startTime = Date.now() - DAY;
          return pages(async (nextToken) => { const r = await logs().send(new FilterLogEventsCommand({ logGroupName: group, filterPattern: asked || undefined, nextToken, startTime })); return [r.events, r.nextToken]; }, MOST_LINES);
        }}
        empty={{ title: t.noLines, hint: t.noLinesHint }}
        actions={() => <>
          <Button href={href('cloudwatch', 'insights', JSON.stringify({ groups: [group] }))}>{t.queryIt}</Button>
          <Button href={href('cloudwatch', 'tail', group)}>{t.tailIt}</Button>
          <Action label={t.setRetention} done={t.retentionSet} fields={[{ name: 'days', label: t.retentionDays, options: DAYS.map((value) => ({ value, label: value })) }]} command={(v) => cli('logs put-retention-policy', { ...option, 'retention-in-days': v.days })} run={(v) => logs().send(new PutRetentionPolicyCommand({ logGroupName: group, retentionInDays: Number(v.days) }))} />
          <Action label={t.remove} done={t.groupGone} after={() => go('cloudwatch', 'groups')} command={() => cli('logs delete-log-group', option)} run={() => logs().send(new DeleteLogGroupCommand({ logGroupName: group }))} />
        </>}
        columns={[
          { id: 'time', header: t.time, text: (e) => when(e.timestamp), order: (e) => e.timestamp ?? 0 },
          { id: 'stream', header: t.stream, text: (e) => e.logStreamName ?? '' },
          { id: 'message', header: t.message, text: (e) => e.message ?? '' },
        ]}
      />
    </SpaceBetween>
  );
}
