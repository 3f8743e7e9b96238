import { CloudTrailClient, type Event, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import Container from '@cloudscape-design/components/container';
import Link from '@cloudscape-design/components/link';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Input from '@cloudscape-design/components/input';
import { useState } from 'react';
import { client, pages } from '../../app/aws';
import { cli } from '../../app/cli';
import { when } from '../../app/language';
import { Cli, Code, Facts, Heading, Show, Teach, useLoad } from '../../app/parts';
import { ResourceTable } from '../../app/table';
import { t } from './texts';
import { href } from '../../app/router';

/** LookupEvents answers 50 at a time, twice a second: 500 events are what a person looks through. */
const MOST = 500;
const ATTRIBUTES = ['EventName', 'Username', 'EventSource', 'ResourceName', 'ResourceType', 'AccessKeyId', 'ReadOnly'] as const;

async function lookUp(attribute?: string, value?: string, most = MOST): Promise<Event[]> {
  const ct = client(CloudTrailClient);
  const by = attribute && value ? [{ AttributeKey: attribute as (typeof ATTRIBUTES)[number], AttributeValue: value }] : undefined;
  return pages(async (NextToken) => {
    const reply = await ct.send(new LookupEventsCommand({ LookupAttributes: by, MaxResults: 50, NextToken }));
    return [reply.Events, reply.NextToken];
  }, most);
}

const record = (event: Event): Record<string, unknown> & { errorCode?: string; errorMessage?: string; sourceIPAddress?: string; requestID?: string; awsRegion?: string } =>
  JSON.parse(event.CloudTrailEvent ?? '{}');

export function Events({ path }: { path: string[] }) {
  if (path[0] === 'request' && path[1]) return <ByRequest id={path[1]} />;
  if (path[0] === 'events' && path[1]) return <Detail id={path[1]} />;
  return <History />;
}

function History() {
  const [attribute, setAttribute] = useState<string>('EventName');
  const [value, setValue] = useState('');
  const [asked, setAsked] = useState('');
  return (
    <SpaceBetween size="m">
      <form onSubmit={(event) => { event.preventDefault(); setAsked(value.trim()); }}>
        <SpaceBetween direction="horizontal" size="xs">
          <Select ariaLabel={t.attribute} selectedOption={{ value: attribute, label: attribute }} options={ATTRIBUTES.map((name) => ({ value: name, label: name }))} onChange={({ detail }) => setAttribute(detail.selectedOption.value ?? 'EventName')} />
          <Input ariaLabel={t.value} placeholder={t.valueHint} value={value} onChange={({ detail }) => setValue(detail.value)} />
        </SpaceBetween>
      </form>
      <ResourceTable<Event>
        id="cloudtrail-events"
        beside={{ key: (e) => e.EventId ?? '', name: (e) => e.EventName ?? '', show: (id) => <Detail id={id} /> }}
        title={t.history}
        description={t.newest(MOST)}
        load={() => lookUp(attribute, asked)}
        on={[asked, attribute]}
        command={cli('cloudtrail lookup-events', { 'lookup-attributes': asked && `AttributeKey=${attribute},AttributeValue=${asked}` })}
        empty={{ title: t.noEvents, hint: t.eventsHint }}
        columns={[
          { id: 'name', header: t.event, text: (e) => e.EventName ?? '', cell: (e) => <Link href={href('cloudtrail', 'events', e.EventId ?? '')}>{e.EventName}</Link> },
          { id: 'time', header: t.time, text: (e) => when(e.EventTime) },
          { id: 'user', header: t.user, text: (e) => e.Username ?? '' },
          { id: 'source', header: t.source, text: (e) => e.EventSource ?? '' },
          { id: 'error', header: t.error, text: (e) => record(e).errorCode ?? '' },
          { id: 'resources', header: t.resources, text: (e) => (e.Resources ?? []).map((r) => r.ResourceName).join(', ') },
          { id: 'address', header: t.address, text: (e) => record(e).sourceIPAddress ?? '' },
        ]}
      />
    </SpaceBetween>
  );
}

function Detail({ id }: { id: string }) {
  const event = useLoad(async () => {
    const reply = await client(CloudTrailClient).send(new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventId', AttributeValue: id }] }));
    return reply.Events?.[0] ?? null;
  }, [id]);
  return <Show of={event}>{(found) => (found ? <Shown event={found} /> : <Teach title={t.missing} hint={t.global} />)}</Show>;
}

function ByRequest({ id }: { id: string }) {
  const found = useLoad(async () => {
    const mine = (events: Event[]) => events.find((event) => record(event).requestID === id);
    // The history follows the journal: an event of a moment ago may take a moment to show.
    for (let attempt = 0; attempt < 4; attempt++) {
      const hit = mine(await lookUp(undefined, undefined, 100));
      if (hit) return hit;
      await new Promise((resolve) => setTimeout(resolve, 700));
    }
    return mine(await lookUp()) ?? null;
  }, [id]);
  return <Show of={found}>{(event) => (event ? <Shown event={event} /> : <Teach title={t.requestMissing} hint={`${t.request(id)} ${t.global}`} />)}</Show>;
}

function Shown({ event }: { event: Event }) {
  const body = record(event);
  return (
    <SpaceBetween size="m">
      <Heading actions={<Cli command={cli('cloudtrail lookup-events', { 'lookup-attributes': `AttributeKey=EventId,AttributeValue=${event.EventId}` })} />}>{event.EventName}</Heading>
      <Facts
        title={t.facts}
        facts={[
          [t.time, when(event.EventTime)],
          [t.user, event.Username ?? ''],
          [t.source, event.EventSource ?? ''],
          [t.address, body.sourceIPAddress ?? ''],
          [t.key, event.AccessKeyId ?? ''],
          [t.region, body.awsRegion ?? ''],
          [t.requestId, body.requestID ?? ''],
          [t.error, body.errorCode ?? ''],
          [t.message, body.errorMessage ?? ''],
        ]}
      />
      <Container header={<Heading level={2}>{t.record}</Heading>}><Code text={JSON.stringify(body, null, 2)} /></Container>
    </SpaceBetween>
  );
}
