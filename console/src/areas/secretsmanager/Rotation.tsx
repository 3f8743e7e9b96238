// Rotation: set up, begun, and watched as its steps run.
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { CancelRotateSecretCommand, type DescribeSecretResponse, ListSecretVersionIdsCommand, RotateSecretCommand, SecretsManagerClient, type SecretVersionsListEntry } from '@aws-sdk/client-secrets-manager';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useEffect, useState } from 'react';
import { Action } from '../../app/action';
import { client } from '../../app/aws';
import { cli } from '../../app/cli';
import { tenths, when } from '../../app/language';
import { href } from '../../app/router';
import { current, identity } from '../../app/session';
import { Rows } from '../../app/table';
import { type Happened, type StepState, currentOf, progress } from './rotation';
import { t } from './texts';

const sm = () => client(SecretsManagerClient);
const ENGINES = ['postgresql', 'mysql', 'mariadb', 'redis', 'valkey', 'rabbitmq'];
const ROTATORS = [...ENGINES.flatMap((engine) => [`${engine}-single-user`, `${engine}-alternating-users`]), 'http-single-user'];
const OWN = 'own';
const EVERY = 700;
const MOST_LOOKED = 3;

interface Told { additionalEventData?: { SecretId?: string; VersionId?: string; Reason?: string } }

/** Events of the service itself about a secret: none where they may not be read. */
async function happened(arn: string): Promise<Happened[]> {
  const reply = await client(CloudTrailClient).send(new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventSource', AttributeValue: 'secretsmanager.amazonaws.com' }], MaxResults: 50 })).catch(() => undefined);
  return (reply?.Events ?? []).flatMap((event): Happened[] => {
    if (!/^(Test)?Rotation|^Replication/.test(event.EventName ?? '') || !event.CloudTrailEvent?.includes(arn)) return [];
    const said = (JSON.parse(event.CloudTrailEvent) as Told).additionalEventData;
    return [{ id: event.EventId ?? '', name: event.EventName ?? '', time: event.EventTime?.getTime() ?? 0, error: said?.Reason, version: said?.VersionId }];
  });
}

const TYPES = { done: 'success', running: 'in-progress', waiting: 'pending', failed: 'error' } as const;

export function Rotation({ facts, versions, reload }: { facts: DescribeSecretResponse; versions: SecretVersionsListEntry[]; reload: () => void }) {
  const arn = facts.ARN ?? '';
  const [watch, setWatch] = useState<{ before?: string; began: number }>();
  const [seen, setSeen] = useState<{ versions: SecretVersionsListEntry[]; events: Happened[]; at: number }>({ versions, events: [], at: Date.now() });
  const option = { 'secret-id': facts.Name };
  useEffect(() => { happened(arn).then((events) => setSeen((before) => ({ ...before, events }))).catch(() => undefined); }, [arn]);
  const state = watch && progress(seen.versions, seen.events, watch.before, watch.began);
  const over = state?.over ?? true;
  useEffect(() => {
    if (watch === undefined) return undefined;
    let wanted = true;
    let turn = 0;
    const look = async () => {
      while (wanted) {
        const listed = await sm().send(new ListSecretVersionIdsCommand({ SecretId: arn, IncludeDeprecated: true })).catch(() => undefined);
        // Look-ups are limited to two a second: they are asked for now and then only.
        const events = turn++ % MOST_LOOKED === 0 ? await happened(arn) : undefined;
        if (!wanted) return;
        setSeen((before) => ({ versions: listed?.Versions ?? before.versions, events: events ?? before.events, at: Date.now() }));
        if (progress(listed?.Versions ?? [], events ?? [], watch.before, watch.began).over) {
          reload();
          const last = await happened(arn);
          if (wanted) setSeen((before) => ({ ...before, events: last }));
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, EVERY));
      }
    };
    void look();
    return () => { wanted = false; };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [watch]);
  const begin = () => setWatch({ before: currentOf(versions), began: Date.now() });
  const lambda = (v: Record<string, string>) => (v.rotator === OWN ? v.own : `arn:aws:lambda:${current()?.region}:${identity().account}:function:cloudkeep-rotator-${v.rotator}`);
  return (
    <SpaceBetween size="m">
      <Container header={<Header variant="h2" description={t.rotationHint} actions={<SpaceBetween direction="horizontal" size="xs">
        <Action
          label={t.setUp} after={() => { begin(); reload(); }} done={t.isSetUp}
          fields={[{ name: 'rotator', label: t.function, options: [...ROTATORS.map((value) => ({ value, label: value })), { value: OWN, label: t.ownFunction }] }, { name: 'own', label: t.ownFunction, hint: t.ownHint, optional: true }, { name: 'schedule', label: t.schedule, hint: t.scheduleHint, initial: 'rate(30 days)' }]}
          command={(v) => cli('secretsmanager rotate-secret', { ...option, 'rotation-lambda-arn': lambda(v), 'rotation-rules': JSON.stringify({ ScheduleExpression: v.schedule }) })}
          run={(v) => sm().send(new RotateSecretCommand({ SecretId: arn, RotationLambdaARN: lambda(v), RotationRules: { ScheduleExpression: v.schedule } }))}
        />
        {facts.RotationEnabled && <Action label={t.cancelRotation} after={reload} done={t.isCancelled} command={() => cli('secretsmanager cancel-rotate-secret', option)} run={() => sm().send(new CancelRotateSecretCommand({ SecretId: arn }))} />}
        {facts.RotationEnabled && <Action label={t.rotateNow} primary after={begin} done={t.begun} command={() => cli('secretsmanager rotate-secret', option)} run={() => sm().send(new RotateSecretCommand({ SecretId: arn }))} />}
      </SpaceBetween>}>{t.rotation}</Header>}>
        {state === undefined ? <Box>{facts.RotationEnabled ? `${facts.RotationLambdaARN?.split(':').at(-1)} · ${facts.RotationRules?.ScheduleExpression ?? ''}` : t.off}</Box> : (
          <SpaceBetween size="s">
            <ol className="timeline" aria-label={t.steps} aria-live="polite">
              {([['made', t.made], ['told', t.told], ['current', t.current]] as const).map(([step, text]) => <li key={step}><StepOf state={state[step]} text={text} /></li>)}
            </ol>
            {state.error !== undefined && <Alert type="error">{t.failed(state.error || t.noReason)}</Alert>}
            {over && state.current === 'done' && watch && <Box>{t.took(tenths((seen.at - watch.began) / 1000))}</Box>}
          </SpaceBetween>
        )}
      </Container>
      <Rows<Happened>
        id="secret-events" title={t.events} level={2} description={t.eventsHint} items={seen.events} command={cli('cloudtrail lookup-events', { 'lookup-attributes': 'AttributeKey=EventSource,AttributeValue=secretsmanager.amazonaws.com' })} empty={{ title: t.noEvents, hint: '' }}
        columns={[
          { id: 'time', header: t.time, text: (e) => when(e.time), order: (e) => e.time },
          { id: 'event', header: t.event, text: (e) => e.name, cell: (e) => <Link href={href('cloudtrail', 'events', e.id)}>{e.name}</Link> },
          { id: 'why', header: t.why, text: (e) => e.error ?? '' },
        ]}
      />
    </SpaceBetween>
  );
}

function StepOf({ state, text }: { state: StepState; text: string }) {
  return <StatusIndicator type={TYPES[state]}>{`${text}: ${t.stepStates[state]}`}</StatusIndicator>;
}
