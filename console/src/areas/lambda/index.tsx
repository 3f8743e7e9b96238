import { DeleteFunctionCommand, type FunctionConfiguration, GetFunctionCommand, InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { client, pages } from '../../app/aws';
import { cli } from '../../app/cli';
import { Action } from '../../app/action';
import { readable, when } from '../../app/language';
import { Cli, Code, Facts, Show, useLoad } from '../../app/parts';
import { ResourceTable } from '../../app/table';
import { href } from '../../app/router';
import { t } from './texts';

const lambda = () => client(LambdaClient);

export default function Lambda({ path }: { path: string[] }) {
  return path[1] ? <FunctionPage key={path[1]} name={path[1]} /> : <Functions />;
}

function Functions() {
  return (
    <ResourceTable<FunctionConfiguration>
      id="functions" title={t.functions} command={cli('lambda list-functions')}
      load={() => pages(async (Marker) => { const r = await lambda().send(new ListFunctionsCommand({ Marker })); return [r.Functions, r.NextMarker]; })}
      empty={{ title: t.noFunctions, hint: t.aFunctionIsYour }}
      columns={[
        { id: 'name', header: t.name, text: (f) => f.FunctionName ?? '', cell: (f) => <Link href={href('lambda', 'functions', f.FunctionName ?? '')}>{f.FunctionName}</Link> },
        { id: 'runtime', header: t.runtime, text: (f) => f.Runtime ?? '' }, { id: 'memory', header: t.memoryMb, text: (f) => String(f.MemorySize ?? '') }, { id: 'timeout', header: t.timeoutS, text: (f) => String(f.Timeout ?? '') },
        { id: 'role', header: t.role, text: (f) => f.Role ?? '' }, { id: 'modified', header: t.modified, text: (f) => when(f.LastModified) },
      ]}
    />
  );
}

function FunctionPage({ name }: { name: string }) {
  const found = useLoad(async () => (await lambda().send(new GetFunctionCommand({ FunctionName: name }))).Configuration ?? {}, [name]);
  const [result, setResult] = useState('');
  const option = { 'function-name': name };
  return (
    <Show of={found}>{(facts: FunctionConfiguration) => (
      <SpaceBetween size="m">
        <Header variant="h1" description={facts.Description} actions={<SpaceBetween direction="horizontal" size="xs">
          <Cli command={cli('lambda get-function', option)} />
          <Action label={t.invoke} primary done={t.theFunctionHasAnswered} fields={[{ name: 'payload', label: t.payload, long: true, initial: '{}' }]} command={(v) => `${cli('lambda invoke', { ...option, payload: v.payload })} --cli-binary-format raw-in-base64-out /dev/stdout`} run={async (v) => { const r = await lambda().send(new InvokeCommand({ FunctionName: name, Payload: new TextEncoder().encode(v.payload) })); setResult(`${r.FunctionError ? `${r.FunctionError}: ` : ''}${new TextDecoder().decode(r.Payload)}`); }} />
          <Action label={t.deleteIt} done={t.theFunctionIsGone} after={() => { location.hash = href('lambda', 'functions'); }} command={() => cli('lambda delete-function', option)} run={() => lambda().send(new DeleteFunctionCommand({ FunctionName: name }))} />
        </SpaceBetween>}>{name}</Header>
        {result && <Container header={<Header variant="h2">{t.answer}</Header>}><Code text={result} /></Container>}
        <Facts title={t.facts} facts={[[t.arn, facts.FunctionArn], [t.runtime, facts.Runtime], [t.handler, facts.Handler], [t.role, facts.Role], [t.state, facts.State], [t.memory, `${facts.MemorySize} MB`], [t.timeout, `${facts.Timeout} s`], [t.code, t.bytes(readable(facts.CodeSize ?? 0))], [t.modified, when(facts.LastModified)]]} />
      </SpaceBetween>
    )}</Show>
  );
}
