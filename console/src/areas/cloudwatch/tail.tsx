import { type LiveTailSessionLogEvent, StartLiveTailCommand } from '@aws-sdk/client-cloudwatch-logs';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Multiselect from '@cloudscape-design/components/multiselect';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useEffect, useRef, useState } from 'react';
import { trouble } from '../../app/aws';
import { cli } from '../../app/cli';
import { Explained, failed } from '../../app/notices';
import { when } from '../../app/language';
import { Cli, useLoad } from '../../app/parts';
import { identity } from '../../app/session';
import { Rows } from '../../app/table';
import { t as frame } from '../../app/texts';
import { logGroups, logs } from './data';
import { t } from './texts';

/** Lines that are kept on the page. */
const KEPT = 5000;
/** StartLiveTail takes ARNs, ten at most. */
const MOST_GROUPS = 10;

type State = 'stopped' | 'waiting' | 'live';

export function Tail({ group }: { group?: string }) {
  const groups = useLoad(logGroups);
  const [chosen, setChosen] = useState<string[]>(group ? [group] : []);
  const [pattern, setPattern] = useState('');
  const [state, setState] = useState<State>('stopped');
  const [lines, setLines] = useState<LiveTailSessionLogEvent[]>([]);
  const [sampled, setSampled] = useState(false);
  const [error, setError] = useState<unknown>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const arns = (groups.value ?? []).filter((one) => chosen.includes(one.logGroupName ?? '')).map((one) => one.logGroupArn ?? one.arn?.replace(/:\*$/, '') ?? '');

  async function start() {
    const controller = new AbortController();
    running.current = controller;
    setState('waiting');
    setError(undefined);
    setLines([]);
    try {
      const reply = await logs().send(new StartLiveTailCommand({ logGroupIdentifiers: arns, logEventFilterPattern: pattern || undefined }), { abortSignal: controller.signal });
      for await (const event of reply.responseStream ?? []) {
        if (controller.signal.aborted) break;
        if (event.sessionStart) setState('live');
        if (event.SessionTimeoutException || event.SessionStreamingException) throw event.SessionTimeoutException ?? event.SessionStreamingException;
        const arrived = event.sessionUpdate?.sessionResults ?? [];
        setSampled(event.sessionUpdate?.sessionMetadata?.sampled ?? false);
        if (arrived.length > 0) setLines((before) => [...[...arrived].reverse(), ...before].slice(0, KEPT));
      }
    } catch (problem) {
      if (!controller.signal.aborted) {
        setError(problem);
        if (trouble(problem).expired) failed(problem);
      }
    } finally {
      if (running.current === controller) setState('stopped');
    }
  }
  const stop = () => {
    running.current?.abort();
    setState('stopped');
  };
  const command = cli('logs start-live-tail', { 'log-group-identifiers': arns.length ? arns : [`arn:aws:logs:us-east-1:${identity().account}:log-group:…`], 'log-event-filter-pattern': pattern });
  return (
    <SpaceBetween size="m">
      <Header variant="h1" description={t.tailHint} actions={<SpaceBetween direction="horizontal" size="xs">
        <Cli command={command} />
        {state === 'stopped' ? <Button variant="primary" disabled={arns.length === 0} onClick={start}>{t.start}</Button> : <Button onClick={stop}>{t.stop}</Button>}
      </SpaceBetween>}>{t.tail}</Header>
      <Container>
        <SpaceBetween size="m">
          <FormField label={t.groups} stretch>
            <Multiselect
              filteringType="auto" disabled={state !== 'stopped'} placeholder={t.groups} statusType={groups.error ? 'error' : groups.loading ? 'loading' : 'finished'} loadingText={frame.loading} empty={t.noGroups}
              selectedOptions={chosen.map((value) => ({ value, label: value }))} options={(groups.value ?? []).map((one) => ({ value: one.logGroupName ?? '', label: one.logGroupName }))}
              onChange={({ detail }) => setChosen(detail.selectedOptions.flatMap((option) => option.value ?? []).slice(0, MOST_GROUPS))} deselectAriaLabel={(option) => `${frame.clearFilter} ${option.label}`}
            />
          </FormField>
          <FormField label={t.pattern} stretch><Input disabled={state !== 'stopped'} value={pattern} onChange={({ detail }) => setPattern(detail.value)} /></FormField>
        </SpaceBetween>
      </Container>
      {error !== undefined && <Alert type="error" header={t.tailEnded}><Explained error={error} /></Alert>}
      {sampled && <Alert type="warning">{t.sampled}</Alert>}
      <StatusIndicator type={state === 'live' ? 'success' : state === 'waiting' ? 'in-progress' : 'stopped'}>{state === 'live' ? t.tailing : state === 'waiting' ? t.waiting : t.stopped}</StatusIndicator>
      <Rows<LiveTailSessionLogEvent>
        id="live-tail" title={t.lines} level={2} scrolled description={t.kept(KEPT)} items={lines} command={command} empty={{ title: state === 'stopped' ? t.stopped : t.waiting, hint: t.tailHint }}
        columns={[
          { id: 'time', header: t.time, text: (e) => when(e.timestamp), order: (e) => e.timestamp ?? 0 },
          { id: 'group', header: t.groups, text: (e) => (e.logGroupIdentifier ?? '').split(':').at(-1) ?? '' },
          { id: 'stream', header: t.stream, text: (e) => e.logStreamName ?? '' },
          { id: 'message', header: t.message, text: (e) => e.message ?? '' },
        ]}
      />
    </SpaceBetween>
  );
}
